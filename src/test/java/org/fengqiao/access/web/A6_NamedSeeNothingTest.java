package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.web.WholeHouse.Who;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AskPartner;
import org.fengqiao.matter.HoldMatter;
import org.fengqiao.matter.MatterFilter;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.NameInMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A6: a matter that names an officer or a unit (信访工作条例 art. 30) is not there for the officer, or for anybody of that unit and below: not
 * at any address with an id in it, not in a list, a count, the search or an export, and not by SQL. For their colleagues, or the unit above,
 * it is.
 */
@InAHouseOfItsOwn
class A6_NamedSeeNothingTest {

    /** Lists that matters may stand in are taken along; not all tables, of which nobody gets more than ten a minute. */
    private static final Set<String> TAKEN_ALONG = Set.of("/matters.xlsx", "/callbacks.xlsx", "/posts.xlsx");

    /** How tables write what is not ASCII. */
    private static final Pattern ESCAPED = Pattern.compile("&#x([0-9a-fA-F]{1,5});");

    @Autowired
    ApplicationContext context;

    @Autowired
    JdbcClient app;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    MatterSheets sheets;

    @Autowired
    NameInMatter nameInMatter;

    @Autowired
    HoldMatter holdMatter;

    @LocalServerPort
    int port;

    private WholeHouse house;
    private Town town;
    private JdbcClient owner;

    @BeforeEach
    void everybodyIsHere() {
        house = WholeHouse.of(context, port);
        town = house.town;
        owner = house.anyRow.owner();
    }

    /** A matter with something in every table that leads to one. */
    private record Complaint(long id, String number, String words, long photo, long document, long post) {}

    private Complaint complaint(String words) {
        OpenMatter openMatter = context.getBean(OpenMatter.class);
        OpenMatter.Opened opened = Sight.HOUSE.see(
                () -> openMatter.open(NewMatter.of(town.qingshi, "DEMAND", words, Way.DESK), Actor.HOUSE));
        long id = opened.id();
        AskPartner ask = context.getBean(AskPartner.class);
        town.as(town.chen, () -> ask.askUnit(id, null, Town.actor(town.chen), town.heating, "请看一看"));
        town.as(town.chen, () -> ask.askPerson(id, null, Town.actor(town.chen), town.qian.officer(), "请劝一劝"));
        town.as(town.chen, () -> ask.askPerson(id, null, Town.actor(town.chen), town.sun.officer(), "请走一趟"));
        town.as(town.zhou, () -> {
            holdMatter.hold(id, Town.actor(town.zhou), "要查", "信访工作条例");
            return true;
        });
        Soon.it("the search finds it", () -> finds(town.li, id));
        return new Complaint(
                id,
                opened.number(),
                words,
                house.photo(id, town.qingshi),
                house.document(id),
                house.anyRow.of("notice.post", town.qingshi));
    }

    private boolean finds(SignedIn who, long id) {
        return town.as(who, () -> sheets.list(who, MatterFilter.ALL.with("停车费不开票"), null, 50)).items().stream()
                .anyMatch(row -> row.id() == id);
    }

    private long open(SignedIn who) {
        return town.as(who, () -> sheets.counts(who)).open();
    }

    /** What led to the matter or followed from it, in every table that can say so; made after it names somebody. */
    private Set<String> everythingLeadsTo(Complaint one) {
        Set<String> tables = new TreeSet<>();
        for (String table : owner.sql("""
                        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'matter_id'
                        where n.nspname not like 'pg%' and c.relkind in ('r', 'p') and not c.relispartition order by 1""")
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list()) {
            tables.add(table);
            if (rows(null, table, one.id()) == 0) {
                house.anyRow.of(table, town.qingshi);
                owner.sql("update %1$s set matter_id = ? where ctid = (select max(ctid) from %1$s where unit_id = ?)"
                                .formatted(table))
                        .params(one.id(), town.qingshi)
                        .update();
            }
        }
        owner.sql("update notice.post set matter_id = ? where id = ?")
                .params(one.id(), one.post())
                .update();
        owner.sql("insert into notice.receipt (post_id, group_id, unit_id) values (?, 1, ?) on conflict do nothing")
                .params(one.post(), town.qingshi)
                .update();
        return tables;
    }

