package org.fengqiao.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.access.SignedIn;
import org.fengqiao.people.FictionalNumbers;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An old register is brought in: good lines are kept once and for all, the others come back with what is wrong with them. */
@InTheHouse
class OldRegisterTest {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Pattern SELECTED =
            Pattern.compile("<option[^>]*value=\"([a-z]*)\"[^>]*selected=\"selected\"|(</select>)");
    private static final AtomicInteger NEXT = new AtomicInteger(910_000);

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    EveryRow rows;

    private Visitor zhou;

    @BeforeEach
    void theChiefIsHere() {
        zhou = Visitor.signedIn(port, town.zhou);
        zhou.see("/imports");
    }

    private static String phone() {
        return "1990077%04d".formatted(NEXT.incrementAndGet() % 10_000);
    }

    private static String citizen() {
        return FictionalNumbers.adult(NEXT.incrementAndGet()).digits();
    }

    private HttpResponse<String> upload(Visitor who, String register, int unit, byte[] table) {
        return who.sendFiles("/imports", "table", List.of(table), "register", register, "unit", Integer.toString(unit));
    }

    private long uploaded(String register, byte[] table) {
        HttpResponse<String> answer = upload(zhou, register, town.qingshi, table);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        String place = answer.headers().firstValue("Location").orElse("");
        return Long.parseLong(place.substring(place.lastIndexOf('/') + 1));
    }

    /** Takes the columns as the page offers them. */
    private List<String> offered(long id) {
        List<String> columns = new ArrayList<>();
        String page = zhou.see("/imports/" + id).body();
        for (String select : page.split("<select ")) {
            if (select.contains("name=\"column\"")) {
                Matcher selected = SELECTED.matcher(select);
                columns.add(selected.find() && selected.group(1) != null ? selected.group(1) : "");
            }
        }
        return columns;
    }

    private void begin(Visitor who, long id, List<String> columns) {
        String[] fields = columns.stream()
                .flatMap(column -> java.util.stream.Stream.of("column", column))
                .toArray(String[]::new);
        assertThat(who.send("/imports/" + id, fields).statusCode()).isEqualTo(302);
        Soon.it("the import ends", () -> !state(id).equals("RUNNING"));
        assertThat(state(id)).isEqualTo("DONE");
    }

    private String state(long id) {
        return rows.read("select state from register.import where id = ?", String.class, id);
    }

    private record Came(int kept, int known, int refused) {}

    private Came brought(String register, byte[] table) {
        long id = uploaded(register, table);
        begin(zhou, id, offered(id));
        return came(id);
    }

    private Came came(long id) {
        return new Came(number("kept", id), number("known", id), number("refused", id));
    }

    private int number(String column, long id) {
        return rows.read("select " + column + " from register.import where id = ?", Integer.class, id);
    }

    private String everyResident() {
        return rows.read("select md5(string_agg(r::text, '' order by id)) from people.resident r", String.class);
    }

    @Test
    void aTableInGb18030WithATitleAboveIsUnderstood() {
        String phone = phone();
        byte[] table = Tables.csv(
                GB18030,
                ";",
                List.of(
                        List.of("青石派出所居民台账（二〇一九年）"),
                        List.of(),
                        List.of("序号", "姓 名 *", "身份证号码", "联系电话（手机）", "现住址", "备注"),
                        List.of("1", "㐂𠮷娃", citizen(), "１９９ " + phone.substring(3), "柳树巷 3 号；二单元", "独居，需“常去”看看"),
                        List.of("2", "欧阳䶮", citizen(), "", "柳树巷 5 号", "")));
        long id = uploaded("RESIDENTS", table);

        assertThat(offered(id)).containsExactly("", "name", "citizen", "phone", "address", "note");
        assertThat(zhou.see("/imports/" + id).body())
                .contains("㐂𠮷娃", "柳树巷 5 号")
                .doesNotContain(phone);
        begin(zhou, id, offered(id));

        assertThat(came(id)).isEqualTo(new Came(2, 0, 0));
        assertThat(rows.count(
                        "people.resident where name = ? and address = ? and note like '%常去%'", "㐂𠮷娃", "柳树巷 3 号；二单元"))
                .isEqualTo(1);
        assertThat(rows.count("people.resident r where r::text like ?", "%" + phone + "%"))
                .as("numbers in plain words")
                .isZero();
        assertThat(zhou.see("/residents?q=" + phone).body())
                .as("found by its number")
                .contains("㐂𠮷娃");
    }

