package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.util.FileSystemUtils;

/** L1 as an auditor does it: the words {@code checkpoint} and {@code verify} at the terminal, the house running or not. */
@Tag("fault")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class L1_VerifyTest {

    private static House house;
    private static History history;
    private static Path elsewhere;

    @BeforeAll
    static void aHouseWithMattersAndASecondFolder() throws IOException {
        elsewhere = Files.createTempDirectory("fengqiao-elsewhere");
        house = House.fresh("l1", Map.of("FENGQIAO_CHECKPOINTS", elsewhere.toString()), java.util.List.of())
                .start()
                .open();
        history = new History("L1");
        try (Traffic traffic = new Traffic(house, history, "L1", house.bridge())) {
            traffic.awaitMore(60);
        }
    }

    @AfterAll
    static void tidy() throws IOException {
        house.close();
        history.close();
        FileSystemUtils.deleteRecursively(elsewhere);
    }

    private static String matter(int n) {
        return house.strings("select id from matter.matter order by id limit 1 offset " + n)
                .getFirst();
    }

    @Test
    @Order(1)
    void anUntouchedHouseIsVerifiedWhileItRunsAndAfterItStopped() throws Exception {
        House.Examined written = house.run("checkpoint");
        assertThat(written.said()).contains("checkpoint 1 is written");
        assertThat(written.code()).isZero();
        House.Examined running = house.run("verify");
        assertThat(running.said()).contains("没有发现问题。/ Nothing wrong was found.").doesNotContain("\tat ", "✗");
        assertThat(running.code()).isZero();
        assertThat(house.answers()).isTrue();
        house.stop();
        House.Examined stopped = house.run("verify");
        assertThat(stopped.code()).as(stopped.said()).isZero();
        assertThat(house.postmaster()).as("no PostgreSQL stays behind").isZero();
        house.start().open();
    }

    @Test
    @Order(2)
    void theSecondFolderHoldsTheSameCheckpoint() throws IOException {
        assertThat(elsewhere.resolve("checkpoint-000001.txt"))
                .hasSameBinaryContentAs(house.data.resolve("checkpoints/checkpoint-000001.txt"));
        assertThat(elsewhere.resolve("public-key.txt")).exists();
        assertThat(house.data.resolve("checkpoints").toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    @Order(3)
    void whoRewroteWhatIsNamedByMatterAndLine() throws IOException {
        house.sql("update matter.ledger set by_name = '别人' where n = 1 and matter_id = " + matter(3));
        house.sql("update matter.matter set head = '', version = 0 where id = " + matter(4));
        house.sql("delete from matter.ledger where matter_id = " + matter(4));
        house.sql("delete from audit.line where officer_id = 0 and n = 1");
        House.Examined examined = house.run("verify");
        assertThat(examined.code()).as(examined.said()).isEqualTo(1);
        assertThat(examined.said())
                .contains(
                        "matter " + matter(3) + " ",
                        "line 1 of its ledger (Opened) was changed, moved or slipped in",
                        "台账第 1 条（Opened）被改动、挪动或插入过",
                        "matter " + matter(4) + " ",
                        "is not the one that checkpoint-000001.txt names, or is gone",
                        "the audit trail of the house: lines before line 2 are missing")
                .doesNotContain("\tat ");
    }

    @Test
    @Order(4)
    void aCheckpointTakenAwayIsMissed() throws IOException {
        Files.delete(house.data.resolve("checkpoints/checkpoint-000001.txt"));
        Files.delete(elsewhere.resolve("checkpoint-000001.txt"));
        House.Examined examined = house.run("verify");
        assertThat(examined.code()).isEqualTo(1);
        assertThat(examined.said()).contains("检查点 1 不见了", "checkpoint 1 is missing");
    }

    @Test
    @Order(5)
    void whereThereIsNoHouseItSaysSoAndMakesNone() {
        try (House nowhere = House.fresh("nowhere")) {
            House.Examined examined = nowhere.run("verify");
            assertThat(examined.code()).isEqualTo(2);
            assertThat(examined.said()).contains("holds no data of Fengqiao").doesNotContain("\tat ");
            assertThat(nowhere.data).doesNotExist();
        }
    }
}
