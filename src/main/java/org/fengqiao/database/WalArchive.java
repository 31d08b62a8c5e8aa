package org.fengqiao.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A folder on another disk into which the server inside copies its log, piece by piece, a started piece after a while too: with a base
 * it leads back to any moment since. Pieces are packed, written under another name, flushed to disk and only then named.
 *
 * @param folder where it is
 * @param seconds after how long a started piece is copied: so much may be lost with the disk
 */
record WalArchive(Path folder, int seconds) {

    private static final String WHOSE = "whose";

    WalArchive {
        folder = folder.toAbsolutePath().normalize();
        String name = folder.toString();
        if (name.contains("'") || name.contains("%") || name.contains("\\")) {
            throw new CannotStartException(
                    "归档目录 %s 的名字里不能有 '、%% 和 \\。请用 FENGQIAO_ARCHIVE 换一个目录。".formatted(folder),
                    "The name of the archive %s must not contain ', %% or \\. Name another folder in FENGQIAO_ARCHIVE."
                            .formatted(folder));
        }
    }

    /** Makes the folders where they are missing. */
    void ready() {
        try {
            Files.createDirectories(folder.resolve("wal"));
        } catch (IOException e) {
            throw new CannotStartException(
                    "归档目录 %s 无法使用（%s）。请检查 FENGQIAO_ARCHIVE、磁盘和权限。".formatted(folder, e),
                    "The archive %s cannot be used (%s). Check FENGQIAO_ARCHIVE, the disk and the permissions."
                            .formatted(folder, e));
        }
    }

    /** What the server is told. The same piece may come twice after a crash; another one under the same name is an error. */
    List<String> settings() {
        return List.of(
                "archive_mode=on",
                "archive_timeout=" + seconds,
                "archive_command=a='%s/wal/%%f'; if test -f \"$a.gz\"; then gzip -cd \"$a.gz\" | cmp -s - '%%p'; else gzip -1 -c '%%p' > \"$a.part\" && sync \"$a.part\" && mv \"$a.part\" \"$a.gz\"; fi"
                        .formatted(folder));
    }

    /** How a server that is built up again fetches a piece. */
    String fetching() {
        return "test -f '%1$s/wal/%%f.gz' && gzip -cd '%1$s/wal/%%f.gz' > '%%p'".formatted(folder);
    }

    /**
     * Returns when this server may use the archive.
     *
     * @throws CannotStartException when the archive is that of another one, whose pieces have the same names
     */
    void belongsTo(Connection owner) throws SQLException, IOException {
        String server;
        try (Statement sql = owner.createStatement();
                ResultSet row = sql.executeQuery("select system_identifier::text from pg_control_system()")) {
            row.next();
            server = row.getString(1);
        }
        Path whose = folder.resolve(WHOSE);
        if (!Files.exists(whose)) {
            Files.writeString(whose, server);
        }
        if (!Files.readString(whose).equals(server)) {
            throw new CannotStartException(
                    "归档目录 %s 属于另一个数据库。请用 FENGQIAO_ARCHIVE 指定一个空目录。".formatted(folder),
                    "The archive %s belongs to another database. Name an empty folder in FENGQIAO_ARCHIVE."
                            .formatted(folder));
        }
    }
}