    /** Rows of the matter as somebody sees them, or as they are. */
    private long rows(@Nullable SignedIn who, String table, long matter) {
        String sql = "select count(*) from %s where %s = %d"
                .formatted(table, table.equals("matter.matter") ? "id" : "matter_id", matter);
        return who == null
                ? owner.sql(sql).query(Long.class).single()
                : count(who, sql.substring("select count(*) from ".length()));
    }

    private Map<String, Long> seen(SignedIn who, Complaint one, Set<String> tables) {
        Map<String, Long> seen = new TreeMap<>();
        tables.forEach(table -> seen.put(table, rows(who, table, one.id())));
        seen.put("matter.matter", rows(who, "matter.matter", one.id()));
        seen.put("audit.line", count(who, "audit.line where about = 'matter/" + one.id() + "'"));
        seen.put("notice.receipt", count(who, "notice.receipt where post_id = " + one.post()));
        seen.values().removeIf(rows -> rows == 0);
        return seen;
    }

    private long count(SignedIn who, String from) {
        Long rows = who.sight()
                .see(() -> transaction.execute(status -> app.sql("select count(*) from " + from)
                        .query(Long.class)
                        .single()));
        return rows == null ? -1 : rows;
    }

    /** The address of something of this matter; empty where it has nothing to do with one. */
    private static String path(Endpoint endpoint, long id, String number, long photo, long document, long post) {
        String path = endpoint.path()
                .replaceFirst("/matters/by-number/\\{[^}]*}", "/matters/by-number/" + number)
                .replaceFirst("/matters/\\{[^}]*}", "/matters/" + id)
                .replaceFirst("/photos/\\{[^}]*}", "/photos/" + photo)
                .replaceFirst("/documents/\\{[^}]*}", "/documents/" + document)
                .replaceFirst("/posts/\\{[^}]*}", "/posts/" + post)
                .replaceFirst("/receipts/\\{[^}]*}", "/receipts/1")
                .replaceFirst("/named/\\{[^}]*}", "/named/1");
        return path.contains("{") || !endpoint.path().contains("{") || path.startsWith("/t/") ? "" : path;
    }

    private int compared;

    /** Everything asked for by these, in every way when {@code all}, is answered as if it were not there. */
    private List<String> toldApart(Complaint one, List<Who> named, boolean all) {
        List<String> apart = new ArrayList<>();
        String number = URLEncoder.encode(one.number(), StandardCharsets.UTF_8);
        String nobodys = URLEncoder.encode(one.number().replaceAll("[0-9]{6}$", "999999"), StandardCharsets.UTF_8);
        for (Endpoint endpoint : house.endpoints) {
            String path = path(endpoint, one.id(), number, one.photo(), one.document(), one.post());
            String nowhere = path(endpoint, 999_999_999, nobodys, 999_999_999, 999_999_999, 999_999_999);
            if (path.isEmpty() || (!all && !endpoint.isSafe())) {
                continue;
            }
            for (Who who : named) {
                if (endpoint.isForPrograms() == who.isProgram()) {
                    String there = I3_ForeignUrlsTest.told(house.ask(endpoint, who, path));
                    String absent = I3_ForeignUrlsTest.told(house.ask(endpoint, who, nowhere));
                    compared++;
                    if (!there.equals(absent)) {
                        apart.add(who + " " + endpoint.method() + " " + path + ": " + there + " <> " + absent);
                    }
                }
            }
        }
        return apart;
    }

    /** Lists, counts and exports in which the matter stands. */
    private Set<String> hits(Complaint one, Who who) {
        Set<String> hits = new TreeSet<>();
        SignedIn person = house.person(who);
        Visitor fresh = Visitor.signedIn(port, person);
        for (Endpoint endpoint : house.endpoints) {
            String path = endpoint.path();
            if (!endpoint.isSafe()
                    || path.contains("{")
                    || path.endsWith("**")
                    || path.equals("/desk/live")
                    || (path.endsWith(".xlsx") && !TAKEN_ALONG.contains(path))
                    || endpoint.isForPrograms()) {
                continue;
            }
            for (String asked : path.startsWith("/matters") && !path.contains("new")
                    ? List.of(path, path + "?words=" + URLEncoder.encode("停车费", StandardCharsets.UTF_8))
                    : List.of(path)) {
                HttpResponse<byte[]> answer = fresh.fetch(asked);
                assertThat(answer.statusCode()).as(asked).isNotEqualTo(429);
                String said = unpacked(answer.body());
                if (said.contains(one.words())
                        || said.contains(one.number())
                        || said.matches("(?s).*matters?/" + one.id() + "\\b.*")) {
                    hits.add(asked);
                }
            }
        }
        return hits;
    }