    @Test
    void badLinesComeBackWithWhatIsWrongAndAreTakenOnceMended() {
        String shared = phone();
        String good = phone();
        List<List<String>> lines = List.of(
                List.of("姓名", "手机号", "身份证号", "住址", "网格员评语"),
                List.of("林可好", good, "", "枣园 1 号", "热心"),
                List.of("林无号", "", "", "", "见过"),
                List.of("", phone(), "", "枣园 2 号", ""),
                List.of("林错号", "1990000", "", "枣园 3 号", ""),
                List.of("林错证", "", "99999919600101001X", "枣园 4 号", ""),
                List.of("林老大", shared, "", "枣园 5 号", ""),
                List.of("林老二", shared, "", "枣园 5 号", "=HYPERLINK(\"http://evil.example\")"));
        long id = uploaded("RESIDENTS", Tables.csv(StandardCharsets.UTF_8, ",", lines));
        begin(zhou, id, offered(id));
        assertThat(came(id)).isEqualTo(new Came(2, 0, 5));

        List<List<String>> back =
                Tables.read(zhou.fetch("/imports/" + id + "/refused.xlsx").body());

        assertThat(back.getFirst()).containsExactly("姓名", "手机号", "身份证号", "住址", "网格员评语", "哪里不对");
        assertThat(back.subList(1, 6))
                .extracting(List::getLast)
                .satisfiesExactly(
                        why -> assertThat(why).contains("至少要有一项"),
                        why -> assertThat(why).startsWith("姓名：").contains("请补上"),
                        why -> assertThat(why).startsWith("电话："),
                        why -> assertThat(why).startsWith("公民身份号码："),
                        why -> assertThat(why).startsWith("电话：").contains("另一个姓名"));
        assertThat(back.get(5)).contains(shared, "'=HYPERLINK(\"http://evil.example\")");
        assertThat(back.getLast().getFirst()).contains("周大勇", "仅限工作使用");

        List<List<String>> mended = new ArrayList<>(back);
        mended.set(1, List.of("林无号", "", "", "枣园 9 号", "见过", ""));
        mended.set(2, List.of("林补名", phone(), "", "枣园 2 号", "", ""));
        mended.set(3, List.of("林错号", phone(), "", "枣园 3 号", "", ""));
        mended.set(4, List.of("林错证", "", citizen(), "枣园 4 号", "", ""));
        mended.set(5, List.of("林老二", "", "", "枣园 5 号", "", ""));
        assertThat(brought("RESIDENTS", Tables.xlsx(mended)))
                .as("the last line, that says who took it, is nobody")
                .isEqualTo(new Came(5, 1, 0));
    }

    @Test
    void theSameFileAndTheSameLineInAnotherFileChangeNothing() {
        String phone = phone();
        String citizen = citizen();
        List<List<String>> lines = List.of(
                List.of("Name", "Mobile", "ID number", "Address"),
                List.of("董一凡", phone, "", "东街 1 号"),
                List.of("董二凡", "", citizen, "东街 2 号"),
                List.of("董三凡", "", "", "东街 3 号"));
        byte[] file = Tables.csv(StandardCharsets.UTF_16, "\t", lines);
        assertThat(brought("RESIDENTS", file)).isEqualTo(new Came(3, 0, 0));
        String before = everyResident();

        assertThat(brought("RESIDENTS", file)).isEqualTo(new Came(0, 3, 0));
        List<List<String>> others = new ArrayList<>(lines.subList(1, 4));
        Collections.reverse(others);
        others.addFirst(List.of("姓名", "电话", "公民身份号码", "住址"));
        assertThat(brought("RESIDENTS", Tables.xlsx(others))).isEqualTo(new Came(0, 3, 0));

        assertThat(everyResident()).isEqualTo(before);
    }

