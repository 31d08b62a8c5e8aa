package org.fengqiao.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.access.SignedIn;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.HoldMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The resident who complained about the station. */
@InTheHouse
class ComplaintAboutTheStationStoryTest {

    private static final Pattern KEY = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    EveryRow everyRow;

    @Autowired
    AddGroup addGroup;

    @Autowired
    GroupSheets groups;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    HoldMatter holdMatter;

    private String door;

    @BeforeEach
    void thereIsAGroupAtTheStation() {
        door = town.as(
                town.chen,
                () -> groups.require(addGroup.add(town.qingshi, GroupFacts.of("桥头巷群", "")))
                        .door());
    }

    private String speak(String name, String phone, String... more) {
        Visitor resident = Visitor.stranger(port);
        Matcher key = KEY.matcher(resident.see("/r/" + door).body());
        assertThat(key.find()).isTrue();
        String[] fields = java.util.Arrays.copyOf(
                new String[] {"form", key.group(1), "words", "派出所值班的人收了停车费不开票", "name", name, "phone", phone},
                8 + more.length);
        System.arraycopy(more, 0, fields, 8, more.length);
        HttpResponse<String> sent = resident.sendFiles("/r/" + door, "photos", List.of(), fields);
        assertThat(sent.statusCode()).isEqualTo(302);
        return sent.headers().firstValue("Location").orElseThrow().replaceFirst(".*/t/([^?]+).*", "$1");
    }

    private long numbered(SignedIn who) {
        String number = town.as(
                who,
                () -> openMatter
                        .open(NewMatter.of(town.qingshi, "DEMAND", "路灯坏了", Way.DESK), Town.actor(who))
                        .number());
        return Long.parseLong(number.replaceAll(".*-", ""));
    }

    /**
     * 郭师傅 ticks that it is about the station. It stands on the desk of the bureau, under a number of the bureau; at the station there is no
     * trace of it, neither a gap in the numbers nor the name of 郭师傅. 郑敏 finds out who it was, answers, and 郭师傅 reads the answer.
     */
    @Test
    void theBureauHandlesItAndTheStationNeverLearnsOfIt() {
        long before = numbered(town.chen);
        String tracking = speak("郭师傅", "19900007701", "about", "true");
        long matter = everyRow.read("select id from matter.matter where tracking = ?", Long.class, tracking);

        assertThat(numbered(town.chen)).isEqualTo(before + 1);
        for (SignedIn who : List.of(town.chen, town.zhou)) {
            Visitor station = Visitor.signedIn(port, who);
            assertThat(station.see("/matters/" + matter).statusCode()).isEqualTo(404);
            assertThat(station.see("/matters").body()).doesNotContain("停车费");
            assertThat(station.see("/residents").body()).doesNotContain("郭师傅");
        }
        assertThat(everyRow.count("groups.chat_group where last_matter_id = ?", matter))
                .isZero();

        Visitor zheng = Visitor.signedIn(port, town.zheng);
        assertThat(zheng.see("/matters").body()).contains("停车费");
        assertThat(zheng.see("/matters/" + matter).body()).contains("QSX-", "反映对象", "青石派出所", "陈晓岚");
        assertThat(zheng.send(
                                "/matters/" + matter + "/hand-over",
                                "seen",
                                "2",
                                "unit",
                                "" + town.qingshi,
                                "reason",
                                "请办")
                        .body())
                .contains("反映的就是对方");
        assertThat(to(zheng.send("/matters/" + matter + "/named", "whom", "officer-" + town.chen.officer())))
                .contains("done=named");
        assertThat(to(zheng.send("/matters/" + matter + "/take", "seen", "3"))).contains("/matters/");
        assertThat(to(zheng.send("/matters/" + matter + "/answer", "seen", "4", "words", "已退还，并批评教育。")))
                .contains("done=answer");
        assertThat(Visitor.stranger(port).see("/t/" + tracking).body()).contains("已退还，并批评教育。", "青石县公安局");
    }

