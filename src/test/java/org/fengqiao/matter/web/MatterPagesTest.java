package org.fengqiao.matter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.AskPartner;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.MergeMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class MatterPagesTest {

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    MergeMatter mergeMatter;

    @Autowired
    CallBackMatter callBackMatter;

    @Autowired
    AskPartner askPartner;

    @Autowired
    KeepResident keepResident;

    @Autowired
    Ledger ledger;

    @Autowired
    Browser browser;

    @LocalServerPort
    int port;

    private OpenMatter.Opened said(String words) {
        return town.as(
                town.chen,
                () -> openMatter.open(
                        NewMatter.of(town.qingshi, "DEMAND", words, Way.DESK).askedBy(0, "王秀兰"),
                        Town.actor(town.chen)));
    }

    private List<String> life(long id) {
        return town.as(town.chen, () -> ledger.of(id)).stream()
                .map(line -> line.happening().getClass().getSimpleName())
                .toList();
    }

    private static String seenIn(String page) {
        Matcher seen = Pattern.compile("name=\"seen\" value=\"(\\d+)\"").matcher(page);
        assertThat(seen.find()).isTrue();
        return seen.group(1);
    }

    @Test
    void theSecondOfficerIsToldWhoWasQuickerAndKeepsWhatWasTyped() {
        OpenMatter.Opened matter = said("天花板一直滴水");
        Visitor chen = Visitor.signedIn(port, town.chen);
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        String seen = seenIn(zhou.see("/matters/" + matter.id()).body());
        chen.see("/matters/" + matter.id());
        assertThat(chen.send("/matters/%d/take".formatted(matter.id()), "seen", seen)
                        .statusCode())
                .isEqualTo(302);

        HttpResponse<String> refused =
                zhou.send("/matters/%d/answer".formatted(matter.id()), "seen", seen, "words", "我已让物业去关总闸");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("陈晓岚 刚刚更新了这件事项", "我已让物业去关总闸", "陈晓岚 接手办理", "陈晓岚 正在办理");
        assertThat(life(matter.id())).containsExactly("Opened", "Taken");

        String newest = seenIn(refused.body());
        zhou.send("/matters/%d/answer".formatted(matter.id()), "seen", newest, "words", "我已让物业去关总闸");
        assertThat(life(matter.id())).containsExactly("Opened", "Taken", "Answered");
    }

    @Test
    void anEmptyAnswerIsRefusedOnThePageItself() {
        OpenMatter.Opened matter = said("巷口路灯坏了");
        town.as(town.chen, () -> takeMatter.take(matter.id(), null, Town.actor(town.chen)));
        Visitor chen = Visitor.signedIn(port, town.chen);
        String seen = seenIn(chen.see("/matters/" + matter.id()).body());
        HttpResponse<String> refused =
                chen.send("/matters/%d/answer".formatted(matter.id()), "seen", seen, "words", " \u200B ");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("请填写内容", matter.number());
    }

    @Test
    void aMatterOfAnotherStationLooksLikeNone() {
        OpenMatter.Opened matter = said("楼道堆满纸箱");
        Visitor wu = Visitor.signedIn(port, town.wu);
        HttpResponse<String> foreign = wu.see("/matters/" + matter.id());
        HttpResponse<String> absent = wu.see("/matters/" + Long.MAX_VALUE);
        assertThat(foreign.statusCode()).isEqualTo(404).isEqualTo(absent.statusCode());
        assertThat(plain(foreign)).isEqualTo(plain(absent));
        assertThat(wu.see("/matters/%d/map".formatted(matter.id())).statusCode())
                .isEqualTo(404);
    }

    private static String plain(HttpResponse<String> page) {
        return page.body().replaceAll("(?s)^.*<main", "").replaceAll("(?s)</main>.*$", "");
    }

    @Test
    void theListShowsWhatIsAskedForAndNothingElse() {
        String street = UUID.randomUUID().toString().substring(0, 8);
        OpenMatter.Opened mine = said(street + " 我来办");
        OpenMatter.Opened waiting = said(street + " 还没人管");
        town.as(town.chen, () -> takeMatter.take(mine.id(), null, Town.actor(town.chen)));
        Visitor chen = Visitor.signedIn(port, town.chen);
        assertThat(chen.see("/matters?mine=1").body()).contains(mine.number()).doesNotContain(waiting.number());
        assertThat(chen.see("/matters?stage=RECEIVED").body())
                .contains(waiting.number())
                .doesNotContain(mine.number());
        assertThat(chen.see("/matters?kind=HAZARD").body()).doesNotContain(mine.number(), waiting.number());
        assertThat(chen.see("/matters?stage=NONSENSE&from=yesterday&group=x").statusCode())
                .isEqualTo(200);
        assertThat(chen.see("/matters?after=forged%21").statusCode()).isEqualTo(400);
    }

    @Test
    void manyAreDoneOneByOneAndTheRefusedOnesSayWhy() {
        OpenMatter.Opened first = said("第一件");
        OpenMatter.Opened second = said("第二件");
        town.as(town.zhou, () -> takeMatter.take(second.id(), null, Town.actor(town.zhou)));
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/matters");
        HttpResponse<String> verdicts = chen.send(
                "/matters/many/take",
                "ticked",
                first.id() + "-1",
                "ticked",
                second.id() + "-1",
                "ticked",
                "999999999-1",
                "list",
                "stage=RECEIVED");
        assertThat(verdicts.statusCode()).isEqualTo(200);
        assertThat(verdicts.body()).contains("href=\"/matters?stage=RECEIVED\"");
        assertThat(verdicts.body()).contains("办成 1 件，没有办成 2 件", first.number(), "周大勇 刚刚更新了这件事项", "没有这件事项");
        assertThat(life(first.id())).containsExactly("Opened", "Taken");
        assertThat(life(second.id())).containsExactly("Opened", "Taken");
        assertThat(chen.send("/matters/many/take").statusCode()).isEqualTo(400);
    }

    @Test
    void enterAfterTheReasonHandsOverAndDoesNotTake() {
        OpenMatter.Opened matter = said("河湾大桥护栏松动");
        try (Browser.Window desktop = browser.desktop()) {
            Page tab = desktop.signedIn(town.chen);
            tab.navigate("/matters");
            tab.locator("input[name=ticked][value='" + matter.id() + "-1']").check();
            tab.locator(".many summary").first().click();
            tab.locator(".many select[name=unit]").selectOption(String.valueOf(town.hewan));
            tab.locator(".many input[name=reason]").fill("归河湾所管");
            tab.waitForNavigation(() -> tab.keyboard().press("Enter"));
        }
        assertThat(life(matter.id())).containsExactly("Opened", "HandedOver");
    }

    @Test
    void theTableThatLeavesTheHouseRunsNothingAndNamesNobody() throws IOException {
        // Digits alone would look like somebody's number now and then, and be hidden.
        String street = "纸坊" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        OpenMatter.Opened matter = town.as(
                town.chen,
                () -> openMatter.open(
                        NewMatter.of(
                                        town.qingshi,
                                        "LEAD",
                                        "=HYPERLINK(\"http://example.invalid\",\"王秀兰 19900001234\")",
                                        Way.DESK)
                                .askedBy(0, "王秀兰")
                                .at(Place.of("＠" + street)),
                        Town.actor(town.chen)));
        Visitor chen = Visitor.signedIn(port, town.chen);
        HttpResponse<byte[]> file = chen.fetch("/matters.xlsx?kind=LEAD");
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("attachment", ".xlsx");
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file.body()))) {
            List<Row> rows = book.getFirstSheet().read();
            Row row = rows.stream()
                    .filter(one -> one.getCellText(0).equals(matter.number()))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.getCellText(4)).startsWith("'=HYPERLINK").doesNotContain("19900001234", "王秀兰");
            assertThat(row.getCell(4).getFormula()).isNull();
            assertThat(row.getCellText(5)).isEqualTo("'＠" + street);
            assertThat(row.getCellText(6)).isEqualTo("王**");
        }
        assertThat(Visitor.signedIn(port, town.liu).see("/matters.xlsx").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPartnerSeesTheTaskWithoutTheResidentAndReports() {
        OpenMatter.Opened matter = said("王秀兰家暖气漏水，电话 19900001234");
        Visitor liu = Visitor.signedIn(port, town.liu);
        assertThat(liu.see("/matters/" + matter.id()).statusCode()).isEqualTo(404);
        town.as(town.chen, () -> askPartner.askUnit(matter.id(), null, Town.actor(town.chen), town.heating, "请更换接头"));
        HttpResponse<String> page = liu.see("/matters/" + matter.id());
        assertThat(page.body())
                .contains("请更换接头", "家暖气漏水", "反馈办理情况")
                .doesNotContain("王秀兰", "19900001234", "查询码", "/answer", "接手办理");
        assertThat(liu.send("/matters/%d/report".formatted(matter.id()), "words", "接头已更换")
                        .statusCode())
                .isEqualTo(302);
        assertThat(Visitor.signedIn(port, town.chen)
                        .see("/matters/" + matter.id())
                        .body())
                .contains("刘工 反馈", "接头已更换");
        assertThat(liu.send("/matters/%d/take".formatted(matter.id()), "seen", "1")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aCallIsTakenDownOnOneScreenAndTheCallerIsKnownTheSecondTime() {
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/matters/new");
        HttpResponse<String> kept =
                chen.send("/matters/new", "words", "门口井盖没了", "kind", "HAZARD", "phone", "199 0000 7788", "name", "老周");
        String matter = kept.headers().firstValue("Location").orElseThrow().replaceAll("^http://[^/]+", "");
        HttpResponse<String> page = chen.see(matter);
        assertThat(page.body()).contains("门口井盖没了", "199****7788", "老周", "隐患", "已登记");
        assertThat(chen.see("/matters/new/caller?phone=19900007788").body()).contains("老周", "门口井盖没了");
        assertThat(chen.see("/matters/new/caller?phone=1990000").body()).doesNotContain("老周");
        assertThat(Visitor.signedIn(port, town.wu)
                        .see("/matters/new/caller?phone=19900007788&unit=" + town.qingshi)
                        .body())
                .doesNotContain("老周");
        HttpResponse<String> refused = chen.send("/matters/new", "words", "又来了", "phone", "123");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("又来了", "电话号码不对");
    }

    @Test
    void whoAskedOnThePhoneIsToldByTheOfficer() {
        OpenMatter.Opened matter = said("身份证怎么补办");
        town.as(town.chen, () -> {
            takeMatter.take(matter.id(), null, Town.actor(town.chen));
            return answerMatter.answer(matter.id(), null, Town.actor(town.chen), "带户口本到政务大厅");
        });
        Visitor chen = Visitor.signedIn(port, town.chen);
        assertThat(chen.see("/matters/" + matter.id()).body()).contains("已告知群众");
        chen.send("/matters/%d/told".formatted(matter.id()));
        assertThat(life(matter.id())).endsWith("Told");
        assertThat(chen.see("/matters/" + matter.id()).body()).contains("陈晓岚 已把答复告诉群众", "事情解决了吗");
    }

    @Test
    void whoAskedOnThePhoneAboutAMergedMatterIsToldFromThePageOfItsLead() {
        OpenMatter.Opened lead = said("小区停水");
        OpenMatter.Opened other = said("我家也停水");
        town.as(town.chen, () -> mergeMatter.merge(other.id(), null, Town.actor(town.chen), lead.id()));
        Visitor chen = Visitor.signedIn(port, town.chen);
        assertThat(chen.see("/matters/" + lead.id()).body()).doesNotContain("还没告知来电人");
        chen.send("/matters/%d/told".formatted(other.id()));
        assertThat(life(other.id())).as("nothing is answered yet").doesNotContain("Told");
        town.as(town.chen, () -> {
            takeMatter.take(lead.id(), null, Town.actor(town.chen));
            return answerMatter.answer(lead.id(), null, Town.actor(town.chen), "六点来水");
        });
        assertThat(chen.see("/matters/" + lead.id()).body())
                .contains("还没告知来电人", "/matters/%d/told".formatted(other.id()));
        chen.send("/matters/%d/told".formatted(other.id()));
        assertThat(life(other.id())).endsWith("Told");
        assertThat(chen.see("/matters/" + lead.id()).body()).doesNotContain("还没告知来电人");
        town.as(town.chen, () -> answerMatter.answer(lead.id(), null, Town.actor(town.chen), "改到八点来水"));
        assertThat(chen.see("/matters/" + lead.id()).body())
                .as("the corrected answer")
                .contains("还没告知来电人");
    }

    @Test
    void aNoteWithAPhotoStandsInTheTimeline() throws IOException {
        OpenMatter.Opened matter = said("墙裂了");
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/matters/" + matter.id());
        ByteArrayOutputStream photo = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", photo);
        HttpResponse<String> kept = chen.sendFiles(
                "/matters/%d/note".formatted(matter.id()), "photos", List.of(photo.toByteArray()), "words", "拍了照");
        assertThat(kept.statusCode()).isEqualTo(302);
        long shown = town.as(town.chen, () -> ledger.of(matter.id())).stream()
                .map(LedgerLine::happening)
                .filter(Happening.Noted.class::isInstance)
                .map(Happening.Noted.class::cast)
                .findFirst()
                .orElseThrow()
                .photos()
                .getFirst();
        assertThat(chen.see("/matters/" + matter.id()).body())
                .contains("/matters/%d/photos/%d".formatted(matter.id(), shown), "陈晓岚 记录", "拍了照");
        HttpResponse<String> refused = chen.sendFiles(
                "/matters/%d/note".formatted(matter.id()), "photos", List.of(new byte[] {1, 2, 3}), "words", "这张不行");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("这张不行", "这不是可以接收的照片");
    }

    @Test
    void aViewIsKeptRenamedAndForgottenByItsOwnOfficerOnly() {
        String name = "视图" + System.nanoTime() % 1_000_000;
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/matters?kind=HAZARD");
        chen.send("/matters/views", "name", name, "query", "kind=HAZARD&words=%E7%94%B5%E7%BA%BF%E6%9D%86&evil=1");
        String list = chen.see("/matters").body();
        assertThat(list)
                .contains(name, "kind=HAZARD&amp;words=%E7%94%B5%E7%BA%BF%E6%9D%86")
                .doesNotContain("evil");
        assertThat(Visitor.signedIn(port, town.li).see("/matters").body()).doesNotContain(name);
        Matcher id = Pattern.compile("/matters/views/(\\d+)/name").matcher(list);
        assertThat(id.find()).isTrue();
        Visitor li = Visitor.signedIn(port, town.li);
        li.see("/matters");
        assertThat(li.send("/matters/views/%s/name".formatted(id.group(1)), "name", "偷来的")
                        .statusCode())
                .isEqualTo(404);
        chen.send("/matters/views/%s/name".formatted(id.group(1)), "name", name + "改");
        assertThat(chen.see("/matters").body()).contains(name + "改");
        chen.send("/matters/views/%s/forgotten".formatted(id.group(1)));
        assertThat(chen.see("/matters").body()).doesNotContain(name);
    }

    @Test
    void aMergedMatterLeadsToTheOtherAndBackAgain() {
        OpenMatter.Opened lead = said("402 漏水");
        OpenMatter.Opened too = said("302 也漏水");
        Visitor chen = Visitor.signedIn(port, town.chen);
        String seen = seenIn(chen.see("/matters/" + too.id()).body());
        String merge = "/matters/%d/merge".formatted(too.id());
        assertThat(chen.send(merge, "seen", seen, "number", "（2026）NONE-1").statusCode())
                .isEqualTo(400);
        chen.send(merge, "seen", seen, "number", lead.number().replace('（', '(').replace('）', ')'));
        assertThat(chen.see("/matters/" + too.id()).body()).contains("已并案", lead.number());
        assertThat(chen.see("/matters/" + lead.id()).body()).contains(too.number(), "302 也漏水");
        chen.send("/matters/%d/unmerge".formatted(too.id()), "seen", "2");
        assertThat(life(too.id())).containsExactly("Opened", "Merged", "Unmerged");
    }

    @Test
    void theLifeOfAMatterIsToldInSentencesOfEitherLanguage() {
        long resident = town.as(
                town.chen, () -> keepResident.keep(town.qingshi, NewResident.of("马师傅", PhoneNumber.of("19900004455"))));
        OpenMatter.Opened matter = town.as(
                town.chen,
                () -> openMatter.open(
                        NewMatter.of(town.qingshi, "DISPUTE", "装修太吵", Way.DESK).askedBy(resident, "马师傅"),
                        Town.actor(town.chen)));
        town.as(town.chen, () -> {
            takeMatter.take(matter.id(), null, Town.actor(town.chen));
            answerMatter.answer(matter.id(), null, Town.actor(town.chen), "已约定中午停工");
            return callBackMatter.callBack(matter.id(), null, Town.actor(town.chen), true, 4, "安静多了");
        });
        Visitor chen = Visitor.signedIn(port, town.chen);
        assertThat(chen.see("/matters/" + matter.id()).body())
                .contains("陈晓岚 接手办理", "陈晓岚 答复群众", "回访：群众说解决了", "4 星", "安静多了", "199****4455")
                .doesNotContain("19900004455");
        assertThat(chen.see("/matters/%d?lang=en".formatted(matter.id())).body())
                .contains("陈晓岚 took it", "called back: settled", "4 stars")
                .doesNotContain("接手办理");
    }
}