    @Test
    void ofAFormulaOnlyWhatItShowedIsReadAndNumbersStayWhole() {
        String phone = phone();
        byte[] table = Tables.raw("""
                <row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>电话</t></is></c>\
                <c r="C1" t="inlineStr"><is><t>备注</t></is></c></row>
                <row r="2"><c r="A2" t="str"><f>HYPERLINK("http://evil.example","x")</f><v>范公式</v></c><c r="B2"><v>%s</v></c>\
                <c r="C2" s="1"><v>43529</v></c></row>
                <row r="3"><c r="A3" t="inlineStr"><is><t>=1+1</t></is></c><c r="B3"><v>%s</v></c></row>""".formatted(phone, "1." + phone().substring(1) + "E10"));

        assertThat(brought("RESIDENTS", table)).isEqualTo(new Came(2, 0, 0));

        assertThat(rows.count("people.resident where name = '范公式' and note = '2019-03-05'"))
                .isEqualTo(1);
        assertThat(rows.count("people.resident where name = '=1+1'")).isEqualTo(1);
        assertThat(rows.count("people.resident where name like '%HYPERLINK%'")).isZero();
        assertThat(zhou.see("/residents?q=" + phone).body()).contains("范公式");
    }

    @Test
    void groupsAndGridsFindTheirOfficers() {
        assertThat(brought(
                        "GRIDS",
                        Tables.xlsx(List.of(
                                List.of("网格名称", "类别", "社区民警", "网格员姓名", "联系电话"),
                                List.of("旧册一网格", "社区网格", "陈晓岚", "葛守田", phone()),
                                List.of("旧册警格", "警格", "", "", ""),
                                List.of("旧册二网格", "菜园", "", "", ""),
                                List.of("旧册三网格", "", "查无此人", "", "")))))
                .isEqualTo(new Came(2, 0, 2));
        assertThat(rows.count(
                        "org.grid where name = '旧册一网格' and keeper_name = '葛守田' and officer_id = ?",
                        town.chen.officer()))
                .isEqualTo(1);

        byte[] groups = Tables.csv(
                GB18030,
                ",",
                List.of(
                        List.of("微信群名称", "覆盖范围", "群人数", "责任民警", "所属网格"),
                        List.of("旧册一号群", "1—3 号楼", "481人", "陈晓岚", "旧册一网格"),
                        List.of("旧册二号群", "4 号楼", "很多", "", ""),
                        List.of("旧册三号群", "5 号楼", "20", "", "没有的网格")));
        assertThat(brought("GROUPS", groups)).isEqualTo(new Came(1, 0, 2));
        assertThat(brought("GROUPS", groups)).isEqualTo(new Came(0, 1, 2));
        assertThat(rows.count(
                        "groups.chat_group where name = '旧册一号群' and members = 481 and owner_id = ? and grid_id is not null",
                        town.chen.officer()))
                .isEqualTo(1);
    }