    /** Without the tick it is a matter of the station. The chief reads it, names the station, and from then on sees it no more himself. */
    @Test
    void theChiefPassesItUpAndOnlyTheBureauTakesItBack() {
        String tracking = speak("邵师傅", "19900007703");
        long matter = everyRow.read("select id from matter.matter where tracking = ?", Long.class, tracking);
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        Visitor li = Visitor.signedIn(port, town.li);
        assertThat(zhou.see("/matters/" + matter).body()).contains("指明反映对象");
        assertThat(li.see("/matters/" + matter).statusCode()).isEqualTo(200);
        assertThat(to(zhou.send("/matters/" + matter + "/named", "whom", "unit-" + town.qingshi)))
                .endsWith("/matters/passed-up");
        assertThat(zhou.see("/matters/passed-up").body()).contains("已送交上级单位");
        assertThat(zhou.see("/matters/" + matter).statusCode()).isEqualTo(404);
        assertThat(li.see("/matters/" + matter).statusCode()).isEqualTo(404);

        long naming = everyRow.read("select id from matter.named where matter_id = ?", Long.class, matter);
        assertThat(zhou.send("/matters/" + matter + "/named/" + naming + "/lift", "reason", "没有的事")
                        .statusCode())
                .isEqualTo(403);
        // His last line is out of his sight; the next one has to follow it all the same.
        long other = town.as(
                town.zhou,
                () -> openMatter
                        .open(NewMatter.of(town.qingshi, "DEMAND", "井盖松了", Way.DESK), Town.actor(town.zhou))
                        .id());
        assertThat(to(zhou.send("/matters/" + other + "/hold", "reason", "要查", "basis", "信访工作条例")))
                .contains("done=hold");
        assertThat(everyRow.count(
                        "audit.line where officer_id = ? and what in ('matter.named', 'matter.held') and about in (?, ?)",
                        town.zhou.officer(),
                        "matter/" + matter,
                        "matter/" + other))
                .isEqualTo(2);

        Visitor zheng = Visitor.signedIn(port, town.zheng);
        zheng.see("/matters/" + matter);
        assertThat(zheng.send("/matters/" + matter + "/named/" + naming + "/lift", "reason", "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(to(zheng.send("/matters/" + matter + "/named/" + naming + "/lift", "reason", "核实不是派出所的人")))
                .contains("done=lifted");
        assertThat(everyRow.count("audit.line where what = 'matter.naming-lifted' and about = ?", "matter/" + matter))
                .isEqualTo(1);
        assertThat(everyRow.count("matter.ledger where what = 'NamingLifted' and matter_id = ?", matter))
                .isEqualTo(1);
        assertThat(zhou.see("/matters/" + matter).body()).contains("核实不是派出所的人");
    }

    /** Somebody complains at the counter about the station: 李文 takes it down, and gets a number to say and nothing more. */
    @Test
    void whoTakesItDownAtTheCounterKnowsTheNumberAndNothingMore() {
        Visitor li = Visitor.signedIn(port, town.li);
        li.see("/matters/new");
        String to = to(
                li.send("/matters/new", "words", "你们所里的人态度差", "phone", "19900007702", "name", "马大姐", "about", "true"));
        assertThat(to).contains("/matters/passed-up?number=");
        assertThat(li.see(to.replaceFirst("^https?://[^/]+", "")).body()).contains("QSX-");
        assertThat(li.see("/matters?words=%E6%80%81%E5%BA%A6%E5%B7%AE").body()).doesNotContain("态度差<");
        assertThat(li.see("/residents").body()).doesNotContain("马大姐");
        assertThat(Visitor.signedIn(port, town.zheng).see("/matters").body()).contains("态度差");
    }

    /** At the top of the tree there is nobody to pass it to; the house says where to go instead. */
    @Test
    void aboveTheTopThereIsNobody() {
        Visitor zheng = Visitor.signedIn(port, town.zheng);
        zheng.see("/matters/new");
        HttpResponse<String> refused = zheng.send("/matters/new", "words", "局里的事", "about", "true");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("12389", "上一级公安机关");
    }

    private static String to(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
