package org.fengqiao.intake.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Sight;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.CloseGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.AskResident;
import org.fengqiao.matter.CloseMatter;
import org.fengqiao.matter.DeclineMatter;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.MergeMatter;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@InTheHouse
class ResidentsPageTest {

    private static final Pattern KEY = Pattern.compile("name=\"form\" value=\"([A-Za-z0-9_-]+)\"");
    private static final AtomicInteger LAST_PHONE = new AtomicInteger(30_000);

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    AddGroup addGroup;

    @Autowired
    CloseGroup closeGroup;

    @Autowired
    GroupSheets groups;

    @Autowired
    MatterSheets sheets;

    @Autowired
    Ledger ledger;

    @Autowired
    ResidentSheets residents;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    AskResident askResident;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    AddNote addNote;

    @Autowired
    CloseMatter closeMatter;

    @Autowired
    DeclineMatter declineMatter;

    @Autowired
    MergeMatter mergeMatter;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    private Visitor resident;
    private ChatGroup group;

    @BeforeEach
    void aResidentStandsAtTheDoorOfWillowLane() {
        resident = Visitor.stranger(port);
        group = town.as(
                town.chen, () -> groups.require(addGroup.add(town.qingshi, GroupFacts.of("柳树巷一号群", "柳树巷 1—12 号楼"))));
    }

    private String door() {
        return "/r/" + group.door();
    }

    /** The key of the first form of a page. */
    private static String key(HttpResponse<String> page) {
        Matcher key = KEY.matcher(page.body());
        assertThat(key.find()).as("a form with a key on the page").isTrue();
        return key.group(1);
    }

    /** The key of the form whose key ends on this letter. */
    private static String key(HttpResponse<String> page, String letter) {
        Matcher key = KEY.matcher(page.body());
        while (key.find()) {
            if (key.group(1).endsWith(letter) && key.group(1).length() == 23) {
                return key.group(1);
            }
        }
        throw new AssertionError("no such form on the page:\n" + page.body());
    }

    private String says(String words, String... more) {
        List<String> fields = new ArrayList<>(List.of("form", key(resident.see(door())), "words", words));
        fields.addAll(List.of(more));
        HttpResponse<String> sent = resident.sendFiles(door(), "photos", List.of(), fields.toArray(String[]::new));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(302);
        return tracking(sent);
    }

    private static String tracking(HttpResponse<String> sent) {
        String location = sent.headers().firstValue("Location").orElseThrow();
        Matcher tracking = Pattern.compile("/t/([0-9A-Z]{16})").matcher(location);
        assertThat(tracking.find()).as(location).isTrue();
        return tracking.group(1);
    }

    private MatterView matter(String tracking) {
        return town.as(town.chen, () -> sheets.findByTracking(tracking)).orElseThrow();
    }

    private HttpResponse<String> page(String tracking) {
        HttpResponse<String> page = resident.see("/t/" + tracking);
        assertThat(page.statusCode()).isEqualTo(200);
        return page;
    }

    private void isTaken(String tracking, SignedIn by) {
        town.as(by, () -> takeMatter.take(matter(tracking).id(), null, Actor.of(by)));
    }

    private void isAnswered(String tracking, String words) {
        isTaken(tracking, town.chen);
        town.as(town.chen, () -> answerMatter.answer(matter(tracking).id(), null, Actor.of(town.chen), words));
    }

    private long count(String sql, Object value) {
        return Sight.HOUSE.see(() -> transaction.execute(
                status -> jdbc.sql(sql).param(value).query(Long.class).single()));
    }

    @Test
    void wordsAtTheDoorBecomeAMatterOfTheGroup() {
        String tracking = says("楼道灯坏了三天", "place", "柳树巷 3 号楼", "name", "老马");
        MatterView matter = matter(tracking);
        assertThat(matter.words()).isEqualTo("楼道灯坏了三天");
        assertThat(matter.groupName()).isEqualTo("柳树巷一号群");
        assertThat(matter.unitId()).isEqualTo(town.qingshi);
        assertThat(matter.way()).isEqualTo(Way.WEB);
        assertThat(matter.asker()).isEqualTo("老马");
        assertThat(matter.place())
                .isNotNull()
                .satisfies(place -> assertThat(place.words()).isEqualTo("柳树巷 3 号楼"));
        HttpResponse<String> page = resident.see("/t/" + tracking + "?received");
        assertThat(page.body())
                .contains("已收到，谢谢您！", matter.number(), new org.fengqiao.shared.TrackingCode(tracking).spaced());
    }

