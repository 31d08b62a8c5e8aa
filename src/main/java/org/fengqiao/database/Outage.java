package org.fengqiao.database;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells trouble with the server itself, which passes, from trouble with what it was asked. */
public final class Outage {

    private static final String DISK_FULL = "53100";

    /** How systems say that a file found no room. */
    private static final List<String> NO_ROOM =
            List.of("No space left", "Disk quota exceeded", "not enough space on the disk", "磁盘空间不足", "设备上没有空间");

    private Outage() {}

    /** Whether the server being away, going away or coming back is behind an exception. */
    public static boolean isBehind(@Nullable Throwable trouble) {
        return isBehind(
                trouble,
                cause -> cause instanceof SQLTransientException
                        || (cause instanceof SQLException exception && isOutage(exception.getSQLState())));
    }

    /** Whether a disk without room is behind an exception: that of the server or that of a file. */
    public static boolean isFullDisk(@Nullable Throwable trouble) {
        return isBehind(
                trouble,
                cause -> (cause instanceof SQLException exception && DISK_FULL.equals(exception.getSQLState()))
                        || (cause instanceof IOException
                                && NO_ROOM.stream()
                                        .anyMatch(words -> String.valueOf(cause.getMessage())
                                                .contains(words))));
    }

    private static boolean isBehind(@Nullable Throwable trouble, Predicate<Throwable> is) {
        Throwable cause = trouble;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (is.test(cause)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Classes 08 (connection), 53 (resources), 58 (system), XX (internal), 57P (operator intervention); no state at all comes from a
     * pool that has already closed the connection.
     */
    private static boolean isOutage(@Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.startsWith("XX");
    }
}
