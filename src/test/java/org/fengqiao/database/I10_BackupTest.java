package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * I10: a backup holds every row of every station, whatever the walls hide, and a restore brings every one back; followers stand behind
 * the same lines as before.
 */
@InAHouseOfItsOwn
class I10_BackupTest {

    private static final List<String> TOO_SHORT_LIVED =
            RoomTables.LEFT_OUT.stream().toList();

    @Autowired
    private PostgresServer server;

    @Autowired
    private TakeBackup takeBackup;

    @Autowired
    private DataFolder data;

    @TempDir
    private Path backups;

    private static Map<String, String> content(JdbcClient owner, List<RoomTables.Table> tables) {
        Map<String, String> content = new HashMap<>();
        for (RoomTables.Table table : tables) {
            String columns = String.join(
                    ", ",
                    table.columns().stream()
                            .filter(column ->
                                    !column.equals("xid") && !table.name().startsWith("follow."))
                            .toList());
            content.put(
                    table.name(),
                    owner.sql(
                                    "select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') from (select %s from only %s) t"
                                            .formatted(columns, table.name()))
                            .query(String.class)
                            .single());
        }
        return content;
    }

    private List<RoomTables.Table> tables() throws Exception {
        try (var connection = server.address().asOwner();
                var sql = connection.createStatement()) {
            return RoomTables.inOrder(sql);
        }
    }

    private Path backup() {
        return takeBackup.take(backups, step -> {}).file();
    }

    @Test
    void everyRowOfTwentyStationsComesBackThoughTheWallsHideSomeFromTheHouseItself() throws Exception {
        TwentyStations stations = TwentyStations.in(server);
        stations.owner()
                .sql("update follow.parked set settled_at = now() where settled_at is null")
                .update();
        Path file = backup();
        Map<String, String> before = content(stations.owner(), tables());
        try (Backup kept = Backup.verified(file);
                Restored restored = Restored.from(file, data)) {
            assertThat(content(restored.owner(), tables())).isEqualTo(before);
            for (Catalogue.Walled table : stations.tables()) {
                assertThat(restored.owner()
                                .sql("select count(*) from " + table.name())
                                .query(Long.class)
                                .single())
                        .as(table.name())
                        .isGreaterThanOrEqualTo(20);
            }
            assertThat(kept.manifest().tables())
                    .as("tables the walls hide from the house, else nothing was shown")
                    .anyMatch(table -> table.rows() >= 20 && table.seenByHouse() == 0);
            assertThat(restored.owner()
                            .sql("select count(*) from pg_class where relforcerowsecurity")
                            .query(Long.class)
                            .single())
                    .as("tables with forced walls")
                    .isEqualTo(stations.owner()
                            .sql("select count(*) from pg_class where relforcerowsecurity")
                            .query(Long.class)
                            .single());
            System.out.printf(
                    "I10: %d tables, %d rows, 0 differ%n",
                    kept.manifest().tables().size(),
                    kept.manifest().tables().stream()
                            .mapToLong(Manifest.Table::rows)
                            .sum());
        }
    }

