package org.fengqiao.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.Tokens;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Program;
import org.fengqiao.town.Program.Answer;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@InTheHouse
class MatterPostsApiTest {

    @Autowired
    Town town;

    @Autowired
    Tokens tokens;

    @Autowired
    AddGroup addGroup;

    @LocalServerPort
    int port;

    private Program programOf(SignedIn who) {
        return new Program(
                port, town.as(who, () -> tokens.issue(who, "发群", List.of("matters:read", "matters:write"), 1)));
    }

    @Test
    void aProgramThatPutsAnAnswerIntoItsGroupSaysSoAndTheTimelineKnows() {
        int group = town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of("柳树巷业主群", "")));
        Program chen = programOf(town.chen);
        String matter = chen.post(
                        "/api/v1/matters", "{\"kind\":\"DEMAND\",\"words\":\"巷口积水\",\"group\":%d}".formatted(group))
                .header("Location");
        String other = chen.post("/api/v1/matters", "{\"kind\":\"DEMAND\",\"words\":\"别的事\"}")
                .header("Location");
        chen.post(matter + "/take", "");
        chen.post(matter + "/answer", "{\"words\":\"今晚疏通\"}");
        Soon.it("the text is there", () -> !chen.get(matter + "/posts").json().isEmpty());
        JsonNode text = chen.get(matter + "/posts").json().get(0);
        assertThat(text.get("kind").asString()).isEqualTo("ANSWER");
        assertThat(text.get("words").asString()).contains("今晚疏通");
        assertThat(text.get("receipts").get(0).get("postedAt").isNull()).isTrue();

        String receipt = "/posts/%s/receipts/%d".formatted(text.get("id"), group);
        Answer posted = chen.post(matter + receipt, "");
        assertThat(posted.status()).as(posted.body()).isEqualTo(200);
        assertThat(posted.json().get("receipts").get(0).get("postedBy").asString())
                .isEqualTo("陈晓岚");
        assertThat(chen.post(matter + receipt, "").status()).isEqualTo(200);
        assertThat(chen.get(matter + "/timeline").json())
                .extracting(line -> line.get("what").asString())
                .containsOnlyOnce("Told");

        assertThat(chen.post(other + receipt, "").status()).isEqualTo(404);
        assertThat(chen.post(matter + receipt + "9", "").status()).isEqualTo(404);
        Program wu = programOf(town.wu);
        assertThat(wu.get(matter + "/posts").status()).isEqualTo(404);
        assertThat(wu.post(matter + receipt, "").status()).isEqualTo(404);
    }

    @Test
    void aProgramAsksForAWarningInSeveralGroupsAndTakesItBack() {
        int first = town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of("柳树巷一群", "")));
        int second = town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of("柳树巷二群", "")));
        Program chen = programOf(town.chen);
        String matter = chen.post("/api/v1/matters", "{\"kind\":\"LEAD\",\"words\":\"有人冒充收水费\"}")
                .header("Location");
        Answer asked =
                chen.post(matter + "/posts", "{\"words\":\"请勿给陌生人开门\",\"groups\":[%d,%d]}".formatted(first, second));
        assertThat(asked.status()).as(asked.body()).isEqualTo(201);
        JsonNode text = asked.json().get(0);
        assertThat(text.get("receipts")).hasSize(2);
        Answer back = chen.post(matter + "/posts/%s/withdraw".formatted(text.get("id")), "");
        assertThat(back.json().get("withdrawn").asBoolean()).isTrue();
        assertThat(chen.post(matter + "/posts", "{\"words\":\"没有群\"}").status()).isEqualTo(400);
        Program wu = programOf(town.wu);
        assertThat(wu.post(matter + "/posts", "{\"words\":\"别所的\",\"groups\":[%d]}".formatted(first))
                        .status())
                .isEqualTo(404);
    }
}
