package org.fengqiao.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Judges the server, makes the walled role and brings the tables of every room up to date, floor by floor, as the owner. After it
 * the owner's sign-in is not used again.
 */
final class Migrations {

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    /** The rooms with tables, lower floors first; a room may refer only to rooms before it. */
    static final List<String> ROOMS =
            List.of("follow", "org", "access", "channel", "people", "groups", "matter", "intake", "notice");

    private final Postgres postgres;

    Migrations(Postgres postgres) {
        this.postgres = postgres;
    }

    void run() {
        try (Connection connection =
                DriverManager.getConnection(postgres.url(), postgres.owner(), postgres.ownerPassword())) {
            judgeServer(connection);
            makeWalledRole(connection);
            judgeWalledRole();
            SingleConnectionDataSource asOwner = new SingleConnectionDataSource(connection, true);
            for (String room : ROOMS) {
                Flyway.configure()
                        .dataSource(asOwner)
                        .locations("classpath:db/migration/" + room)
                        .schemas(room)
                        .defaultSchema(room)
                        .createSchemas(true)
                        .placeholders(Map.of("app", Postgres.APP_ROLE))
                        .loggers("slf4j")
                        .load()
                        .migrate();
            }
            makeSearchFast(connection);
        } catch (SQLException unreachable) {
            throw new CannotStartException(
                    "连不上 PostgreSQL（%s）：%s。请检查 FENGQIAO_DB_URL、FENGQIAO_DB_USER、FENGQIAO_DB_PASSWORD。"
                            .formatted(postgres.url(), unreachable.getMessage()),
                    "PostgreSQL (%s) cannot be used: %s. Check FENGQIAO_DB_URL, FENGQIAO_DB_USER and FENGQIAO_DB_PASSWORD."
                            .formatted(postgres.url(), unreachable.getMessage()));
        }
    }

    /** A server that may forget what it acknowledged is refused: nothing we say to a resident would be true. */
    static void judgeServer(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < 16) {
            throw new CannotStartException(
                    "需要 PostgreSQL 16 或更高版本，现在是 %s。"
                            .formatted(connection.getMetaData().getDatabaseProductVersion()),
                    "PostgreSQL 16 or newer is needed; this is %s."
                            .formatted(connection.getMetaData().getDatabaseProductVersion()));
        }
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
                    "PostgreSQL 的 %s 会让已确认的消息在断电时丢失。请全部设为 on 后再启动。".formatted(String.join(", ", off)),
                    "With %s PostgreSQL loses acknowledged messages at a power cut. Switch them on and start again."
                            .formatted(String.join(", ", off)));
        }
    }

    private void makeWalledRole(Connection connection) throws SQLException {
        String role = Postgres.APP_ROLE;
        try (Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet found = statement.executeQuery("select 1 from pg_roles where rolname = '" + role + "'")) {
                exists = found.next();
            }
            if (!exists) {
                asksForDba(
                        statement,
                        "create role " + role + " login nosuperuser nocreatedb nocreaterole nobypassrls password '"
                                + postgres.appPassword() + "'");
            } else if (!signsIn()) {
                asksForDba(statement, "alter role " + role + " with login password '" + postgres.appPassword() + "'");
            }
            try (ResultSet tooStrong = statement.executeQuery(
                    "select 1 from pg_roles r where r.rolname = '" + role
                            + "' and (rolsuper or rolbypassrls or rolcreaterole or exists (select from pg_auth_members m where m.member = r.oid))")) {
                if (tooStrong.next()) {
                    throw new CannotStartException(
                            "数据库角色 %s 权限过大（superuser、bypassrls、createrole 或属于其他角色），行级隔离会失效。请收回后再启动。".formatted(role),
                            "The database role %s is too strong (superuser, bypassrls, createrole or member of another role): the walls would not hold. Take that away and start again."
                                    .formatted(role));
                }
            }
        }
    }

    private void asksForDba(Statement statement, String wish) throws SQLException {
        try {
            statement.execute(wish);
        } catch (SQLException refused) {
            if (!"42501".equals(refused.getSQLState())) {
                throw refused;
            }
            throw new CannotStartException(
                    "数据库用户 %s 无权建立角色 %s。请让数据库管理员执行一次：alter role %s createrole;（若 %s 已存在：grant %s to %s with admin option;）"
                            .formatted(
                                    postgres.owner(),
                                    Postgres.APP_ROLE,
                                    postgres.owner(),
                                    Postgres.APP_ROLE,
                                    Postgres.APP_ROLE,
                                    postgres.owner()),
                    "The database user %s may not make the role %s. Let a database administrator run once: alter role %s createrole; (where %s exists already: grant %s to %s with admin option;)"
                            .formatted(
                                    postgres.owner(),
                                    Postgres.APP_ROLE,
                                    postgres.owner(),
                                    Postgres.APP_ROLE,
                                    Postgres.APP_ROLE,
                                    postgres.owner()));
        }
    }

    /** Settings can differ by role: what counts is what holds for the role that does the work. */
    private void judgeWalledRole() throws SQLException {
        try (Connection asApp =
                DriverManager.getConnection(postgres.url(), Postgres.APP_ROLE, postgres.appPassword())) {
            judgeServer(asApp);
        }
    }

    private boolean signsIn() {
        try (Connection asApp =
                DriverManager.getConnection(postgres.url(), Postgres.APP_ROLE, postgres.appPassword())) {
            return asApp.isValid(5);
        } catch (SQLException wrongPassword) {
            return false;
        }
    }

    /**
     * PostgreSQL evaluates a function that might leak before a wall only after the wall, so a text index could not be used. The
     * text match reveals nothing through errors, which is what LEAKPROOF promises; saying so needs a superuser.
     */
    private static void makeSearchFast(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet already = statement.executeQuery(
                    "select 1 from pg_proc where oid = 'ts_match_vq(tsvector,tsquery)'::regprocedure and proleakproof")) {
                if (already.next()) {
                    return;
                }
            }
            statement.execute("alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof");
        } catch (SQLException notSuperuser) {
            log.warn(
                    "Full-text search will be slow: let a superuser run once in this database: alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof");
        }
    }
}