    @Test
    void noCookieIsSetAndNothingIsCached() {
        HttpResponse<String> page = resident.see(door());
        assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(page.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(page.body()).contains("只用来为您办这件事，由青石派出所保管").doesNotContain("_csrf");
    }

    @Test
    void theSameFormSentTwiceOpensOneMatter() throws Exception {
        String key = key(resident.see(door()));
        try (ExecutorService fingers = Executors.newFixedThreadPool(4)) {
            List<Future<String>> taps = fingers.invokeAll(Collections.nCopies(
                    6,
                    () -> tracking(Visitor.stranger(port)
                            .sendFiles(door(), "photos", List.of(photo()), "form", key, "words", "连按了好几下"))));
            Set<String> codes = new HashSet<>();
            for (Future<String> tap : taps) {
                codes.add(tap.get());
            }
            assertThat(codes).hasSize(1);
        }
        assertThat(count("select count(*) from matter.matter where group_id = ?", group.id()))
                .isEqualTo(1);
        assertThat(count(
                        "select count(*) from matter.photo p join matter.matter m on m.id = p.matter_id where m.group_id = ?",
                        group.id()))
                .isEqualTo(1);
    }

    @Test
    void whoGoesBackAndWritesSomethingElseIsHeardAgain() {
        String key = key(resident.see(door()));
        String first = tracking(resident.send(door(), "form", key, "words", "路灯坏了"));
        String second = tracking(resident.send(door(), "form", key, "words", "井盖也松了"));
        assertThat(second).isNotEqualTo(first);
        assertThat(matter(second).words()).isEqualTo("井盖也松了");
    }

    @Test
    void aClosedDoorSaysSoAndAnUnknownOneToo() {
        town.as(town.chen, () -> {
            closeGroup.close(group.id());
            return true;
        });
        HttpResponse<String> closed = resident.see(door());
        assertThat(closed.statusCode()).isEqualTo(410);
        assertThat(closed.body()).contains("这个二维码已经停用", "青石派出所", "拨打 110");
        for (String code : List.of("nosuchdoor", "x", "a".repeat(300), "%E4%BA%8B")) {
            HttpResponse<String> unknown = resident.see("/r/" + code);
            assertThat(unknown.statusCode()).as(code).isEqualTo(404);
            assertThat(unknown.body()).contains("没有找到这个页面", "输入查询码");
        }
        assertThat(resident.send(door(), "words", "还在吗").statusCode()).isEqualTo(410);
    }

    @Test
    void emptyWordsAreSentBackWithAClearWord() {
        HttpResponse<String> refused =
                resident.send(door(), "form", key(resident.see(door())), "words", " \u200B ", "place", "柳树巷");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("请填写内容。", "value=\"柳树巷\"");
    }

    @Test
    void whatIsTooLongComesBackAndNothingOfItIsKept() {
        String words = "请听我慢慢说来" + "。".repeat(2_000);
        HttpResponse<String> refused = resident.send(door(), "form", key(resident.see(door())), "words", words);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("最多 2,000 个字", words);
        assertThat(count("select count(*) from matter.matter where group_id = ?", group.id()))
                .isZero();
        assertThat(count("select count(*) from matter.ledger where data::text like ?", "%请听我慢慢说来%"))
                .isZero();
    }

    @Test
    void aPhoneNumberThatCannotBeIsSentBackWithTheWordsStillThere() {
        HttpResponse<String> refused =
                resident.send(door(), "form", key(resident.see(door())), "words", "水管漏了", "phone", "1990000");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("看到 7 位数字", "水管漏了");
    }

    @Test
    void whoGivesAPhoneNumberIsKnownNextTime() {
        String phone = "199002%05d".formatted(LAST_PHONE.incrementAndGet());
        long first = matter(says("第一件事", "name", "牛秀英", "phone", phone)).residentId();
        long second = matter(says("第二件事", "phone", phone.substring(0, 3) + " " + phone.substring(3)))
                .residentId();
        assertThat(first).isNotZero().isEqualTo(second);
        assertThat(town.as(town.chen, () -> residents.require(first)).phone())
                .isEqualTo(PhoneNumber.of(phone).masked());
    }

    @Test
    void aPositionMeasuredByTheBrowserIsPutOnTheMapsOfTheCountry() {
        MatterView measured = matter(says("树倒了", "longitude", "116.404", "latitude", "39.915", "datum", "wgs84"));
        assertThat(measured.place()).isNotNull().satisfies(place -> {
            assertThat(place.longitude()).isCloseTo(116.410244, org.assertj.core.api.Assertions.within(1e-5));
            assertThat(place.latitude()).isCloseTo(39.916404, org.assertj.core.api.Assertions.within(1e-5));
        });
        MatterView tapped = matter(says("树倒了", "longitude", "116.404", "latitude", "39.915", "datum", "gcj02"));
        assertThat(tapped.place())
                .isNotNull()
                .satisfies(place -> assertThat(place.longitude()).isEqualTo(116.404));
        assertThat(matter(says("树倒了", "longitude", "abc", "latitude", "39.9")).place())
                .isNull();
    }

    @Test
    void photosAreShownToTheResidentAndToNobodyWithAnotherCode() {
        HttpResponse<String> sent = resident.sendFiles(
                door(), "photos", List.of(photo(), photo()), "form", key(resident.see(door())), "words", "看图");
        String tracking = tracking(sent);
        Matcher link = Pattern.compile("/t/" + tracking + "/photos/(\\d+)\\?size=small")
                .matcher(page(tracking).body());
        assertThat(link.find()).isTrue();
        String photo = link.group(1);
        assertThat(link.find()).as("the second photo").isTrue();
        HttpResponse<byte[]> shown = resident.fetch("/t/" + tracking + "/photos/" + photo);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("Content-Type")).contains("image/jpeg");
        String other = says("别的事");
        assertThat(resident.fetch("/t/" + other + "/photos/" + photo).statusCode())
                .isEqualTo(404);
    }