    @Test
    void oldMattersKeepTheirDaysAndSayWhereTheyComeFrom() {
        long posts = rows.count("notice.post");
        byte[] table = Tables.csv(
                GB18030,
                ",",
                List.of(
                        List.of("序号", "登记日期", "来访人", "联系电话", "事项类别", "反映内容", "处理情况", "结案日期", "承办人"),
                        List.of("1", "2019年3月5日", "丁旧事", phone(), "纠纷", "旧册：楼上漏水", "已调解，各付一半", "2019-3-9 14:30", "老赵"),
                        List.of("2", "2019.03.06", "", "", "", "旧册：路灯不亮", "", "", ""),
                        List.of("1", "2020/1/2", "", "", "隐患", "旧册：井盖松动", "已固定", "2020/1/3", ""),
                        List.of("3", "2019-13-01", "", "", "", "旧册：坏日期", "", "", ""),
                        List.of("4", "2099-01-01", "", "", "", "旧册：将来", "", "", ""),
                        List.of("5", "2019-03-06", "", "", "", "旧册：倒着结", "好了", "2018-01-01", "")));
        assertThat(brought("MATTERS", table)).isEqualTo(new Came(3, 0, 3));
        assertThat(brought("MATTERS", table)).as("again").isEqualTo(new Came(0, 3, 3));

        long matter = rows.read("select id from matter.matter where words = '旧册：楼上漏水'", Long.class);
        assertThat(rows.read(
                        "select stage || ' ' || kind || ' ' || (opened_at at time zone 'Asia/Shanghai')::text || ' ' || (closed_at at time zone 'Asia/Shanghai')::text from matter.matter where id = ?",
                        String.class,
                        matter))
                .isEqualTo("CLOSED DISPUTE 2019-03-05 00:00:00 2019-03-09 14:30:00");
        assertThat(zhou.see("/matters/" + matter).body()).contains("已调解，各付一半", "由旧登记册导入", "原编号：1", "原经办人：老赵");
        assertThat(rows.count(
                        "matter.ledger where matter_id = ? and what = 'Noted' and at > now() - interval '1 hour'",
                        matter))
                .as("the note says when it was really written")
                .isEqualTo(1);
        assertThat(rows.count("notice.post")).as("nobody is told").isEqualTo(posts);
    }

