package org.fengqiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.access.SignedIn;
import org.fengqiao.channel.paste.Layout;
import org.fengqiao.database.Sight;
import org.fengqiao.intake.OpenPasted.Outcome;
import org.fengqiao.intake.OpenPasted.Ticked;
import org.fengqiao.intake.PastedTurn.Standing;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.Urgency;
import org.fengqiao.matter.Way;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.people.NicknamePlace;
import org.fengqiao.people.RecogniseResident;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.EveryTable;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@InTheHouse
class PasteTest {

    private static final AtomicInteger GROUPS = new AtomicInteger();

    static final String MORNING = """
            桥头王姐 2026/11/20 09:58
            大家早上好呀，今天蒸了一锅红糖馒头
            三号楼老赵 2026/11/20 10:01
            咱们这栋从昨晚开始就没暖气，家里有八十岁的老人
            三号楼老赵 2026/11/20 10:02
            手摸上去冰凉，室温才十四度
            糖糖妈 2026/11/20 10:03
            谁家的快递放错到我门口了，蓝色袋子
            河边小刘 2026/11/20 10:05
            河堤路灯坏了三盏，晚上黑得看不见
            "小区管家"邀请"小周"加入了群聊
            """;

    private static final String CHATTER = "红糖馒头";
    private static final String ASIDE = "蓝色袋子";

    @Autowired
    Town town;

    @Autowired
    LookAtPaste lookAtPaste;

    @Autowired
    OpenPasted openPasted;

    @Autowired
    LookedAt lookedAt;

    @Autowired
    KeepResident keepResident;

    @Autowired
    MatterSheets sheets;

    @Autowired
    Ledger ledger;

    @Autowired
    EveryTable everyTable;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @LocalServerPort
    int port;

    @Test
    void consecutiveWordsOfOneNeighbourOnOneSubjectAreOneTurn() {
        PasteSheet sheet = look(town.chen, group(), MORNING);

        assertThat(sheet.layout()).isEqualTo(Layout.DATED);
        assertThat(sheet.turns()).extracting(PastedTurn::sender).containsExactly("桥头王姐", "三号楼老赵", "糖糖妈", "河边小刘");
        assertThat(turnOf(sheet, "三号楼老赵").words()).isEqualTo("咱们这栋从昨晚开始就没暖气，家里有八十岁的老人\n手摸上去冰凉，室温才十四度");
        assertThat(sheet.systemLines()).containsExactly("\"小区管家\"邀请\"小周\"加入了群聊");
    }

    @Test
    void aTickedTurnBecomesAMatterWithItsOwnWordsNameTimeAndGroup() {
        int group = group();
        Outcome outcome = open(town.chen, group, MORNING, "三号楼老赵");

        assertThat(outcome.opened()).hasSize(1);
        assertThat(outcome.forgotten()).isEqualTo(3);
        MatterView matter = matter(outcome.opened().getFirst());
        assertThat(matter.words()).isEqualTo("咱们这栋从昨晚开始就没暖气，家里有八十岁的老人\n手摸上去冰凉，室温才十四度");
        assertThat(matter.asker()).isEqualTo("三号楼老赵");
        assertThat(matter.way()).isEqualTo(Way.PASTE);
        assertThat(matter.groupId()).isEqualTo(group);
        assertThat(matter.unitId()).isEqualTo(town.qingshi);
        assertThat(matter.openedAt()).isEqualTo("2026-11-20T02:01:00Z");
    }

    @Test
    void theChatterThatIsNotKept() {
        int group = group();
        // Words that no other test says: all tests share one house.
        String morning = MORNING.replace(CHATTER, "绿豆凉糕")
                .replace(ASIDE, "竹编篮子")
                .replace("糖糖妈", "梨花妈妈")
                .replace("室温才十四度", "墙皮都凉透了");
        Visitor chen = atThePaste(town.chen);
        HttpResponse<String> read = chen.send("/paste", "group", "" + group, "text", morning);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).contains("绿豆凉糕", "竹编篮子");
        HttpResponse<String> opened = chen.send(
                "/paste/matters", "group", "" + group, "text", morning, "at", at(read), "tick", tickOf(read, "河边小刘"));
        assertThat(opened.statusCode()).isEqualTo(302);
        assertThat(chen.see(opened.headers()
                                .firstValue("location")
                                .orElseThrow()
                                .replaceFirst("^https?://[^/]+", ""))
                        .body())
                .contains("（2026）QSZ-", "河堤路灯坏了三盏");