    @Test
    void moreThanSixPhotosAreRefusedWithAClearWord() {
        HttpResponse<String> refused = resident.sendFiles(
                door(), "photos", Collections.nCopies(7, photo()), "form", key(resident.see(door())), "words", "照片很多");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("一次最多 6 张照片，您选了 7 张", "照片很多", "照片没有留住");
    }

    @Test
    void aPhotoThatWouldBurstTheHouseIsRefusedWithAClearWord() {
        HttpResponse<String> refused = resident.sendFiles(
                door(), "photos", List.of(bomb()), "form", key(resident.see(door())), "words", "这是一张很大的图");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("20,000×20,000", "这是一张很大的图");
        assertThat(count("select count(*) from matter.matter where group_id = ?", group.id()))
                .isZero();
    }

    @Test
    void whatIsNoPhotoIsRefusedWithAClearWord() {
        HttpResponse<String> refused = resident.sendFiles(
                door(),
                "photos",
                List.of("MZ no photo".getBytes(StandardCharsets.UTF_8)),
                "form",
                key(resident.see(door())),
                "words",
                "附件");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("这不是可以接收的照片");
    }

    @Test
    void aProgramThatFillsTheTrapOpensNothingAndTooManyFormsAreTooMany() {
        String key = key(resident.see(door()));
        HttpResponse<String> refused = resident.send(door(), "form", key, "words", "广告", "homepage", "http://spam");
        assertThat(refused.statusCode()).isEqualTo(400);
        for (int i = 0; i < 59; i++) {
            resident.send(door(), "form", key, "words", "广告", "homepage", "http://spam");
        }
        HttpResponse<String> often = resident.send(door(), "form", key, "words", "广告");
        assertThat(often.statusCode()).isEqualTo(429);
        assertThat(often.headers().firstValue("Retry-After")).contains("600");
        assertThat(often.body()).contains("请过 10 分钟再试");
        assertThat(count("select count(*) from matter.matter where group_id = ?", group.id()))
                .isZero();
    }

    @Test
    void oneCodeShowsOneMatterAndNothingElse() {
        String mine = says("我家的事", "name", "老马");
        String other = says("邻居家的事", "name", "牛秀英");
        assertThat(page(mine).body()).contains("我家的事").doesNotContain("邻居家的事", "牛秀英", other);
        HttpResponse<String> wrong = resident.see("/t/" + mine.substring(0, 15) + (mine.endsWith("0") ? "1" : "0"));
        assertThat(wrong.statusCode()).isEqualTo(404);
        assertThat(wrong.body()).contains("没有找到这个查询码对应的事").doesNotContain("我家的事");
        assertThat(resident.see("/t/" + "x".repeat(5_000)).statusCode()).isEqualTo(404);
    }