    @Test
    void whatIsNoTableOrTooMuchIsRefusedAndNothingIsKept() {
        long before = rows.count("register.import");
        byte[] sound = Tables.raw("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c></row>");
        List<List<String>> many = new ArrayList<>(List.of(List.of("姓名", "住址")));
        for (int i = 0; i <= Upload.MOST_ROWS; i++) {
            many.add(List.of("多", "多"));
        }
        byte[] zeros = new byte[8 * 1024 * 1024];
        Random noise = new Random(7);
        byte[] random = new byte[4_000];
        noise.nextBytes(random);
        List<byte[]> bad = List.of(
                new byte[0],
                Tables.zipped(sound, "xl/vbaProject.bin", new byte[] {1}),
                Tables.zipped(sound, "xl/media/zeros.xml", zeros),
                Tables.raw("<row r=\"1\"><c r=\"A1\""),
                "%PDF-1.7\n%%EOF".getBytes(StandardCharsets.US_ASCII),
                ("姓名,住址\n" + "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
                        .getBytes(StandardCharsets.UTF_8),
                "姓名,住址\n甲,\"没有完".getBytes(StandardCharsets.UTF_8),
                "姓名,住址\n".getBytes(StandardCharsets.UTF_8),
                Tables.csv(StandardCharsets.UTF_8, ",", many),
                Tables.csv(StandardCharsets.UTF_8, ",", List.of(Collections.nCopies(61, "姓名"), List.of("甲"))),
                random);
        for (int i = 0; i < bad.size(); i++) {
            assertThat(upload(zhou, "RESIDENTS", town.qingshi, bad.get(i)).statusCode())
                    .as("file %d", i)
                    .isBetween(400, 422);
        }
        assertThat(rows.count("register.import")).isEqualTo(before);
    }

    @Test
    void columnsAreCorrectedByHandButNotForgedOrDoubled() {
        long id = uploaded(
                "RESIDENTS",
                Tables.csv(StandardCharsets.UTF_8, ",", List.of(List.of("谁", "哪儿"), List.of("手工列", "河边 1 号"))));
        assertThat(offered(id)).containsExactly("", "");
        for (List<String> wrong : List.of(
                List.of("", ""),
                List.of("name", "name"),
                List.of("name"),
                List.of("name", "id"),
                List.of("name", "address", "note"))) {
            String[] fields = wrong.stream()
                    .flatMap(column -> java.util.stream.Stream.of("column", column))
                    .toArray(String[]::new);
            assertThat(zhou.send("/imports/" + id, fields).statusCode())
                    .as("%s", wrong)
                    .isEqualTo(400);
        }
        begin(zhou, id, List.of("name", "address"));
        assertThat(came(id)).isEqualTo(new Came(1, 0, 0));
    }

    @Test
    void onlyWhoAnswersForARegisterBringsItInAndOnlyTheUploaderSeesTheTable() {
        byte[] table = Tables.csv(StandardCharsets.UTF_8, ",", List.of(List.of("姓名", "住址"), List.of("右权", "右街 1 号")));
        Visitor he = Visitor.signedIn(port, town.he);
        he.see("/imports");
        assertThat(upload(he, "RESIDENTS", town.qingshi, table).statusCode()).isEqualTo(403);
        assertThat(upload(zhou, "RESIDENTS", town.hewan, table).statusCode()).isEqualTo(404);
        for (SignedIn other : List.of(town.chen, town.li, town.zheng, town.su, town.fang, town.liu)) {
            assertThat(Visitor.signedIn(port, other).see("/imports").statusCode())
                    .as(other.login())
                    .isEqualTo(403);
        }
        long id = uploaded("RESIDENTS", table);
        long grids = uploaded(
                "GRIDS", Tables.csv(StandardCharsets.UTF_8, ",", List.of(List.of("网格", "网格员"), List.of("右格", "右员"))));
        assertThat(he.see("/imports/" + grids).body()).contains("1").doesNotContain("右格", "右员");
        assertThat(he.send("/imports/" + grids, "column", "name", "column", "keeper")
                        .statusCode())
                .isEqualTo(410);
        assertThat(he.see("/imports/" + grids + "/refused.xlsx").statusCode()).isEqualTo(410);
        assertThat(he.see("/imports/" + id).statusCode())
                .as("a register of another role")
                .isEqualTo(404);
        begin(zhou, id, List.of("name", "address"));
        for (String deed : List.of("import.uploaded", "import.begun", "import.done")) {
            assertThat(rows.count(
                            "audit.line where what = ? and about = ? and officer_id = ? and data::text not like '%右%'",
                            deed, "import/" + id, town.zhou.officer()))
                    .as(deed)
                    .isEqualTo(1);
        }
    }

    @Test
    void manyLinesAreTakenInFewMinutes() {
        int many = Soak.times(200, 50_000);
        List<List<String>> lines = new ArrayList<>(List.of(List.of("姓名", "身份证号", "住址")));
        for (int i = 0; i < many; i++) {
            lines.add(List.of("众" + i, FictionalNumbers.adult(200_000 + i).digits(), "大院 " + i + " 号"));
        }
        byte[] table = Tables.csv(GB18030, ",", lines);
        long began = System.nanoTime();
        long id = uploaded("RESIDENTS", table);
        assertThat(zhou.send("/imports/" + id, "column", "name", "column", "citizen", "column", "address")
                        .statusCode())
                .isEqualTo(302);
        while (state(id).equals("RUNNING")) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(10));
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        System.out.printf(
                "import: %d lines in %d ms%n",
                many, Duration.ofNanos(System.nanoTime() - began).toMillis());
        assertThat(came(id)).isEqualTo(new Came(many, 0, 0));
    }

    @Test
    void aBlankTableNeedsNoCorrecting() {
        for (Register register : Register.values()) {
            byte[] blank =
                    zhou.fetch("/imports/blank.xlsx?register=" + register).body();
            List<String> heads = Tables.read(blank).getFirst();
            List<String> filled = new ArrayList<>(Collections.nCopies(heads.size(), ""));
            filled.set(0, "空白表");
            long id = uploaded(register.name(), Tables.xlsx(List.of(heads, filled)));
            assertThat(offered(id))
                    .containsExactlyElementsOf(register.columns().stream()
                            .map(Register.Column::name)
                            .toList());
        }
    }
}
