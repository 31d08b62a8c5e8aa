package org.fengqiao.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** Tells trouble with the server itself, which passes, from trouble with what it was asked. */
public final class Outage {

    private Outage() {}

    /** Whether the server being away, going away or coming back is behind an exception. */
    public static boolean isBehind(@Nullable Throwable trouble) {
        Throwable cause = trouble;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLTransientException
                    || (cause instanceof SQLException exception && isOutage(exception.getSQLState()))) {
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