    @Test
    void aCodeTypedFromPaperLeadsToTheMatter() {
        String tracking = says("抄在纸上的事");
        String typed = tracking.toLowerCase(java.util.Locale.ROOT).replaceAll("(.{4})(?!$)", "$1-");
        HttpResponse<String> found = resident.see("/t?code=" + typed);
        assertThat(found.statusCode()).isEqualTo(302);
        assertThat(tracking(found)).isEqualTo(tracking);
        assertThat(tracking(resident.see("/t/" + typed))).isEqualTo(tracking);
        HttpResponse<String> wrong = resident.see("/t?code=ABCD");
        assertThat(wrong.statusCode()).isEqualTo(404);
        assertThat(wrong.body()).contains("没有找到这个查询码", "value=\"ABCD\"");
        assertThat(resident.see("/t").statusCode()).isEqualTo(200);
    }

    @Test
    void theResidentSeesWhoIsOnItBySurnameAndNoneOfOurNotes() {
        String tracking = says("请问怎么办");
        isTaken(tracking, town.chen);
        town.as(
                town.chen,
                () -> addNote.note(matter(tracking).id(), null, Actor.of(town.chen), "内部记录：先查监控", List.of()));
        assertThat(page(tracking).body()).contains("正在为您办", "陈警官").doesNotContain("陈晓岚", "内部记录", "HANDLING");
    }

    @Test
    void aQuestionIsAskedAndAnsweredOnThePage() {
        String tracking = says("有人堵住了消防通道");
        isTaken(tracking, town.chen);
        town.as(town.chen, () -> askResident.ask(matter(tracking).id(), null, Actor.of(town.chen), "请问是几号楼？"));
        HttpResponse<String> asked = page(tracking);
        assertThat(asked.body()).contains("想请您补充", "请问是几号楼？");
        HttpResponse<String> replied = resident.sendFiles(
                "/t/" + tracking + "/words", "photos", List.of(photo()), "form", key(asked, "w"), "words", "五号楼东侧");
        assertThat(replied.statusCode()).isEqualTo(302);
        assertThat(matter(tracking).awaitingSince()).isNull();
        assertThat(page(tracking).body()).contains("您补充了", "五号楼东侧").doesNotContain("class=\"question\"");
        assertThat(town.as(town.chen, () -> ledger.of(matter(tracking).id())))
                .last()
                .satisfies(line -> assertThat(line.happening())
                        .isInstanceOfSatisfying(
                                Happening.WordAdded.class,
                                word -> assertThat(word.photos()).hasSize(1)));
    }

    @Test
    void furtherWordsSentTwiceAreKeptOnce() {
        String tracking = says("还有补充");
        String key = key(page(tracking), "w");
        for (int i = 0; i < 3; i++) {
            resident.send("/t/" + tracking + "/words", "form", key, "words", "是晚上十点");
        }
        resident.send("/t/" + tracking + "/words", "form", key, "words", "不对，是十一点");
        assertThat(town.as(town.chen, () -> ledger.of(matter(tracking).id())).stream()
                        .filter(line -> line.happening() instanceof Happening.WordAdded))
                .hasSize(2);
    }

    @Test
    void whoSaysItIsSettledGivesStarsAndTheDeskCloses() {
        String tracking = says("路灯不亮");
        isAnswered(tracking, "路灯已修好");
        HttpResponse<String> page = page(tracking);
        assertThat(page.body()).contains("给您的答复", "路灯已修好", "这件事解决了吗？");
        HttpResponse<String> rated = resident.send(
                "/t/" + tracking + "/settled", "form", key(page, "s"), "settled", "true", "stars", "5", "words", "很快");
        assertThat(rated.statusCode()).as(rated.body()).isEqualTo(302);
        assertThat(matter(tracking).stage()).isEqualTo(Stage.CALLED_BACK);
        assertThat(matter(tracking).stars()).isEqualTo(5);
        assertThat(count(
                        "select count(*) from matter.ledger where what = 'CalledBack' and by_kind = 'RESIDENT' and matter_id = ?",
                        matter(tracking).id()))
                .isEqualTo(1);
        town.as(town.chen, () -> closeMatter.close(matter(tracking).id(), null, Actor.of(town.chen), "内部小结"));
        assertThat(page(tracking).body()).contains("已经办完", "5 星").doesNotContain("内部小结");
    }

    @Test
    void whoSaysItIsNotSettledIsHeard() {
        String tracking = says("噪声扰民");
        isAnswered(tracking, "已劝阻");
        resident.send(
                "/t/" + tracking + "/settled", "form", key(page(tracking), "s"), "settled", "false", "words", "又开始了");
        assertThat(matter(tracking).stage()).isEqualTo(Stage.HANDLING);
        assertThat(page(tracking).body()).contains("评价：没有解决，继续办理", "又开始了", "正在为您办");
    }

