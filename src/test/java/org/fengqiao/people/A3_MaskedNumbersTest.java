package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.Tokens;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.EveryTable;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Program;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A3: whoever looks, on pages, in JSON, in the table that leaves the house and in its log, no number of a resident is whole; it is shown
 * once, to who says what for, and that is kept.
 */
@InTheHouse
@ExtendWith(OutputCaptureExtension.class)
class A3_MaskedNumbersTest {

    private static final Pattern LONG_NUMBER = Pattern.compile("(?<![0-9])(?:[0-9]{11}|[0-9]{17}[0-9X])(?![0-9])");
    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)");

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
    Tokens tokens;

    @Autowired
    EveryTable everyTable;

    @Autowired
    EveryRow rows;

    @Autowired
    JdbcClient jdbc;

    private record Person(long id, PhoneNumber phone, CitizenNumber citizen, long matter) {}

    /** Everybody with a phone and a citizen number; the first few wait for their call back. */
    private List<Person> people(int many, int base) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            PhoneNumber phone = PhoneNumber.of("19906%06d".formatted(base + i));
            CitizenNumber citizen = FictionalNumbers.adult(100_000 + base + i);
            boolean asks = i < 15;
            people.add(town.as(town.chen, () -> {
                long id = keepResident.keep(
                        town.qingshi,
                        NewResident.of("乔某", phone).identified(citizen, null).living("桥西街"));
                return new Person(id, phone, citizen, asks ? answered(id) : 0);
            }));
        }
        return people;
    }

    private long answered(long resident) {
        long matter = openMatter
                .open(
                        NewMatter.of(town.qingshi, "DEMAND", "楼道灯坏了", Way.DESK).askedBy(resident, "乔某"),
                        Town.actor(town.chen))
                .id();
        takeMatter.take(matter, null, Town.actor(town.chen));
        answerMatter.answer(matter, null, Town.actor(town.chen), "已换");
        return matter;
    }

    /** What is whole of these numbers in some words, and how many were looked at. */
    private static final class Scan {

        private final Map<String, Person> numbers = new HashMap<>();
        private final List<String> masks = new ArrayList<>();
        private final List<String> leaks = new ArrayList<>();
        private int texts;
        private int masked;

        Scan(List<Person> people) {
            for (Person person : people) {
                numbers.put(person.phone().digits(), person);
                numbers.put(person.citizen().digits(), person);
                masks.add(person.citizen().masked());
            }
        }

        void look(String where, String words) {
            texts++;
            Matcher number = LONG_NUMBER.matcher(words);
            while (number.find()) {
                if (numbers.containsKey(number.group())) {
                    leaks.add(where);
                }
            }
            masked += words.contains("199****") || masks.stream().anyMatch(words::contains) ? 1 : 0;
        }
    }

    private static List<String> links(String body, String start) {
        List<String> links = new ArrayList<>();
        Matcher link = LINK.matcher(body);
        while (link.find()) {
            if (link.group(1).startsWith(start)) {
                links.add(link.group(1).replace("&amp;", "&"));
            }
        }
        return links;
    }

    /** Every page of a list, by its "next" link. */
    private static void walk(Visitor visitor, String list, Scan scan, String who) {
        String at = list;
        for (int page = 0; page < 2_000 && !at.isEmpty(); page++) {
            String body = visitor.see(at).body();
            scan.look(who + " " + at, body);
            List<String> next = links(body, list + "?after");
            at = next.isEmpty() ? "" : next.getLast();
        }
    }

    @Test
    void nobodySeesAWholeNumber(CapturedOutput log) throws IOException {
        int many = Soak.times(60, 10_000);
        List<Person> people = people(many, 0);
        Scan scan = new Scan(people);
        int tables = 0;
        for (SignedIn who : List.of(
                town.chen,
                town.li,
                town.zhou,
                town.zheng,
                town.wu,
                town.liu,
                town.qian,
                town.sun,
                town.he,
                town.su,
                town.fang)) {
            Visitor visitor = Visitor.signedIn(port, who);
            for (String page : List.of(
                    "/",
                    "/matters?show=all",
                    "/inbox",
                    "/posts",
                    "/groups",
                    "/grids",
                    "/units",
                    "/officers",
                    "/audit")) {
                scan.look(who.login() + " " + page, visitor.see(page).body());
            }
            walk(visitor, "/residents", scan, who.login());
            walk(visitor, "/callbacks", scan, who.login());
            for (Person person : people) {
                if (person.matter() != 0) {
                    scan.look(
                            who.login() + " resident",
                            visitor.see("/residents/" + person.id()).body());
                    scan.look(
                            who.login() + " matter",
                            visitor.see("/matters/" + person.matter()).body());
                }
            }
            for (String list : List.of("/matters.xlsx?show=all", "/residents.xlsx")) {
                var table = visitor.fetch(list);
                if (table.statusCode() == 200) {
                    scan.look(who.login() + " " + list, cells(table.body()));
                    tables++;
                }
            }
        }
        assertThat(tables).as("tables that left the house").isGreaterThan(5);
        programs(people, scan);
        scan.look("log", log.getAll());
        System.out.printf(
                "A3: %d persons, %d pages, answers, tables and logs looked through, %d with masked numbers, %d whole numbers%n",
                many, scan.texts, scan.masked, scan.leaks.size());
        assertThat(scan.leaks).isEmpty();
        assertThat(scan.masked).as("pages that would have shown a number").isGreaterThan(60);
        String shown = Visitor.signedIn(port, town.chen)
                .see("/residents/" + people.getFirst().id())
                .body();
        assertThat(shown)
                .contains(
                        people.getFirst().phone().masked(),
                        people.getFirst().citizen().masked());
    }

    private void programs(List<Person> people, Scan scan) {
        for (SignedIn who : List.of(town.chen, town.zheng, town.liu)) {
            Program program = new Program(
                    port, town.as(who, () -> tokens.issue(who, "看", List.of("matters:read", "groups:read"), 1)));
            scan.look(
                    who.login() + " list",
                    program.get("/api/v1/matters?size=200").body());
            scan.look(who.login() + " groups", program.get("/api/v1/groups").body());
            for (Person person : people.subList(0, 15)) {
                for (String part : List.of("", "/timeline", "/tasks", "/merged", "/choices", "/posts")) {
                    scan.look(
                            who.login() + part,
                            program.get("/api/v1/matters/" + person.matter() + part)
                                    .body());
                }
            }
        }
    }

    private static String cells(byte[] table) throws IOException {
        StringBuilder all = new StringBuilder();
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(table))) {
            for (Row row : book.getFirstSheet().read()) {
                for (int i = 0; i < row.getCellCount(); i++) {
                    all.append(row.getCellText(i)).append('\n');
                }
            }
        }
        return all.toString();
    }

    @Test
    void whoSaysWhatForSeesTheNumberOnceAndThatIsKept(CapturedOutput log) {
        Person person = people(1, 700_000).getFirst();
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/callbacks");
        var called = chen.send("/matters/" + person.matter() + "/reveal", "purpose", "CALL_BACK");
        assertThat(called.body()).contains("tel:" + person.phone().digits());
        assertThat(called.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        var looked = chen.send("/residents/" + person.id() + "/reveal", "purpose", "OTHER", "words", "补办证件");
        assertThat(looked.body())
                .contains(person.phone().digits(), person.citizen().digits());
        assertThat(looked.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(rows.see(() -> jdbc.sql(
                                "select purpose from audit.line where what = 'resident.unmasked' and about = ? order by n")
                        .param("resident/" + person.id())
                        .query(String.class)
                        .list()))
                .containsExactly("CALL_BACK", "OTHER: 补办证件");
        assertThat(chen.see("/residents/" + person.id()).body())
                .doesNotContain(person.phone().digits());
        assertThat(everyTable.holding(person.phone().digits())).isEmpty();
        assertThat(everyTable.holding(person.citizen().digits())).isEmpty();
        assertThat(log.getAll())
                .doesNotContain(person.phone().digits(), person.citizen().digits());
    }

    @Test
    void withoutAPurposeOrFromElsewhereNothingIsShown() {
        Person person = people(1, 710_000).getFirst();
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/callbacks");
        for (String[] said : new String[][] {{}, {"purpose", "OTHER"}, {"purpose", "CURIOUS"}}) {
            var refused = chen.send("/residents/" + person.id() + "/reveal", said);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).doesNotContain(person.phone().digits());
        }
        Visitor wu = Visitor.signedIn(port, town.wu);
        wu.see("/callbacks");
        assertThat(wu.send("/residents/" + person.id() + "/reveal", "purpose", "VERIFY")
                        .statusCode())
                .isEqualTo(404);
        assertThat(wu.send("/matters/" + person.matter() + "/reveal", "purpose", "VERIFY")
                        .statusCode())
                .isEqualTo(404);
        assertThat(rows.count("audit.line where what = 'resident.unmasked' and about = ?", "resident/" + person.id()))
                .isZero();
    }

    @Test
    void aProgramNeedsTheScopeAndAPurpose() {
        Person person = people(1, 720_000).getFirst();
        String path = "/api/v1/matters/" + person.matter() + "/reveal";
        Program writes =
                new Program(port, town.as(town.chen, () -> tokens.issue(town.chen, "写", List.of("matters:write"), 1)));
        assertThat(writes.post(path, "{\"purpose\":\"CALL_BACK\"}").status()).isEqualTo(403);
        Program reveals =
                new Program(port, town.as(town.chen, () -> tokens.issue(town.chen, "拨", List.of("people:reveal"), 1)));
        assertThat(reveals.post(path, "{}").status()).isEqualTo(400);
        assertThat(reveals.postUnder("", path, "{\"purpose\":\"CALL_BACK\"}").status())
                .isEqualTo(400);
        var shown = reveals.postUnder("once-" + person.id(), path, "{\"purpose\":\"CALL_BACK\"}");
        assertThat(shown.json().get("phone").asString())
                .isEqualTo(person.phone().digits());
        assertThat(shown.header("Cache-Control")).contains("no-store");
        assertThat(everyTable.holding(person.phone().digits()))
                .as("not even under its key")
                .isEmpty();
    }

    @Test
    void aChildsNumberIsKeptOnlyWithAGuardiansConsent() {
        CitizenNumber child = FictionalNumbers.of(LocalDate.now().minusYears(9), 117);
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/residents/new");
        var refused = chen.send("/residents", "name", "小芽", "citizen", child.digits());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("监护人");
        String page = chen.send("/residents", "name", "小芽", "citizen", child.digits(), "consent", "母亲 11 月 20 日书面同意")
                .headers()
                .firstValue("Location")
                .map(location -> URI.create(location).getPath())
                .orElseThrow();
        assertThat(chen.see(page).body())
                .contains("未满 14 周岁")
                .doesNotContain(child.digits(), child.masked(), "母亲 11 月 20 日书面同意");
        assertThat(chen.send(page + "/read").statusCode()).isEqualTo(400);
        assertThat(chen.send(page + "/read", "purpose", "VERIFY").body())
                .contains("未满 14 周岁", "母亲 11 月 20 日书面同意", child.masked())
                .doesNotContain(child.digits());
        assertThat(chen.send(page, "name", "小芽", "consent", "").statusCode())
                .as("consent cannot be taken away while the number stays")
                .isEqualTo(400);
        assertThat(chen.send(page, "name", "小芽", "consent", "", "dropCitizen", "true")
                        .statusCode())
                .isEqualTo(302);
        assertThat(chen.see(page).body()).doesNotContain(child.masked());
    }

    @Test
    void aMatterIsFoundByTheWholeNumberOfWhoAsked() {
        Person person = people(1, 730_000).getFirst();
        Visitor chen = Visitor.signedIn(port, town.chen);
        String spelt = person.phone().digits().substring(0, 3) + " "
                + person.phone().digits().substring(3, 7) + "-"
                + person.phone().digits().substring(7);
        for (String typed :
                List.of(person.phone().digits(), spelt, person.citizen().digits())) {
            String query = "/matters?show=all&words=" + URLEncoder.encode(typed, StandardCharsets.UTF_8);
            assertThat(links(chen.see(query).body(), "/matters/" + person.matter()))
                    .as(typed)
                    .isNotEmpty();
            assertThat(links(Visitor.signedIn(port, town.zheng).see(query).body(), "/matters/" + person.matter()))
                    .as(typed)
                    .isNotEmpty();
            assertThat(links(Visitor.signedIn(port, town.wu).see(query).body(), "/matters/" + person.matter()))
                    .as(typed)
                    .isEmpty();
        }
    }
}
