package org.fengqiao.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class AskedAgainTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    KeepResident keepResident;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    MatterSheets matters;

    @Autowired
    CallbackSheets sheets;

    private long answered(String words) {
        Actor chen = Actor.of(town.chen);
        return town.as(town.chen, () -> {
            long resident = keepResident.keep(town.qingshi, NewResident.of("马建国", PhoneNumber.of("19900300001")));
            long id = openMatter
                    .open(NewMatter.of(town.qingshi, "DEMAND", words, Way.DESK).askedBy(resident, "马建国"), chen)
                    .id();
            takeMatter.take(id, null, chen);
            answerMatter.answer(id, null, chen, "楼道灯已换");
            return id;
        });
    }

    private MatterView matter(long id) {
        return town.as(town.chen, () -> matters.find(id)).orElseThrow();
    }

    private List<Long> waiting() {
        List<Long> ids = new ArrayList<>();
        Page<CallbackSheets.Waiting> page = town.as(town.chen, () -> sheets.waiting(town.chen, null, 2));
        page.items().forEach(one -> ids.add(one.matterId()));
        while (page.next() != null) {
            var next = page.next();
            page = town.as(town.chen, () -> sheets.waiting(town.chen, next, 2));
            page.items().forEach(one -> ids.add(one.matterId()));
        }
        return ids;
    }

    @Test
    void whoWasAnsweredFirstIsAskedFirst() {
        long first = answered("先答复的");
        long second = answered("后答复的");
        assertThat(waiting()).doesNotHaveDuplicates().containsSubsequence(first, second);
    }

    @Test
    void theOfficerCallsAndWritesDownWhatWasSaid() {
        long id = answered("楼道灯不亮");
        Visitor chen = Visitor.signedIn(port, town.chen);
        HttpResponse<String> page = chen.see("/callbacks");
        assertThat(page.statusCode()).isEqualTo(200);
        chen.see("/password");
        HttpResponse<String> written = chen.send(
                "/matters/" + id + "/callback",
                "seen",
                String.valueOf(matter(id).version()),
                "settled",
                "true",
                "stars",
                "4",
                "words",
                "修好了，谢谢",
                "from",
                "callbacks");
        assertThat(written.statusCode()).as(written.body()).isEqualTo(302);
        assertThat(matter(id).stage()).isEqualTo(Stage.CALLED_BACK);
        assertThat(waiting()).doesNotContain(id);
        assertThat(town.as(town.chen, () -> sheets.of(id))).singleElement().satisfies(call -> {
            assertThat(call.officerName()).isEqualTo("陈晓岚");
            assertThat(call.stars()).isEqualTo(4);
            assertThat(call.words()).isEqualTo("修好了，谢谢");
        });
    }

    @Test
    void notSettledPutsTheMatterBackIntoHandling() {
        long id = answered("楼道灯又不亮");
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/password");
        chen.send("/matters/" + id + "/callback", "seen", "3", "settled", "false", "stars", "", "words", "又坏了");
        assertThat(matter(id).stage()).isEqualTo(Stage.HANDLING);
    }

    @Test
    void whatIsSettledCanBeClosedInTheSameStep() {
        long id = answered("路灯修好了");
        Visitor chen = Visitor.signedIn(port, town.chen);
        assertThat(chen.see("/matters/" + id).body()).contains("记下并办结");
        HttpResponse<String> written = chen.send(
                "/matters/" + id + "/callback",
                "seen",
                "3",
                "settled",
                "true",
                "stars",
                "5",
                "close",
                "true",
                "from",
                "callbacks");
        assertThat(written.statusCode()).as(written.body()).isEqualTo(302);
        assertThat(matter(id).stage()).isEqualTo(Stage.CLOSED);
        assertThat(town.as(town.chen, () -> sheets.of(id))).hasSize(1);
    }

    @Test
    void whatIsNotSettledIsNotClosedAndTheCallIsNotKeptEither() {
        long id = answered("路灯还是不亮");
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/password");
        HttpResponse<String> refused = chen.send(
                "/matters/" + id + "/callback", "seen", "3", "settled", "false", "close", "true", "words", "只亮一盏");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("没有解决的事项不能办结", "只亮一盏");
        assertThat(matter(id).stage()).isEqualTo(Stage.ANSWERED);
    }

    @Test
    void anAuxiliaryOfficerCallsBackAndLeavesTheClosingToOthers() {
        long id = answered("井盖响");
        Visitor li = Visitor.signedIn(port, town.li);
        assertThat(li.see("/callbacks").body()).contains("记下回访").doesNotContain("记下并办结");
        assertThat(li.send("/matters/" + id + "/callback", "seen", "3", "settled", "true", "close", "true")
                        .statusCode())
                .isEqualTo(403);
        assertThat(matter(id).stage()).isEqualTo(Stage.ANSWERED);
        assertThat(li.send("/matters/" + id + "/callback", "seen", "3", "settled", "true")
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void aRefusedCallLeavesNeitherARowNorAChange() {
        long id = answered("没人接电话");
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/password");
        String path = "/matters/" + id + "/callback";
        assertThat(chen.send(path, "seen", "3", "words", "忘了选").statusCode()).isEqualTo(400);
        assertThat(chen.send(path, "seen", "3", "settled", "true", "stars", "9").statusCode())
                .isEqualTo(400);
        HttpResponse<String> overtaken = chen.send(path, "settled", "true", "seen", "1", "words", "邻居说修好了");
        assertThat(overtaken.statusCode()).isEqualTo(409);
        assertThat(overtaken.body()).as("what was typed is not lost").contains("邻居说修好了");
        assertThat(chen.send(path, "seen", "3", "settled", "true", "words", "长".repeat(501))
                        .statusCode())
                .isEqualTo(400);
        assertThat(matter(id).stage()).isEqualTo(Stage.ANSWERED);
        assertThat(town.as(town.chen, () -> sheets.of(id))).isEmpty();
    }

    @Test
    void anotherStationAndAPartnerCannotCallBack() {
        long id = answered("只归青石管");
        Visitor wu = Visitor.signedIn(port, town.wu);
        wu.see("/password");
        assertThat(wu.send("/matters/" + id + "/callback", "seen", "3", "settled", "true")
                        .statusCode())
                .isEqualTo(404);
        Visitor liu = Visitor.signedIn(port, town.liu);
        liu.see("/password");
        assertThat(liu.send("/matters/" + id + "/callback", "seen", "3", "settled", "true")
                        .statusCode())
                .isEqualTo(403);
        assertThat(matter(id).stage()).isEqualTo(Stage.ANSWERED);
    }
}
