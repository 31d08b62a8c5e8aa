package org.fengqiao.matter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.Tokens;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Program;
import org.fengqiao.town.Program.Answer;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class MatterApiTest {

    private static final String LEAK = "{\"kind\":\"DEMAND\",\"words\":\"三号楼楼上漏水\",\"asker\":\"王女士\"}";

    @Autowired
    Town town;

    @Autowired
    Tokens tokens;

    @Autowired
    OpenMatter openMatter;

    @LocalServerPort
    int port;

    private Program programOf(SignedIn who, String... scopes) {
        return new Program(port, town.as(who, () -> tokens.issue(who, "测试", List.of(scopes), 1)));
    }

    private Program programOf(SignedIn who) {
        return programOf(who, "matters:read", "matters:write", "groups:read");
    }

    private static String path(Answer opened) {
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        return opened.header("Location");
    }

    @Test
    void whatIsAmendedToWhatItIsAlreadyIsRefusedAndLeavesNoLine() {
        Program chen = programOf(town.chen);
        String matter = path(chen.post("/api/v1/matters", LEAK));
        Answer same = chen.post(matter + "/amend", "{\"urgency\":\"NORMAL\"}");
        assertThat(same.status()).as(same.body()).isEqualTo(400);
        assertThat(same.body()).contains("refused.amend.same");
        chen.post(matter + "/amend", "{\"urgency\":\"URGENT\",\"asker\":\"新称呼\"}");
        Answer lines = chen.get(matter);
        assertThat(lines.json().get("version").asInt()).isEqualTo(2);
    }

    @Test
    void aProgramDrivesAMatterFromTheFirstWordToItsEnd() {
        Program chen = programOf(town.chen);
        Answer opened = chen.post("/api/v1/matters", LEAK);
        String matter = path(opened);
        assertThat(opened.json().get("number").asString()).matches("（20\\d\\d）QSZ-\\d{6}");
        assertThat(chen.post(matter + "/accept", "").header("ETag")).isEqualTo("\"2\"");
        assertThat(chen.post(matter + "/take", "{\"seen\":2}").status()).isEqualTo(200);
        assertThat(chen.post(matter + "/note", "{\"words\":\"上门查看\"}").status()).isEqualTo(200);
        assertThat(chen.post(matter + "/ask", "{\"question\":\"几单元？\"}").status())
                .isEqualTo(200);
        assertThat(chen.post(matter + "/word", "{\"words\":\"二单元\"}").status()).isEqualTo(200);
        assertThat(chen.post(matter + "/amend", "{\"urgency\":\"URGENT\",\"place\":\"青石小区\"}")
                        .status())
                .isEqualTo(200);
        assertThat(chen.post(matter + "/answer", "{\"words\":\"今晚修好\"}", "If-Match", "\"7\"")
                        .status())
                .isEqualTo(200);
        assertThat(chen.post(matter + "/callback", "{\"settled\":true,\"stars\":5}")
                        .status())
                .isEqualTo(200);
        assertThat(chen.post(matter + "/close", "").json().get("version").asInt())
                .isEqualTo(10);
        assertThat(chen.post(matter + "/reopen", "{\"reason\":\"又漏了\"}").status())
                .isEqualTo(200);

        Answer read = chen.get(matter);
        assertThat(read.header("ETag")).isEqualTo("\"11\"");
        assertThat(read.json().get("stage").asString()).isEqualTo("HANDLING");
        assertThat(read.json().get("place").get("words").asString()).isEqualTo("青石小区");
        assertThat(read.json().get("tracking").asString()).hasSize(16);
        assertThat(chen.get(matter, "If-None-Match", "\"11\"").status()).isEqualTo(304);
        assertThat(chen.get(matter + "/timeline").json()).hasSize(11);
    }

    @Test
    void aCallBackClosesWhatIsSettledInTheSameStep() {
        Program chen = programOf(town.chen);
        String matter = path(chen.post("/api/v1/matters", LEAK));
        chen.post(matter + "/take", "");
        chen.post(matter + "/answer", "{\"words\":\"今晚修好\"}");
        Answer unsettled = chen.post(matter + "/callback", "{\"settled\":false,\"close\":true}");
        assertThat(unsettled.status()).isEqualTo(400);
        assertThat(unsettled.json().get("field").asString()).isEqualTo("close");
        Answer closed = chen.post(matter + "/callback", "{\"settled\":true,\"stars\":5,\"close\":true,\"seen\":3}");
        assertThat(closed.json().get("version").asInt()).isEqualTo(5);
        assertThat(chen.get(matter).json().get("stage").asString()).isEqualTo("CLOSED");
        assertThat(chen.get(matter + "/timeline").json()).hasSize(5);
    }

    @Test
    void whatCanBeDoneAndWithWhomIsToldBefore() {
        Program chen = programOf(town.chen);
        String matter = path(chen.post("/api/v1/matters", LEAK));
        var choices = chen.get(matter + "/choices").json();
        assertThat(choices.get("possible").toString())
                .contains("TAKE", "DECLINE")
                .doesNotContain("CLOSE", "REPORT");
        assertThat(choices.get("partners").toString()).contains("\"id\":" + town.liu.unit());
        assertThat(choices.get("helpers").toString()).contains("\"id\":" + town.qian.officer());
        int station = choices.get("units").get(0).get("id").asInt();
        assertThat(chen.post(matter + "/hand-over", "{\"unit\":%d,\"reason\":\"属地\"}".formatted(station))
                        .status())
                .isEqualTo(200);
        assertThat(programOf(town.li)
                        .get(path(chen.post("/api/v1/matters", LEAK)) + "/choices")
                        .json()
                        .get("possible")
                        .toString())
                .doesNotContain("DECLINE");
    }

    @Test
    void aMatterIsReadByItsNumberAsWrittenOnPaper() {
        Program chen = programOf(town.chen);
        Answer opened = chen.post("/api/v1/matters", LEAK);
        String number = opened.json().get("number").asString();
        Answer read = chen.get("/api/v1/matters/by-number/" + URLEncoder.encode(number, StandardCharsets.UTF_8));
        assertThat(read.json().get("id")).isEqualTo(opened.json().get("id"));
    }

    @Test
    void aCallerWhoLeavesAPhoneNumberIsKnownAgain() {
        Program chen = programOf(town.chen);
        String caller = "{\"kind\":\"HELP\",\"words\":\"钥匙锁在屋里\",\"asker\":\"冯先生\",\"phone\":\"199 0000 7301\"}";
        String first = path(chen.post("/api/v1/matters", caller));
        String second = path(chen.post("/api/v1/matters", caller));
        long resident = chen.get(first).json().get("resident").asLong();
        assertThat(chen.get(second).json().get("resident").asLong()).isEqualTo(resident);
        assertThat(chen.get("/api/v1/matters?resident=" + resident).json().get("items"))
                .hasSize(2);
        Answer refused = chen.post("/api/v1/matters", caller.replace("199 0000 7301", "12"));
        assertThat(refused.json().get("field").asString()).isEqualTo("phone");
    }

    @Test
    void groupsAreListedForWhoeverMayReadThem() {
        assertThat(programOf(town.chen)
                        .get("/api/v1/groups?size=5")
                        .json()
                        .get("items")
                        .isArray())
                .isTrue();
    }

    @Test
    void aMatterIsHandedOverReturnedAndMerged() {
        Program chen = programOf(town.chen);
        Program wu = programOf(town.wu);
        String matter = path(chen.post("/api/v1/matters", LEAK));
        Answer other = chen.post("/api/v1/matters", LEAK);
        assertThat(chen.post(matter + "/hand-over", "{\"unit\":%d,\"reason\":\"属河湾\"}".formatted(town.hewan))
                        .status())
                .isEqualTo(200);
        assertThat(wu.post(matter + "/return", "{\"reason\":\"不在辖区\"}").status())
                .isEqualTo(200);
        assertThat(chen.post(
                                matter + "/merge",
                                "{\"into\":%s}".formatted(other.json().get("id")))
                        .status())
                .isEqualTo(200);
        assertThat(chen.get(matter).json().get("mergedInto").get("number"))
                .isEqualTo(other.json().get("number"));
        assertThat(chen.post(matter + "/unmerge", "").status()).isEqualTo(200);
        assertThat(chen.get(matter).json().get("stage").asString()).isEqualTo("RECEIVED");
        assertThat(chen.post(matter + "/decline", "{\"reason\":\"已自行解决\"}").status())
                .isEqualTo(200);
    }

    @Test
    void aCallerAtTheDeskIsToldTheAnswerByMouth() {
        Program chen = programOf(town.chen);
        OpenMatter.Opened call = town.as(
                town.chen,
                () -> openMatter.open(NewMatter.of(town.qingshi, "HELP", "楼下车位被占", Way.DESK), Town.actor(town.chen)));
        String matter = "/api/v1/matters/" + call.id();
        assertThat(chen.post(matter + "/told", "").status()).isEqualTo(409);
        chen.post(matter + "/take", "");
        chen.post(matter + "/answer", "{\"words\":\"已请车主挪车\"}");
        assertThat(chen.post(matter + "/told", "{\"seen\":1}").status()).isEqualTo(409);
        assertThat(chen.post(matter + "/told", "").header("ETag")).isEqualTo("\"4\"");
    }

    @Test
    void aPartnerSeesOnlyItsOwnPartAndReports() {
        Program chen = programOf(town.chen);
        Program liu = programOf(town.liu);
        String matter = path(chen.post("/api/v1/matters", LEAK));
        assertThat(liu.get(matter).status()).isEqualTo(404);
        chen.post(matter + "/note", "{\"words\":\"内部记录\"}");
        assertThat(chen.post(matter + "/partner", "{\"unit\":%d,\"task\":\"查暖气管\"}".formatted(town.heating))
                        .status())
                .isEqualTo(200);
        Answer seen = liu.get(matter);
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.json().get("tracking").isNull()).isTrue();
        assertThat(liu.post(matter + "/report", "{\"words\":\"已换阀门\"}").status())
                .isEqualTo(200);
        assertThat(liu.get(matter + "/timeline").json())
                .extracting(line -> line.get("what").asString())
                .containsExactly("Opened", "PartnerAsked", "PartnerReported");
        assertThat(liu.post(matter + "/take", "").status()).isEqualTo(403);
    }

    @Test
    void aListIsWalkedPageByPageAndFiltered() {
        Program chen = programOf(town.chen);
        String mark = "走廊灯" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < 3; i++) {
            chen.post("/api/v1/matters", "{\"kind\":\"HAZARD\",\"words\":\"%s\"}".formatted(mark));
        }
        Answer first = chen.get("/api/v1/matters?open=true&kind=HAZARD&stage=RECEIVED,ACCEPTED&size=2");
        assertThat(first.json().get("items")).hasSize(2);
        Answer second = chen.get("/api/v1/matters?open=true&kind=HAZARD&size=2&next="
                + first.json().get("next").asString());
        assertThat(second.json().get("items").get(0).get("id").asLong())
                .isLessThan(first.json().get("items").get(1).get("id").asLong());
        assertThat(chen.get("/api/v1/matters/counts").json().get("received").asLong())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void whoActsOnAnOldVersionIsToldWhoWasQuicker() {
        Program chen = programOf(town.chen);
        String matter = path(chen.post("/api/v1/matters", LEAK));
        programOf(town.zhou).post(matter + "/take", "");
        Answer late = chen.post(matter + "/answer", "{\"words\":\"我来\",\"seen\":1}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().get("detail").asString()).contains("周大勇");
        assertThat(chen.post(matter + "/answer", "{\"words\":\"我来\"}", "If-Match", "\"1\"")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void anotherStationCannotTellAForeignMatterFromNone() {
        String matter = path(programOf(town.chen).post("/api/v1/matters", LEAK));
        Program wu = programOf(town.wu);
        for (String tail : List.of("", "/timeline")) {
            Answer foreign = wu.get(matter + tail);
            Answer none = wu.get("/api/v1/matters/999999999" + tail);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.body().replace(matter, ""))
                    .isEqualTo(none.body().replace("/api/v1/matters/999999999", ""));
        }
        assertThat(wu.post(matter + "/take", "").status()).isEqualTo(404);
    }

    @Test
    void aTokenDoesNoMoreThanItsScopes() {
        Program reader = programOf(town.chen, "matters:read");
        assertThat(reader.get("/api/v1/matters").status()).isEqualTo(200);
        assertThat(reader.post("/api/v1/matters", LEAK).status()).isEqualTo(403);
        assertThat(reader.get("/api/v1/groups").status()).isEqualTo(403);
        assertThat(new Program(port, "").post("/api/v1/matters", LEAK).status()).isEqualTo(401);
        assertThat(new Program(port, "fq_wrong").get("/api/v1/matters").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"DEMAND\",\"word\":\"x\"}               | word        | word",
                "{\"kind\":\"DEMAND\",\"words\":5}                  | words       | words",
                "{\"kind\":\"DEMAND\",\"words\":\"x\",\"unit\":\"3\"} | unit      | unit",
                "{\"kind\":\"DEMAND\",\"words\":\"x\",\"unit\":3.7}   | unit      | unit",
                "{\"kind\":\"DEMAND\",\"words\":\"x\",\"urgency\":\"SOON\"} | urgency | LIFE",
                "{\"kind\":\"SOON\",\"words\":\"x\"}                | kind        | 类型",
                "{\"words\":\"x\"}                                  | kind        | kind",
                "{\"kind\":\"DEMAND\"}                              |             | 内容",
                "{\"kind\":\"DEMAND\",\"words\":\"x\",\"group\":9999999} | group    | 群",
                "{\"kind\":\"DEMAND\",\"words\":\"x\",\"place\":{\"lon\":1}} | place.lon | place.lon",
                "{\"kind\":\"DEMAND\",\"words\":\"x\",\"saidAt\":\"gestern\"} | saidAt | saidAt",
                "{\"kind\":\"DEMAND\"                               |             | JSON",
                "[1,2]                                              |             | JSON",
                "not json                                           |             | JSON",
                "`{\"kind\":\"DEMAND\",\"kind\":\"LEAD\",\"words\":\"x\"}` |      | JSON",
            })
    void aMistakeIsNamedAndLeavesNothing(String body, String field, String said) {
        Answer refused = programOf(town.chen).post("/api/v1/matters", body);
        assertThat(refused.status()).as(refused.body()).isIn(400, 404);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().path("field").asString(null)).isEqualTo(field);
        assertThat(refused.json().get("detail").asString()).contains(said);
    }

    @Test
    void wordsTooLongOrEmptyAreRefusedInTheLanguageAskedFor() {
        Program chen = programOf(town.chen);
        String tooLong = "{\"kind\":\"DEMAND\",\"words\":\"" + "长".repeat(10_001) + "\"}";
        assertThat(chen.post("/api/v1/matters", tooLong).json().get("detail").asString())
                .contains("10,000");
        Answer english = chen.post("/api/v1/matters", tooLong, "Accept-Language", "en-GB,en;q=0.9");
        assertThat(english.json().get("detail").asString()).startsWith("At most");
        String huge = "{\"kind\":\"DEMAND\",\"words\":\"" + "x".repeat(300_000) + "\"}";
        assertThat(chen.post("/api/v1/matters", huge).status()).isEqualTo(413);
    }

    @Test
    void aMistypedFilterIsNamedInsteadOfShowingTheWrongList() {
        Program chen = programOf(town.chen);
        for (String query :
                List.of("stag=RECEIVED", "stage=SOON", "size=x", "from=2026-13-01", "next=%25", "urgency=SOON")) {
            Answer refused = chen.get("/api/v1/matters?" + query);
            assertThat(refused.status()).as(query).isEqualTo(400);
            if (!query.startsWith("next")) {
                assertThat(refused.json().get("field").asString()).isEqualTo(query.substring(0, query.indexOf('=')));
            }
        }
        assertThat(chen.get("/api/v1/matters/abc").status()).isEqualTo(400);
        assertThat(chen.get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(chen.post("/api/v1/matters/1", "{}").status()).isEqualTo(405);
    }
}