        assertThat(everyTable.holding("河堤路灯坏了三盏")).contains("matter.matter", "matter.ledger");
        assertThat(everyTable.holding("绿豆凉糕")).isEmpty();
        assertThat(everyTable.holding("竹编篮子")).isEmpty();
        assertThat(everyTable.holding("梨花妈妈")).isEmpty();
        assertThat(everyTable.holding("墙皮都凉透了")).isEmpty();
    }

    @Test
    void anOverlappingStretchShowsWhatIsKnownAndAddsOnlyWhatIsNew() {
        int group = group();
        long lamp = open(town.chen, group, MORNING, "河边小刘").opened().getFirst();
        String later = MORNING.substring(MORNING.indexOf("糖糖妈")) + """
                糖糖妈 2026/11/20 10:20
                井盖翘起来了，孩子差点绊倒
                """;
        PasteSheet sheet = look(town.li, group, later);

        assertThat(turnOf(sheet, "河边小刘").standing()).isEqualTo(Standing.OPENED);
        assertThat(turnOf(sheet, "河边小刘").matters()).containsExactly(lamp);
        assertThat(turnOf(sheet, "河边小刘").numberOf(lamp)).isEqualTo(matter(lamp).number());
        assertThat(turnOf(sheet, "河边小刘").openable()).isFalse();
        assertThat(turnOf(sheet, "糖糖妈").standing()).isEqualTo(Standing.ASIDE);
        assertThat(sheet.fresh()).isEqualTo(1);
        assertThat(sheet.turns().getLast().standing()).isEqualTo(Standing.NEW);

        Outcome outcome = openLast(town.li, group, later);
        assertThat(outcome.forgotten()).isZero();
        assertThat(matter(outcome.opened().getFirst()).words()).isEqualTo("井盖翘起来了，孩子差点绊倒");
        assertThat(look(town.chen, group, MORNING + later.substring(later.lastIndexOf("糖糖妈")))
                        .fresh())
                .isZero();
    }

    @Test
    void anEarlierStretchPastedLaterKeepsTheOrderOfTheChat() {
        int group = group();
        String[] parts = {MORNING.substring(0, MORNING.indexOf("糖糖妈")), MORNING.substring(MORNING.indexOf("糖糖妈"))};
        open(town.chen, group, parts[1]);
        open(town.chen, group, parts[0]);

        List<String> inOrder = keys(group);
        open(town.chen, group, MORNING);
        assertThat(keys(group)).isEqualTo(inOrder).hasSize(5);
        int other = group();
        open(town.chen, other, MORNING);
        assertThat(minutes(group)).isEqualTo(minutes(other));
    }

    @Test
    void whatWasLeftAsideCanStillBeOpened() {
        int group = group();
        assertThat(open(town.chen, group, MORNING).forgotten()).isEqualTo(5);

        Outcome outcome = open(town.chen, group, MORNING, "糖糖妈");

        assertThat(outcome.opened()).hasSize(1);
        assertThat(outcome.forgotten()).isZero();
        assertThat(turnOf(look(town.chen, group, MORNING), "糖糖妈").standing()).isEqualTo(Standing.OPENED);
    }

    @Test
    void twoOfficersWithTheSameStretchOpenEachMessageOnce() throws Exception {
        int group = group();
        PasteSheet sheet = look(town.chen, group, MORNING);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<Outcome>> officers = new ArrayList<>();
        for (SignedIn officer : List.of(town.chen, town.li)) {
            officers.add(() -> {
                together.await();
                return open(officer, group, MORNING, sheet, "三号楼老赵", "河边小刘");
            });
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Outcome> outcome : threads.invokeAll(officers)) {
                outcomes.add(outcome.get());
            }
        }
        Outcome winner =
                outcomes.stream().filter(o -> !o.opened().isEmpty()).findFirst().orElseThrow();
        Outcome loser =
                outcomes.stream().filter(o -> o.opened().isEmpty()).findFirst().orElseThrow();
        assertThat(winner.opened()).hasSize(2);
        assertThat(loser.quicker()).containsExactlyElementsOf(winner.opened());
        assertThat(mattersOf(group)).isEqualTo(2);
    }

    @Test
    void theSecondOfficerIsToldWhoWasQuicker() {
        int group = group();
        Visitor zhou = atThePaste(town.zhou);
        HttpResponse<String> read = zhou.send("/paste", "group", "" + group, "text", MORNING);
        open(town.chen, group, MORNING, "河边小刘");
        HttpResponse<String> late = zhou.send(
                "/paste/matters", "group", "" + group, "text", MORNING, "at", at(read), "tick", tickOf(read, "河边小刘"));
        assertThat(follow(zhou, late)).contains("没有重复立", "陈晓岚 立的");
        assertThat(mattersOf(group)).isEqualTo(1);
    }

    @Test
    void furtherWordsGoIntoTheOpenMatterOfTheSameSender() {
        int group = group();
        long lamp = open(town.chen, group, MORNING, "河边小刘").opened().getFirst();
        String evening = """
                河边小刘 2026/11/20 19:40
                刚才又灭了一盏，有人摔了一跤
                """;
        PastedTurn turn = turnOf(look(town.chen, group, evening), "河边小刘");
        assertThat(turn.targets()).extracting(PastedTurn.Target::id).containsExactly(lamp);

        Outcome outcome = town.as(
                town.chen,
                () -> openPasted.open(
                        town.chen,
                        group,
                        evening,
                        null,
                        List.of(new Ticked(turn.tick(), "DEMAND", Urgency.NORMAL, lamp))));

        assertThat(outcome.added()).containsExactly(lamp);
        assertThat(outcome.opened()).isEmpty();
        assertThat(town.as(town.chen, () -> ledger.of(lamp)))
                .extracting(line -> line.happening().getClass().getSimpleName())
                .containsExactly("Opened", "WordAdded");
        assertThat(turnOf(look(town.chen, group, evening), "河边小刘").matters()).containsExactly(lamp);
    }

    @Test
    void wordsCannotBeAddedToTheMatterOfAnotherSender() {
        int group = group();
        long lamp = open(town.chen, group, MORNING, "河边小刘").opened().getFirst();
        String tick = turnOf(look(town.chen, group, MORNING), "糖糖妈").tick();
        assertRefused(
                "refused.paste.target",
                () -> openPasted.open(
                        town.chen, group, MORNING, null, List.of(new Ticked(tick, "DEMAND", Urgency.NORMAL, lamp))));
    }

    @Test
    void aTextThatChangedAfterReadingIsJudgedAgain() {
        int group = group();
        Visitor chen = atThePaste(town.chen);
        HttpResponse<String> read = chen.send("/paste", "group", "" + group, "text", MORNING);
        HttpResponse<String> answer = chen.send(
                "/paste/matters",
                "group",
                "" + group,
                "text",
                MORNING.replace("三盏", "五盏"),
                "at",
                at(read),
                "tick",
                tickOf(read, "河边小刘"));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("文字在读过之后变了", "河堤路灯坏了五盏");
        assertThat(mattersOf(group)).isZero();
    }

    @Test
    void aRefusedTurnOpensNothingAndLosesNothing() {
        int group = group();
        Visitor chen = atThePaste(town.chen);
        String endless = MORNING + "桥头王姐 2026/11/20 10:30\n" + "水".repeat(10_001) + "\n";
        HttpResponse<String> read = chen.send("/paste", "group", "" + group, "text", endless);
        String ticks = tickOf(read, "河边小刘");
        List<String> all = ticksOf(read);
        HttpResponse<String> answer = chen.send(
                "/paste/matters?tick=" + ticks,
                "group",
                "" + group,
                "text",
                endless,
                "at",
                at(read),
                "tick",
                all.getLast());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("最多 10,000 个字", "河堤路灯坏了三盏", "红糖馒头");
        assertThat(mattersOf(group)).isZero();
        assertThat(keys(group)).isEmpty();
    }

    @Test
    void textInNoKnownLayoutIsOneMessageOfAnUnknownSender() {
        PasteSheet sheet = look(town.chen, group(), "楼上漏水，天花板一直滴，麻烦来人看看");
        assertThat(sheet.layout()).isEqualTo(Layout.UNKNOWN);
        assertThat(sheet.turns()).singleElement().satisfies(turn -> {
            assertThat(turn.sender()).isEmpty();
            assertThat(turn.words()).isEqualTo("楼上漏水，天花板一直滴，麻烦来人看看");
        });
    }

    @Test
    void aTextFileInAnyUsualEncodingIsRead() {
        Visitor chen = atThePaste(town.chen);
        String group = "" + group();
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"), StandardCharsets.UTF_16)) {
            HttpResponse<String> read =
                    chen.sendFiles("/paste", "file", List.of(MORNING.getBytes(charset)), "group", group, "text", "");
            assertThat(read.statusCode()).as(charset.name()).isEqualTo(200);
            assertThat(read.body()).contains("咱们这栋从昨晚开始就没暖气");
        }
    }

    @Test
    void whatCannotBeReadIsRefusedInClearWords() {
        Visitor chen = atThePaste(town.chen);
        int group = group();
        assertAnswer(chen.send("/paste", "group", "", "text", MORNING), 400, "请先选择是哪个群");
        assertAnswer(chen.send("/paste", "group", "99999999", "text", MORNING), 404, "群");
        assertAnswer(chen.send("/paste", "group", "" + group, "text", "  \n "), 400, "还没有文字");
        assertAnswer(
                chen.sendFiles("/paste", "file", List.of(new byte[] {1, 2, 3, 0, 7}), "group", "" + group),
                400,
                "这个文件不是文字");
        assertAnswer(
                chen.sendFiles(
                        "/paste",
                        "file",
                        List.of("水".repeat(400_000).getBytes(StandardCharsets.UTF_8)),
                        "group",
                        "" + group),
                413,
                "文字太多了，一次最多 1 MB");
        assertAnswer(
                chen.send("/paste", "group", "" + group, "text", "w".repeat((1 << 20) + 1)), 413, "文字太多了，一次最多 1 MB");
        assertAnswer(chen.send("/paste", "group", "" + group, "text", "张三:\n好\n".repeat(5_001)), 413, "消息太多了");
        HttpResponse<String> flood = chen.send("/paste", "group", "" + group, "text", "w".repeat(6 << 20));
        assertThat(flood.statusCode()).isBetween(400, 499);
    }

    @Test
    void oneMebibyteOfChatCanBeReadAndOpened() {
        Visitor chen = atThePaste(town.chen);
        int group = group();
        String line = "河边小刘 2026/11/20 10:05\n" + "河堤路灯坏了三盏，晚上黑得看不见。".repeat(12) + "\n";
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.toString().getBytes(StandardCharsets.UTF_8).length + 700 < 1 << 20; i++) {
            text.append(line.replace("小刘", "小刘" + i));
        }
        HttpResponse<String> read = chen.send("/paste", "group", "" + group, "text", text.toString());
        assertThat(read.statusCode()).isEqualTo(200);
        HttpResponse<String> opened = chen.send(
                "/paste/matters",
                "group",
                "" + group,
                "text",
                text.toString(),
                "at",
                at(read),
                "tick",
                ticksOf(read).getLast());
        assertThat(opened.statusCode()).isEqualTo(302);
        assertThat(mattersOf(group)).isEqualTo(1);
    }

    @Test
    void aClosedGroupAndOneOfAnotherStationTakeNothing() {
        int group = group();
        assertRefused("refused.group.absent", () -> lookAtPaste.look(town.wu, group, MORNING, null), town.wu);
        asHouse(() -> jdbc.sql("update groups.chat_group set closed_at = now() where id = ?")
                .param(group)
                .update());
        assertRefused("refused.paste.group-closed", () -> lookAtPaste.look(town.chen, group, MORNING, null));
    }

    @Test
    void thePasteIsForOfficersAtTheDeskOnly() {
        Visitor liu = atThePaste(town.liu);
        assertThat(liu.see("/paste").statusCode()).isEqualTo(403);
    }

    @Test
    void whatWasLeftAsideIsForgottenAfterAWhileButNotWhatWasOpened() {
        int group = group();
        long lamp = open(town.chen, group, MORNING, "河边小刘").opened().getFirst();
        asHouse(() -> jdbc.sql("update intake.looked_at set at = now() - interval '73 hours' where group_id = ?")
                .param(group)
                .update());
        asHouse(() -> lookedAt.forget(72));

        PasteSheet sheet = look(town.chen, group, MORNING);
        assertThat(sheet.fresh()).isEqualTo(4);
        assertThat(turnOf(sheet, "河边小刘").matters()).containsExactly(lamp);
    }

    @Test
    void aNeighbourKnownByNicknameInTheGroupIsRecognised() {
        int group = group();
        long zhao = town.as(
                town.chen,
                () -> keepResident.keep(
                        town.qingshi, NewResident.of("赵长河", null).called(NicknamePlace.inGroup(group), "三号楼老赵")));
        assertThat(turnOf(look(town.chen, group, MORNING), "三号楼老赵").resident())
                .isEqualTo(new RecogniseResident.Known(zhao, "赵长河"));
        long heating = open(town.chen, group, MORNING, "三号楼老赵").opened().getFirst();
        assertThat(matter(heating).residentId()).isEqualTo(zhao);
    }

    private Visitor atThePaste(SignedIn who) {
        Visitor visitor = Visitor.signedIn(port, who);
        visitor.see("/paste");
        return visitor;
    }

    private int group() {
        int n = GROUPS.incrementAndGet();
        return asHouse(
                () -> jdbc.sql("insert into groups.chat_group (unit_id, name, door) values (?, ?, ?) returning id")
                        .params(town.qingshi, "桥头小区 " + n + " 群", "paste-test-" + n)
                        .query(Integer.class)
                        .single());
    }

    private PasteSheet look(SignedIn who, int group, String text) {
        return town.as(who, () -> lookAtPaste.look(who, group, text, null));
    }

    private static PastedTurn turnOf(PasteSheet sheet, String sender) {
        return sheet.turns().stream()
                .filter(turn -> turn.sender().equals(sender))
                .findFirst()
                .orElseThrow();
    }

    private Outcome open(SignedIn who, int group, String text, String... senders) {
        return open(who, group, text, look(who, group, text), senders);
    }

    private Outcome open(SignedIn who, int group, String text, PasteSheet sheet, String... senders) {
        List<Ticked> ticks = new ArrayList<>();
        for (String sender : senders) {
            ticks.add(new Ticked(turnOf(sheet, sender).tick(), "DEMAND", Urgency.NORMAL, 0));
        }
        return town.as(who, () -> openPasted.open(who, group, text, sheet.at(), ticks));
    }

    private Outcome openLast(SignedIn who, int group, String text) {
        PasteSheet sheet = look(who, group, text);
        String tick = sheet.turns().getLast().tick();
        return town.as(
                who,
                () -> openPasted.open(
                        who, group, text, sheet.at(), List.of(new Ticked(tick, "HAZARD", Urgency.URGENT, 0))));
    }

    private MatterView matter(long id) {
        return town.as(town.chen, () -> sheets.find(id)).orElseThrow();
    }

    private long mattersOf(int group) {
        return asHouse(() -> jdbc.sql("select count(*) from matter.matter where group_id = ?")
                .param(group)
                .query(Long.class)
                .single());
    }

    private List<String> keys(int group) {
        return asHouse(() -> jdbc.sql(
                        "select encode(fingerprint, 'hex') from intake.looked_at where group_id = ? order by place")
                .param(group)
                .query(String.class)
                .list());
    }

    private List<String> minutes(int group) {
        return asHouse(() -> jdbc.sql("select minute::text from intake.looked_at where group_id = ? order by place")
                .param(group)
                .query(String.class)
                .list());
    }

    private <T> T asHouse(java.util.function.Supplier<T> work) {
        return Optional.ofNullable(Sight.HOUSE.see(() -> transaction.execute(status -> work.get())))
                .orElseThrow();
    }

    private void assertRefused(String key, Callable<?> work) {
        assertRefused(key, work, town.chen);
    }

    private static void assertRefused(String key, Callable<?> work, SignedIn who) {
        assertThatThrownBy(() -> who.sight().call(work))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo(key));
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.body()).contains(words);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static String follow(Visitor visitor, HttpResponse<String> redirect) {
        assertThat(redirect.statusCode()).isEqualTo(302);
        return visitor.see(
                        redirect.headers().firstValue("location").orElseThrow().replaceFirst("^https?://[^/]+", ""))
                .body();
    }

    private static String at(HttpResponse<String> page) {
        return first(page.body(), "name=\"at\" value=\"([^\"]+)\"");
    }

    private static List<String> ticksOf(HttpResponse<String> page) {
        return Pattern.compile("name=\"tick\"[^>]* value=\"([0-9a-f]+)\"")
                .matcher(page.body())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String tickOf(HttpResponse<String> page, String sender) {
        return first(page.body(), "for=\"t([0-9a-f]{16})\"[^~]{0,200}<strong>" + sender + "</strong>");
    }

    private static String first(String body, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        if (!matcher.find()) {
            throw new AssertionError("not on the page: " + pattern + "\n" + body);
        }
        return String.valueOf(matcher.group(1));
    }
}
