package org.fengqiao.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Whether a server may keep what we promise residents to keep. */
final class ServerJudged {

    private static final int OLDEST = 16;

    private ServerJudged() {}

    /**
     * Judges what the owner finds.
     *
     * @throws CannotStartException when the server is too old, may forget what it acknowledged, or holds no database for us
     */
    static void forOwner(Connection connection, Postgres postgres) throws SQLException {
        version(
                connection.getMetaData().getDatabaseMajorVersion(),
                connection.getMetaData().getDatabaseProductVersion());
        forgetsNothing(connection);
        takesOurWords(connection, postgres);
    }

    /** What the tables and statements need: {@code security_invoker}, and roles made by an owner who is no superuser. */
    static void version(int major, String product) {
        if (major < OLDEST) {
            throw new CannotStartException(
                    "需要 PostgreSQL %d 或更高版本，现在是 %s。请升级，或改用内置的 PostgreSQL（不设置 FENGQIAO_DB_URL）。"
                            .formatted(OLDEST, product),
                    "PostgreSQL %d or newer is needed; this is %s. Upgrade it, or use the PostgreSQL that comes along (leave FENGQIAO_DB_URL unset)."
                            .formatted(OLDEST, product));
        }
    }

    /**
     * A server that may forget what it acknowledged is refused: nothing we say to a resident would be true. Settings can differ by
     * role and by database, so this is asked as the role that does the work too.
     */
    static void forgetsNothing(Connection connection) throws SQLException {
        List<String> off = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery("""
                        select name, setting from pg_settings
                        where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off'""")) {
            while (settings.next()) {
                off.add(settings.getString(1) + "=" + settings.getString(2));
            }
        }
        if (!off.isEmpty()) {
            throw new CannotStartException(
                    "PostgreSQL 的 %s 会让已确认的消息在断电时丢失。请全部设为 on（包括 alter role、alter database 里的设置）后再启动。"
                            .formatted(String.join(", ", off)),
                    "With %s PostgreSQL loses acknowledged messages at a power cut. Switch them on (what alter role and alter database have set, too) and start again."
                            .formatted(String.join(", ", off)));
        }
    }

    private static void takesOurWords(Connection connection, Postgres postgres) throws SQLException {
        String database = Postgres.quoted(postgres.database());
        String owner = Postgres.quoted(postgres.owner());
        try (PreparedStatement statement = connection.prepareStatement("""
                        select current_setting('server_encoding'), pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean,
                               has_database_privilege(current_database(), 'create')""");
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (!row.getString(1).equals("UTF8")) {
                throw new CannotStartException(
                        "数据库 %s 的编码是 %s，需要 UTF8。请让数据库管理员新建一个：create database … owner %s encoding 'UTF8' template template0;"
                                .formatted(database, row.getString(1), owner),
                        "The encoding of the database %s is %s; UTF8 is needed. Let a database administrator make another: create database … owner %s encoding 'UTF8' template template0;"
                                .formatted(database, row.getString(1), owner));
            }
            if (row.getBoolean(2)) {
                throw new CannotStartException(
                        "数据库 %s 只读（可能是备机）。请让 FENGQIAO_DB_URL 指向主机。".formatted(database),
                        "The database %s is read-only (a standby perhaps). Let FENGQIAO_DB_URL name the primary."
                                .formatted(database));
            }
            if (!row.getBoolean(3)) {
                throw new CannotStartException(
                        "数据库用户 %2$s 无权在数据库 %1$s 里建表。请让数据库管理员执行一次：alter database %1$s owner to %2$s;"
                                .formatted(database, owner),
                        "The database user %2$s may not make tables in the database %1$s. Let a database administrator run once: alter database %1$s owner to %2$s;"
                                .formatted(database, owner));
            }
        }
    }
}
