package org.fengqiao.matter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fengqiao.access.Answered;
import org.fengqiao.access.Tokens;
import org.fengqiao.database.Sight;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Pictures;
import org.fengqiao.town.Program;
import org.fengqiao.town.Program.Answer;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** R10: the same idempotency key, five parallel posts each. */
@InTheHouse
class R10_SameKeyTest {

    private static final int KEYS = Soak.times(200, 2_000);

    @Autowired
    Town town;

    @Autowired
    Tokens tokens;

    @Autowired
    Answered answered;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @LocalServerPort
    int port;

    Program chen;

    @BeforeEach
    void aProgramActsForChen() {
        chen = new Program(
                port,
                town.as(town.chen, () -> tokens.issue(town.chen, "R10", List.of("matters:read", "matters:write"), 1)));
    }

    private static String words(String mark) {
        return "{\"kind\":\"DEMAND\",\"words\":\"楼道灯不亮 %s\"}".formatted(mark);
    }

    @Test
    void fiveParallelPostsOfOneKeyMakeOneMatterAndFiveEqualAnswers() throws Exception {
        String mark = UUID.randomUUID().toString();
        Set<String> matters = new HashSet<>();
        try (ExecutorService five = Executors.newFixedThreadPool(5)) {
            for (int i = 0; i < KEYS; i++) {
                String key = mark + "/" + i;
                List<Future<Answer>> posts = new ArrayList<>();
                for (int post = 0; post < 5; post++) {
                    posts.add(five.submit(() -> chen.postUnder(key, "/api/v1/matters", words(mark))));
                }
                Set<String> bodies = new HashSet<>();
                int replayed = 0;
                for (Future<Answer> post : posts) {
                    Answer answer = post.get();
                    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
                    assertThat(answer.header("Location")).isNotEmpty();
                    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
                    bodies.add(answer.body());
                    replayed += answer.header("Idempotency-Replayed").equals("true") ? 1 : 0;
                }
                assertThat(bodies).hasSize(1);
                assertThat(replayed).isEqualTo(4);
                matters.addAll(bodies);
            }
        }
        assertThat(matters).hasSize(KEYS);
        long kept = Sight.HOUSE.see(() ->
                transaction.execute(status -> jdbc.sql("select count(*) from matter.matter where words like '%' || ?")
                        .param(mark)
                        .query(Long.class)
                        .single()));
        assertThat(kept).isEqualTo(KEYS);
    }

    @Test
    void aStepSentAgainGetsTheFirstAnswerAndHappensOnce() {
        String matter = chen.post("/api/v1/matters", words("再发")).header("Location");
        String key = UUID.randomUUID().toString();
        Answer first = chen.postUnder(key, matter + "/take", "");
        Answer again = chen.postUnder(key, matter + "/take", "");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(chen.get(matter + "/timeline").json()).hasSize(2);
    }

    @Test
    void fiveParallelUploadsOfOneKeyMakeOneNoteAndFiveEqualAnswers() throws Exception {
        String matter = chen.post("/api/v1/matters", words("照片")).header("Location");
        int keys = Math.max(1, KEYS / 20);
        try (ExecutorService five = Executors.newFixedThreadPool(5)) {
            for (int i = 0; i < keys; i++) {
                String key = UUID.randomUUID().toString();
                List<byte[]> photos = List.of(Pictures.of(200, 100, i), Pictures.of(100, 200, i));
                List<Future<Answer>> posts = new ArrayList<>();
                for (int post = 0; post < 5; post++) {
                    posts.add(five.submit(() -> chen.postPhotos(key, matter + "/photos", photos, "words", "现场")));
                }
                Set<String> bodies = new HashSet<>();
                int replayed = 0;
                for (Future<Answer> post : posts) {
                    Answer answer = post.get();
                    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                    bodies.add(answer.header("ETag") + answer.body());
                    replayed += answer.header("Idempotency-Replayed").equals("true") ? 1 : 0;
                }
                assertThat(bodies).hasSize(1);
                assertThat(replayed).isEqualTo(4);
            }
        }
        assertThat(chen.get(matter + "/timeline").json()).hasSize(1 + keys);
        assertThat(chen.get(matter).json().get("photos")).hasSize(2 * keys);
    }