    private static String unpacked(byte[] body) {
        StringBuilder all = new StringBuilder(new String(body, StandardCharsets.UTF_8));
        if (body.length > 3 && body[0] == 'P' && body[1] == 'K') {
            try {
                Path file = Files.write(Files.createTempFile("a6", ".xlsx"), body);
                try (ZipFile zip = new ZipFile(file.toFile())) {
                    for (ZipEntry entry : Collections.list(zip.entries())) {
                        all.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                    }
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ESCAPED.matcher(all).replaceAll(one -> Character.toString(Integer.parseInt(one.group(1), 16)));
    }

    @Test
    void anOfficerWhoIsNamedSeesNothingAndTheColleaguesDo() {
        Complaint one = complaint("值班的人收了停车费不开票");
        long before = open(town.chen);
        long ofLi = open(town.li);
        assertThat(hits(one, Who.OFFICER)).contains("/matters", "/matters.xlsx");
        town.as(town.zhou, () -> {
            nameInMatter.nameOfficer(one.id(), Town.actor(town.zhou), town.chen.officer());
            return true;
        });
        Set<String> tables = everythingLeadsTo(one);

        assertThat(seen(town.li, one, tables)).as("the colleague").hasSizeGreaterThan(12);
        assertThat(seen(town.chen, one, tables)).as("the officer, by SQL").isEmpty();
        compared = 0;
        assertThat(toldApart(one, List.of(Who.OFFICER, Who.READS, Who.WRITES), true))
                .isEmpty();
        assertThat(compared).as("answers compared").isGreaterThan(100);
        assertThat(hits(one, Who.OFFICER)).isEmpty();
        assertThat(hits(one, Who.AUXILIARY)).contains("/matters", "/", "/posts");
        assertThat(finds(town.chen, one.id())).isFalse();
        assertThat(finds(town.li, one.id())).isTrue();
        assertThat(open(town.chen)).isEqualTo(before - 1);
        assertThat(open(town.li)).isEqualTo(ofLi);
        System.out.printf(
                "A6: %d answers compared, %d tables, 0 rows, 0 hits for the officer%n", compared, tables.size());
    }

    @Test
    void nobodyOfAUnitThatIsNamedOrBelowSeesAnythingAndTheUnitAboveDoes() {
        Complaint one = complaint("门口的人收了停车费不开票");
        long before = open(town.zhou);
        town.as(town.zhou, () -> {
            nameInMatter.nameUnit(one.id(), Town.actor(town.zhou), town.qingshi);
            return true;
        });
        Set<String> tables = everythingLeadsTo(one);

        List<Who> named =
                List.of(Who.OFFICER, Who.AUXILIARY, Who.CHIEF, Who.PARTNER, Who.MEDIATOR, Who.VOLUNTEER, Who.READS);
        assertThat(seen(town.zheng, one, tables)).as("the unit above").hasSizeGreaterThan(12);
        for (SignedIn who : List.of(town.chen, town.li, town.zhou, town.liu, town.qian, town.sun)) {
            assertThat(seen(who, one, tables)).as(who.name() + ", by SQL").isEmpty();
        }
        compared = 0;
        assertThat(toldApart(one, named, false)).isEmpty();
        assertThat(toldApart(one, List.of(Who.CHIEF, Who.OF_AUXILIARY, Who.OF_PARTNER), true))
                .isEmpty();
        assertThat(hits(one, Who.CHIEF)).isEmpty();
        assertThat(hits(one, Who.PARTNER)).isEmpty();
        assertThat(hits(one, Who.SUPERVISOR)).contains("/matters", "/");
        assertThat(finds(town.zhou, one.id())).isFalse();
        Soon.it("the unit above finds it", () -> finds(town.zheng, one.id()));
        assertThat(open(town.zhou)).isEqualTo(before - 1);
        System.out.printf("A6: %d answers compared, %d tables, 0 rows, 0 hits for the unit%n", compared, tables.size());
    }
}