    @Test
    void starsOutsideOneToFiveAreRefused() {
        String tracking = says("打分");
        isAnswered(tracking, "好了");
        for (String stars : List.of("0", "6", "-1")) {
            HttpResponse<String> refused = resident.send(
                    "/t/" + tracking + "/settled",
                    "form",
                    key(page(tracking), "s"),
                    "settled",
                    "true",
                    "stars",
                    stars,
                    "words",
                    "留着");
            assertThat(refused.statusCode()).as(stars).isEqualTo(400);
            assertThat(refused.body()).contains("评分为 1 至 5 星", "留着");
        }
        assertThat(resident.send("/t/" + tracking + "/settled", "form", key(page(tracking), "s"))
                        .body())
                .contains("请先选“解决了”或“没有解决”");
        assertThat(matter(tracking).stage()).isEqualTo(Stage.ANSWERED);
        assertThat(count(
                        "select count(*) from matter.ledger where what = 'CalledBack' and matter_id = ?",
                        matter(tracking).id()))
                .isZero();
    }

    @Test
    void whatIsOverTakesNoWordsButCanBeTakenUpAgain() {
        String tracking = says("不归我们管的事");
        String words = key(page(tracking), "w");
        town.as(town.chen, () -> declineMatter.decline(matter(tracking).id(), null, Actor.of(town.chen), "请向物业反映"));
        HttpResponse<String> page = page(tracking);
        assertThat(page.body()).contains("这件事派出所不能受理", "请向物业反映", "还没有解决？");
        HttpResponse<String> late = resident.send("/t/" + tracking + "/words", "form", words, "words", "晚到的话");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("这件事已经办完");
        resident.send("/t/" + tracking + "/reopen", "form", key(page, "r"), "words", "物业说找派出所");
        assertThat(matter(tracking).stage()).isEqualTo(Stage.RECEIVED);
        assertThat(page(tracking).body()).contains("您请求再办一次", "物业说找派出所");
    }

    @Test
    void aMergedMatterShowsTheProgressOfTheOtherWithoutItsPeople() {
        String lead = says("整栋楼停水", "name", "牛秀英", "phone", "199002%05d".formatted(LAST_PHONE.incrementAndGet()));
        String mine = says("我家也没水", "name", "老马");
        town.as(
                town.chen,
                () -> mergeMatter.merge(
                        matter(mine).id(),
                        null,
                        Actor.of(town.chen),
                        matter(lead).id()));
        assertThat(page(mine).body()).contains("我们一起办", "我家也没水").doesNotContain("整栋楼停水", "牛秀英");
        resident.send("/t/" + mine + "/words", "form", key(page(mine), "w"), "words", "五楼的水压最低");
        assertThat(town.as(town.chen, () -> ledger.of(matter(lead).id())))
                .last()
                .satisfies(line -> assertThat(line.happening())
                        .isEqualTo(new Happening.WordAdded(matter(mine).number() + " 五楼的水压最低", List.of())));
        isAnswered(lead, "牛秀英您好，水泵已换，有事打 19900112233");
        assertThat(page(mine).body()).contains("已经答复您", "陈警官", "水泵已换").doesNotContain("牛秀英", "19900112233", "这件事解决了吗？");
    }

    @Test
    void theGroupKnowsItsLastMatterSoonAfterwards() {
        String tracking = says("群里的新事");
        Supplier<Long> last =
                () -> town.as(town.chen, () -> groups.require(group.id())).lastMatterId();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (last.get() != matter(tracking).id()) {
            assertThat(System.nanoTime()).as("known within ten seconds").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void thePagesSpeakEnglishToo() {
        String tracking = says("双语");
        assertThat(resident.see(door() + "?lang=en").body()).contains("What is it about?");
        assertThat(resident.see("/t/" + tracking).body()).contains("Received, waiting to be accepted");
    }

    private static byte[] photo() {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(Color.ORANGE);
        pen.fillRect(8, 8, 30, 30);
        pen.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** A PNG of a few dozen kilobytes that would be 20,000 by 20,000 pixels. */
    private static byte[] bomb() {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(rows)) {
            byte[] row = new byte[1 + 20_000 / 8];
            for (int y = 0; y < 20_000; y++) {
                deflated.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        chunk(
                file,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(20_000)
                        .putInt(20_000)
                        .put(new byte[] {1, 0, 0, 0, 0})
                        .array());
        chunk(file, "IDAT", rows.toByteArray());
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String name, byte[] content) {
        byte[] body = ByteBuffer.allocate(4 + content.length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
        CRC32 check = new CRC32();
        check.update(body);
        file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        file.writeBytes(body);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
    }
}