    @Test
    void aKeyUsedForOtherPhotosOrWordsIsRefusedAndARefusalOfPhotosIsNotKept() {
        String photos = chen.post("/api/v1/matters", words("照片")).header("Location") + "/photos";
        String key = UUID.randomUUID().toString();
        assertThat(chen.postPhotos(key, photos, List.of(new byte[] {1, 2, 3})).status())
                .isEqualTo(400);
        List<byte[]> red = List.of(Pictures.of(20, 20, 0xFF0000));
        assertThat(chen.postPhotos(key, photos, red).status()).isEqualTo(200);
        assertThat(chen.postPhotos(key, photos, red).header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(chen.postPhotos(key, photos, red, "words", "现场").status()).isEqualTo(409);
        Answer other = chen.postPhotos(key, photos, List.of(Pictures.of(20, 20, 0x00FF00)));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().get("field").asString()).isEqualTo("Idempotency-Key");
    }

    @Test
    void aKeyUsedForSomethingElseIsRefused() {
        String key = UUID.randomUUID().toString();
        chen.postUnder(key, "/api/v1/matters", words("一"));
        Answer other = chen.postUnder(key, "/api/v1/matters", words("二"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().get("field").asString()).isEqualTo("Idempotency-Key");
    }

    @Test
    void aRefusalIsNotKeptSoTheCorrectedRequestMayUseTheSameKey() {
        String key = UUID.randomUUID().toString();
        assertThat(chen.postUnder(key, "/api/v1/matters", "{\"kind\":\"DEMAND\",\"words\":\"\"}")
                        .status())
                .isEqualTo(400);
        assertThat(chen.postUnder(key, "/api/v1/matters", words("改好")).status()).isEqualTo(201);
    }

    @Test
    void aPostWithoutAKeyIsRefusedWithWhatToDo() {
        Answer refused = chen.postUnder("", "/api/v1/matters", words("没有"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().get("detail").asString()).contains("UUID");
        assertThat(chen.postUnder("", "/api/v1/matters", words("没有"), "Accept-Language", "en")
                        .json()
                        .get("detail")
                        .asString())
                .startsWith("Every POST");
        assertThat(chen.postUnder("k".repeat(201), "/api/v1/matters", words("长"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void oneOfficersKeyIsNobodyElses() {
        String key = UUID.randomUUID().toString();
        Answer mine = chen.postUnder(key, "/api/v1/matters", words("我的"));
        Program zhou = new Program(
                port, town.as(town.zhou, () -> tokens.issue(town.zhou, "R10", List.of("matters:write"), 1)));
        Answer his = zhou.postUnder(key, "/api/v1/matters", words("我的"));
        assertThat(his.status()).isEqualTo(201);
        assertThat(his.body()).isNotEqualTo(mine.body());
    }

    @Test
    void answersOlderThanTwoDaysAreForgotten() {
        String key = UUID.randomUUID().toString();
        String old = UUID.randomUUID().toString();
        chen.postUnder(key, "/api/v1/matters", words("新"));
        town.as(
                town.chen,
                () -> transaction.execute(
                        status -> jdbc.sql("""
                        insert into access.answered (officer_id, key, request, status, headers, body, at)
                        select officer_id, ?, request, status, headers, body, now() - interval '49 hours'
                        from access.answered where key = ?""").params(old, key).update()));
        assertThat(chen.postUnder(old, "/api/v1/matters", words("新")).header("Idempotency-Replayed"))
                .isEqualTo("true");
        Sight.HOUSE.see(() -> answered.forgetOld(1_000));
        assertThat(chen.postUnder(key, "/api/v1/matters", words("新")).header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(chen.postUnder(old, "/api/v1/matters", words("新")).header("Idempotency-Replayed"))
                .isEmpty();
    }
}
