package org.fengqiao.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
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
    static final List<String> ROOMS = List.of(
            "follow",
            "vault",
            "org",
            "audit",
            "access",
            "channel",
            "people",
            "groups",
            "matter",
            "intake",
            "notice",
            "document",
            "register");

    /** Below it a folder for each room. */
    static final String PLACE = "classpath:db/migration/";

    private static final String FAST_SEARCH = "alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof";

    private final Postgres postgres;

    Migrations(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Brings the tables of all rooms up to date; where the marks say that they are, nothing is compared. */
    void run() {
        asOwner(connection -> {
            String wanted = MigrationMark.ofThisProgram();
            if (!wanted.equals(MigrationMark.in(connection))) {
                bring(connection, ROOMS, room -> MigrationVersion.LATEST);
                MigrationMark.leave(connection, wanted);
            }
        });
    }

    /**
     * Makes tables as they were at other versions; rooms that are not named get none.
     *
     * @throws CannotStartException when this program does not know these versions, or knows them otherwise
     */
    void upTo(List<Manifest.Room> rooms) {
        Map<String, Manifest.Room> named =
                rooms.stream().collect(Collectors.toMap(Manifest.Room::name, room -> room, (one, same) -> one));
        if (!ROOMS.containsAll(named.keySet())) {
            throw newer();
        }
        asOwner(connection -> bring(
                connection,
                ROOMS.stream().filter(named::containsKey).toList(),
                room -> MigrationVersion.fromVersion(
                        Objects.requireNonNull(named.get(room)).newest())));
        try (Connection connection = postgres.asOwner();
                Statement sql = connection.createStatement()) {
            if (!RoomTables.versions(sql)
                    .equals(ROOMS.stream()
                            .filter(named::containsKey)
                            .map(named::get)
                            .toList())) {
                throw newer();
            }
        } catch (SQLException trouble) {
            throw NotReached.as(postgres.owner(), postgres, trouble);
        }
    }

    private static CannotStartException newer() {
        return new CannotStartException(
                "备份来自本程序不认识的版本。请用写备份的版本或更新的版本来恢复。",
                "The backup is of a version this program does not know. Restore with the version that wrote it, or a newer one.");
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void asOwner(Work work) {
        try (Connection connection = postgres.asOwner()) {
            ServerJudged.forOwner(connection, postgres);
            new WalledRole(postgres).ready(connection);
            work.on(connection);
            makeSearchFast(connection);
        } catch (SQLException trouble) {
            throw NotReached.as(postgres.owner(), postgres, trouble);
        } catch (FlywayException trouble) {
            throw new CannotStartException(
                    "数据库 %s 里的表无法更新到本程序的版本：%s。请确认它是枫桥专用的数据库，且没有被更新的版本用过。"
                            .formatted(postgres.database(), trouble.getMessage()),
                    "The tables in the database %s cannot be brought up to this version: %s. Make sure that the database is Fengqiao's own and that no newer version has used it."
                            .formatted(postgres.database(), trouble.getMessage()));
        }
    }

    private void bring(Connection connection, List<String> rooms, Function<String, MigrationVersion> version) {
        SingleConnectionDataSource asOwner = new SingleConnectionDataSource(connection, true);
        for (String room : rooms) {
            Flyway.configure()
                    .dataSource(asOwner)
                    .locations(PLACE + room)
                    .schemas(room)
                    .defaultSchema(room)
                    .createSchemas(true)
                    .target(version.apply(room))
                    .placeholders(Map.of("app", Postgres.quoted(postgres.walledRole())))
                    .loggers("slf4j")
                    .load()
                    .migrate();
        }
    }

    /**
     * PostgreSQL evaluates a function that might leak before a wall only after the wall, so a text index could not be used. The
     * text match reveals nothing through errors, which is what LEAKPROOF promises; saying so needs a superuser.
     */
    private void makeSearchFast(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet already = statement.executeQuery(
                    "select 1 from pg_proc where oid = 'ts_match_vq(tsvector,tsquery)'::regprocedure and proleakproof")) {
                if (already.next()) {
                    return;
                }
            }
            statement.execute(FAST_SEARCH);
        } catch (SQLException notSuperuser) {
            log.warn(
                    "{}",
                    new BothLanguages(
                            "搜索会比较慢。请让数据库超级用户在数据库 %s 里执行一次：%s;".formatted(postgres.database(), FAST_SEARCH),
                            "Search will be slow. Let a superuser of the server run once in the database %s: %s;"
                                    .formatted(postgres.database(), FAST_SEARCH)));
        }
    }
}
