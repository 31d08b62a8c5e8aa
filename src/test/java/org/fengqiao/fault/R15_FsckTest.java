package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.shared.Photo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** R15: the word {@code fsck} finds what no constraint can hold, whether the house runs or not. */
@Tag("fault")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class R15_FsckTest {

    private static House house;
    private static History history;

    @BeforeAll
    static void aHouseWithMattersAndPhotos() throws IOException {
        house = House.fresh("r15").start().open();
        history = new History("R15");
        try (Traffic traffic = new Traffic(house, history, "R15", house.bridge())) {
            traffic.awaitMore(120);
        }
        Until.is(
                "every message became a matter that can be found",
                Duration.ofSeconds(60),
                () -> house.count("select count(*) from channel.message where state = 'WAITING'") == 0
                        && house.count("select count(*) from matter.matter")
                                == house.count("select count(*) from matter.search"));
        Hits.atLeast(100, "matters to examine", house.count("select count(*) from matter.matter"));
        for (int matter = 12; matter < 16; matter++) {
            photo(matter);
        }
    }

    @AfterAll
    static void tidy() {
        house.close();
        history.close();
    }

    private static String matter(int n) {
        return house.strings("select id from matter.matter order by id limit 1 offset " + n)
                .getFirst();
    }

    private static String message(int n) {
        return house.strings("select id from channel.message order by id limit 1 offset " + n)
                .getFirst();
    }

    private static void photo(int matter) throws IOException {
        house.sql(
                "insert into matter.photo (matter_id, unit_id, sha256, thumbnail, width, height, bytes) select id, unit_id, '%s', '%s', 8, 8, 8 from matter.matter where id = %s"
                        .formatted(file("full " + matter), file("small " + matter), matter(matter)));
    }

    private static String file(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String hash = Photo.Picture.sha256(bytes);
        Files.createDirectories(pathOf(hash).getParent());
        Files.write(pathOf(hash), bytes);
        return hash;
    }

    private static Path pathOf(String hash) {
        return house.data.resolve("files/%s/%s/%s.jpg".formatted(hash.substring(0, 2), hash.substring(2, 4), hash));
    }

    private static String hashOf(int matter, String column) {
        return house.strings("select %s from matter.photo where matter_id = %s".formatted(column, matter(matter)))
                .getFirst();
    }

    @Test
    @Order(1)
    void aCleanHouseIsCleanWhileItRunsAndGoesOn() throws Exception {
        House.Examined examined = house.fsck();
        assertThat(examined.said())
                .contains("没有发现问题。/ Nothing wrong was found.")
                .doesNotContain("\tat ", "✗");
        assertThat(examined.code()).isZero();
        assertThat(house.answers()).isTrue();
    }

    @Test
    @Order(2)
    void aCleanHouseIsCleanWhileItIsStoppedAndStaysStopped() {
        house.stop();
        House.Examined examined = house.fsck();
        assertThat(examined.code()).as(examined.said()).isZero();
        assertThat(house.postmaster()).as("no PostgreSQL stays behind").isZero();
        house.start().open();
    }

    @Test
    @Order(3)
    void aFileOfAnUploadUnderWayIsNoFindingButTold() throws IOException {
        Path young = pathOf(file("an upload under way"));
        House.Examined examined = house.fsck();
        Files.delete(young);
        assertThat(examined.code()).as(examined.said()).isZero();
        assertThat(examined.said()).contains("1 files belong to uploads under way");
    }

    @Test
    @Order(4)
    void whereThereIsNoHouseItSaysSoAndMakesNone() {
        try (House nowhere = House.fresh("nowhere")) {
            House.Examined examined = nowhere.fsck();
            assertThat(examined.code()).isEqualTo(2);
            assertThat(examined.said())
                    .contains("里没有枫桥的数据", "holds no data of Fengqiao")
                    .doesNotContain("\tat ");
            assertThat(nowhere.data).doesNotExist();
        }
    }

    /** Damage done by a statement, and what has to be said about it. */
    private record Planted(String damage, BothLanguages said) {}

    private static Planted planted(String damage, String chinese, String english) {
        return new Planted(damage, new BothLanguages(chinese, english));
    }

    @Test
    @Order(5)
    void everyKindOfDamageIsFoundAndNamed() throws IOException {
        String old = file("left over for a week");
        Files.setLastModifiedTime(pathOf(old), FileTime.from(Instant.now().minus(Duration.ofDays(7))));
        String lost = hashOf(12, "sha256");
        Files.delete(pathOf(lost));
        String lostSmall = hashOf(13, "thumbnail");
        Files.delete(pathOf(lostSmall));
        String flipped = hashOf(14, "sha256");
        Files.writeString(pathOf(flipped), "something else");
        List<Planted> damages = List.of(
                planted(
                        "update channel.message set matter_id = null where id = " + message(20),
                        "消息 %s：状态与所属事项不一致".formatted(message(20)),
                        "message %s: its state and the matter it belongs to contradict each other"
                                .formatted(message(20))),
                planted(
                        "update channel.message set words = null where id = " + message(21),
                        "消息 %s：没有遗忘，却没有内容".formatted(message(21)),
                        "message %s: its words are gone".formatted(message(21))),
                planted(
                        "update channel.message set state = 'FORGOTTEN', matter_id = null where id = " + message(22),
                        "消息 %s：已遗忘，却还留着".formatted(message(22)),
                        "message %s: it was forgotten, and yet".formatted(message(22))),
                planted(
                        "insert into channel.quarantine (unit_id, bridge_id, hash, raw, reason) select unit_id, bridge_id, body_hash, 'x', 'UNSTORABLE' from channel.message where id = "
                                + message(23),
                        "消息 %s：既已保存，又在隔离区".formatted(message(23)),
                        "message %s: it is kept and in quarantine as well".formatted(message(23))),
                planted(
                        "update channel.message set unit_id = 1 where id = " + message(24),
                        "消息 %s：所属单位与消息桥不一致".formatted(message(24)),
                        "message %s: its unit is not the unit of its bridge".formatted(message(24))),
                planted(
                        "update channel.message set xid = '9000000000000' where id = " + message(25),
                        "消息 %s：写入它的事务在这个数据库里还没有发生".formatted(message(25)),
                        "message %s: the transaction that wrote it has not happened".formatted(message(25))),
                planted(
                        "update channel.message set matter_id = 987654 where id = " + message(26),
                        "消息 %s 所属的事项 987654 不存在".formatted(message(26)),
                        "message %s belongs to matter 987654, which does not exist".formatted(message(26))),
                planted(
                        "insert into matter.ledger (matter_id, n, unit_id, what, by_kind, data, hash) values (987654, 1, 1, 'Noted', 'HOUSE', '{\"words\":\"x\",\"photos\":[]}', '')",
                        "台账里的事项 987654 不存在",
                        "the ledger tells of matter 987654, which does not exist"),
                planted(
                        "update matter.matter set stage = 'CLOSED', closed_at = now() where id = " + matter(1),
                        "事项 %s：与台账不符：阶段、办结时间".formatted(matter(1)),
                        "matter %s: differs from its ledger in: stage, closed at".formatted(matter(1))),
                planted(
                        "update matter.matter set version = 7, handler_id = 3, answer = 'x', stars = 5, settled = true where id = "
                                + matter(2),
                        "事项 %s：与台账不符：承办人、版本、答复、是否解决、星级".formatted(matter(2)),
                        "matter %s: differs from its ledger in: handler, version, answer, settled, stars"
                                .formatted(matter(2))),
                planted(
                        "delete from matter.ledger where matter_id = " + matter(3),
                        "事项 %s：没有台账".formatted(matter(3)),
                        "matter %s: there is no line in the ledger".formatted(matter(3))),
                planted(
                        "update matter.matter set merged_into = case id when %1$s then %2$s else %1$s end where id in (%1$s, %2$s)"
                                .formatted(matter(4), matter(5)),
                        "事项 %s 并来并去又回到自己".formatted(matter(4)),
                        "matter %s is merged into itself by a circle".formatted(matter(5))),
                planted(
                        "insert into matter.ledger (matter_id, n, unit_id, what, by_kind, data, hash) select id, version + 1, unit_id, 'Closed', 'HOUSE', '{\"words\":\"\"}', '' from matter.matter where id = "
                                + matter(6),
                        "（Closed）在当时的阶段不可能发生",
                        "(Closed) could not happen at the stage the matter was at"),
                planted(
                        "insert into matter.ledger (matter_id, n, unit_id, what, by_kind, data, hash) select id, version + 1, unit_id, 'Vanished', 'HOUSE', '{}', '' from matter.matter where id = "
                                + matter(7),
                        "（Vanished）读不懂",
                        "(Vanished) cannot be read"),
                planted(
                        "update matter.ledger set unit_id = 1 where matter_id = " + matter(8),
                        "事项 %s：与台账不符：单位".formatted(matter(8)),
                        "matter %s: differs from its ledger in: unit".formatted(matter(8))),
                planted(
                        "update matter.ledger set xid = '9000000000000' where matter_id = " + matter(9),
                        "（Opened）写入它的事务在这个数据库里还没有发生",
                        "(Opened) was written by a transaction that has not happened in this database yet"),
                planted(
                        "update matter.ledger set what = 'Accepted', data = '{}' where matter_id = " + matter(10),
                        "（Accepted）不在它该在的位置",
                        "(Accepted) stands where it cannot"),
                planted("update matter.counter set last = 3", "计数器是 3，最大编号已到", "stands at 3, the highest number is"),
                planted(
                        "delete from matter.search where matter_id = " + matter(16),
                        "搜不到事项 " + matter(16),
                        "matter %s is missing in the search".formatted(matter(16))),
                planted(
                        "update matter.search set unit_id = 1 where matter_id = " + matter(17),
                        "事项 %s 在搜索里属于另一个单位".formatted(matter(17)),
                        "matter %s stands in the search with another unit".formatted(matter(17))),
                planted(
                        "update matter.search set matter_id = 98765 where matter_id = " + matter(18),
                        "搜索里有不存在的事项 98765",
                        "the search knows matter 98765, which does not exist"),
                planted(
                        "update follow.cursor set xid = '9000000000000' where follower = 'last-matter'",
                        "跟随者 last-matter 的位置超前于数据库",
                        "follower last-matter is ahead of the database"),
                planted(
                        "update follow.cursor set seq = seq - 1 where follower = 'notice'",
                        "跟随者 last-matter 读过的最后一条不见了",
                        "the last line that follower last-matter has read is missing"),
                planted("select 1", "的照片文件 %s 丢失".formatted(lost), "file %s of a photo".formatted(lost)),
                planted("select 1", "的照片文件 %s 丢失".formatted(lostSmall), "file %s of a photo".formatted(lostSmall)),
                planted("select 1", "的照片文件 %s 已损坏".formatted(flipped), "file %s of a photo".formatted(flipped)),
                planted("select 1", "%s 没有照片".formatted(pathOf(old)), "file %s has no photo".formatted(pathOf(old))));
        damages.forEach(planted -> house.sql(planted.damage()));
        House.Examined running = house.fsck();
        assertThat(running.code()).as(running.said()).isEqualTo(1);
        SoftAssertions all = new SoftAssertions();
        for (Planted planted : damages) {
            all.assertThat(running.said())
                    .contains(planted.said().chinese(), planted.said().english());
        }
        all.assertThat(running.said()).doesNotContain("\tat ");
        all.assertAll();
        house.stop();
        assertThat(house.fsck().code()).as("of the stopped house").isEqualTo(1);
    }

    @Test
    @Order(6)
    void aDatabaseThatCannotBeReachedIsToldInWords() {
        try (House far = House.fresh(
                "far",
                Map.of(
                        "FENGQIAO_DB_URL",
                        "jdbc:postgresql://127.0.0.1:1/none",
                        "FENGQIAO_DB_USER",
                        "nobody",
                        "FENGQIAO_DB_PASSWORD",
                        "nobody-knows-it"),
                List.of())) {
            Files.createDirectories(far.data.resolve("secrets"));
            Path secret = far.data.resolve("secrets/master");
            Files.writeString(secret, "0123456789abcdef".repeat(4));
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            House.Examined examined = far.fsck();
            assertThat(examined.code()).isEqualTo(2);
            assertThat(examined.said())
                    .contains("检查没有完成 / The check was not completed")
                    .doesNotContain("\tat ");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
