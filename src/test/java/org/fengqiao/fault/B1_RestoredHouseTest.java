package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.fengqiao.fault.History.End;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * B1: a backup taken by the command in the middle of traffic, while followers are far behind, is built up on an empty machine; the
 * house goes on there, and what followers had not read yet comes to pass there, each once.
 */
@Tag("fault")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class B1_RestoredHouseTest {

    private static final String UNREAD =
            "select count(*) from channel.message m where to_open and (m.xid, m.id) > (select c.xid, c.seq from follow.cursor c where follower = 'intake')";

    private static House house;
    private static House restored;
    private static History history;
    private static Path backup;
    private static List<String> acknowledgedBefore;
    private static int bridge;

    @BeforeAll
    static void aBackupOfABusyHouse() throws Exception {
        house = House.fresh("b1").start().open();
        restored = house.sameDoor("b1-restored");
        history = new History("B1");
        backup = house.data.resolveSibling("kept.zip");
        bridge = house.bridge();
        try (Traffic traffic = new Traffic(house, history, "B1", bridge)) {
            traffic.awaitMore(150);
            photo();
            // Followers wait for their cursors from now on; what comes piles up before them.
            try (Connection owner = house.asOwner();
                    Statement sql = owner.createStatement()) {
                owner.setAutoCommit(false);
                sql.execute("lock table follow.cursor in exclusive mode");
                traffic.awaitMore(150);
                acknowledgedBefore = List.copyOf(history.that(End.OK));
                House.Examined taken = house.run("backup", backup.toString());
                assertThat(taken.code()).as(taken.said()).isZero();
                assertThat(house.count(UNREAD))
                        .as("messages no follower had read, else nothing was shown")
                        .isGreaterThan(50);
                traffic.awaitMore(50);
                owner.rollback();
            }
        }
        house.stop();
    }

    @AfterAll
    static void tidy() {
        house.close();
        restored.close();
        history.close();
    }

    private static void photo() throws IOException {
        String hash =
                org.fengqiao.shared.Photo.Picture.sha256("a lamp".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Path file =
                house.data.resolve("files/%s/%s/%s.jpg".formatted(hash.substring(0, 2), hash.substring(2, 4), hash));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a lamp");
        house.sql(
                "insert into matter.photo (matter_id, unit_id, sha256, thumbnail, width, height, bytes) select id, unit_id, '%1$s', '%1$s', 8, 8, 6 from matter.matter order by id limit 1"
                        .formatted(hash));
    }

    @Test
    @Order(1)
    void aHouseIsBuiltUpAgainWithItsSecretsAndIsClean() throws Exception {
        House.Examined without = restored.run("restore", backup.toString());
        assertThat(without.code()).as(without.said()).isEqualTo(2);
        assertThat(without.said()).contains("secrets");
        Files.createDirectories(restored.data.resolve("secrets"));
        try (Stream<Path> secrets = Files.list(house.data.resolve("secrets"))) {
            for (Path secret : secrets.filter(Files::isRegularFile).toList()) {
                Files.copy(secret, restored.data.resolve("secrets").resolve(secret.getFileName()));
            }
        }
        House.Examined done = restored.run("restore", backup.toString());
        assertThat(done.code()).as(done.said()).isZero();
        System.out.println(done.said());
        assertThat(done.said()).contains("Nothing wrong was found", "as of 20");
        assertThat(restored.postmaster()).as("no PostgreSQL stays behind").isZero();
    }

    @Test
    @Order(2)
    void nothingAcknowledgedBeforeTheBackupIsMissingAndEveryMessageThatWaitedBecomesOneMatter() {
        House.Examined again = restored.run("restore", backup.toString());
        assertThat(again.said()).contains("holds data already");
        restored.start().open();
        Until.is(
                "the trail tells that it was restored, and to when",
                Duration.ofSeconds(30),
                () -> restored.strings("select data ->> 'to' from audit.line where what = 'house.restored'").stream()
                        .anyMatch(moment -> moment.startsWith("20")));
        List<String> present = restored.strings(
                "select external_id from channel.message union all select substring(words from '[^ ]+$') from matter.matter where bridge_id is null");
        assertThat(present).containsAll(acknowledgedBefore);
        Until.is(
                "every message is a matter that can be found",
                Duration.ofSeconds(90),
                () -> restored.count("select count(*) from channel.message where state = 'WAITING'") == 0
                        && restored.count("select count(*) from matter.matter")
                                == restored.count("select count(*) from matter.search"));
        assertThat(restored.strings("select words from matter.matter group by words having count(*) > 1"))
                .as("two matters from one message")
                .isEmpty();
        assertThat(restored.strings("select reason from follow.parked where settled_at is null"))
                .as("parked by followers")
                .isEmpty();
        Ending.clean(restored);
    }

    @Test
    @Order(3)
    void whatComesAfterwardsIsReadTooAndTheSendersNoticeNothing() {
        long unread = restored.count("select count(*) from matter.matter");
        try (History after = new History("B1-after");
                Traffic traffic = new Traffic(restored, after, "B1b", bridge)) {
            traffic.awaitMore(100);
            traffic.end();
            Until.is(
                    "what came is found",
                    Duration.ofSeconds(60),
                    () -> restored.count("select count(*) from channel.message where state = 'WAITING'") == 0
                            && restored.count("select count(*) from matter.matter")
                                    == restored.count("select count(*) from matter.search"));
            assertThat(restored.count("select count(*) from matter.matter")).isGreaterThan(unread);
        }
        Ending.clean(restored);
        System.out.printf(
                "B1: %d acknowledged before the backup, 0 missing; followers that were far behind went on, 0 doubled%n",
                acknowledgedBefore.size());
    }
}