    @Test
    void everyFollowerStandsBehindTheSameLinesAsBefore() throws Exception {
        Random chance = Soak.chance("I10 positions");
        JdbcClient owner = TwentyStations.in(server).owner();
        int lines = Soak.times(2_000, 50_000);
        long now = owner.sql("select pg_current_xact_id()::text::bigint")
                .query(Long.class)
                .single();
        List<String> read = List.of("a", "b", "c", "d", "e");
        try {
            for (int i = 0; i < lines; i++) {
                owner.sql(
                                "insert into matter.ledger (xid, matter_id, unit_id, what, by_kind, data, n, hash) values (?::text::xid8, 0, 1, 'Imagined', 'HOUSE', '{}', ?, '')")
                        .params(Long.toString(10 + chance.nextLong(now - 20)), i)
                        .update();
            }
            for (String follower : read) {
                owner.sql("""
                                insert into follow.cursor (follower, xid, seq)
                                select ?, xid, seq from matter.ledger order by ledger.xid, seq offset ? limit 1""")
                        .params("imagined-" + follower, chance.nextInt(lines))
                        .update();
            }
            owner.sql("insert into follow.cursor (follower) values ('imagined-new')")
                    .update();
            Path file = backup();
            try (Restored restored = Restored.from(file, data)) {
                for (String follower : java.util.stream.Stream.concat(read.stream(), java.util.stream.Stream.of("new"))
                        .toList()) {
                    assertThat(unread(restored.owner(), follower))
                            .as("lines the follower %s has not read", follower)
                            .containsExactlyInAnyOrderElementsOf(unread(owner, follower));
                }
                assertThat(unread(owner, "new")).hasSizeGreaterThanOrEqualTo(lines);
                assertThat(restored.owner().sql("""
                                        select (select max(xid) from matter.ledger) < pg_snapshot_xmin(pg_current_snapshot())
                                           and (select max(xid) from follow.cursor) < pg_snapshot_xmin(pg_current_snapshot())
                                           and (select max(xid) from matter.ledger) < '50'""").query(Boolean.class).single())
                        .as("all that comes stands behind all that was")
                        .isTrue();
                assertThat(restored.owner().sql("""
                                        select count(*) from follow.cursor c where follower like 'imagined-%' and seq > 0
                                        and not exists (select from matter.ledger l where l.xid = c.xid and l.seq = c.seq)
                                        and not exists (select from channel.message m where m.xid = c.xid and m.id = c.seq)""").query(Long.class).single())
                        .as("cursors that stand on no line")
                        .isZero();
            }
            System.out.printf("I10 positions: %,d lines, %d followers, 0 differ%n", lines, read.size());
        } finally {
            owner.sql("delete from matter.ledger where what = 'Imagined'").update();
            owner.sql("delete from follow.cursor where follower like 'imagined-%'")
                    .update();
        }
    }

    private static List<String> unread(JdbcClient owner, String follower) {
        return owner.sql("""
                        select seq::text from matter.ledger where (xid, seq) > (
                            select c.xid, c.seq from follow.cursor c where follower = 'imagined-' || ?) and what = 'Imagined'""")
                .param(follower)
                .query((row, n) -> row.getString(1))
                .list();
    }

    @Test
    void sessionsAreNotKept() throws Exception {
        try (Backup kept = Backup.verified(backup())) {
            assertThat(kept.manifest().tables().stream().map(Manifest.Table::name))
                    .doesNotContainAnyElementsOf(TOO_SHORT_LIVED)
                    .hasSizeGreaterThan(20);
            assertThat(kept.manifest().leftOut()).containsExactlyInAnyOrderElementsOf(TOO_SHORT_LIVED);
        }
    }

    @Test
    void theSecretsMustBeBroughtAndBeTheRightOnes() throws Exception {
        Path file = backup();
        Path folder = Files.createDirectory(backups.resolve("restored"));
        RestoreBackup restore = new RestoreBackup(Restored.on(folder));
        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> restore.restore(file, false, step -> {}))
                .withMessageContaining("--without-secrets");
        Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(folder.resolve("secrets/master"), "ab".repeat(32));
        Files.setPosixFilePermissions(folder.resolve("secrets/master"), PosixFilePermissions.fromString("rw-------"));
        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> restore.restore(file, false, step -> {}))
                .withMessageContaining("not those of the house");
        assertThat(folder.resolve("rows")).doesNotExist();
    }

    @Test
    void aFolderWithDataIsLeftAlone() throws Exception {
        Path file = backup();
        Path folder = Restored.folderFor(data);
        Path rows =
                Files.writeString(Files.createDirectory(folder.resolve("rows")).resolve("PG_VERSION"), "18");
        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> new RestoreBackup(Restored.on(folder)).restore(file, false, step -> {}))
                .withMessageContaining("holds data already");
        assertThat(rows).hasContent("18");
        Restored.delete(folder);
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Path file = backup();
        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> takeBackup.take(file, step -> {}))
                .withMessageContaining("overwrites nothing");
        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> takeBackup.take(data.root().resolve("files"), step -> {}))
                .withMessageContaining("another disk");
    }
}
