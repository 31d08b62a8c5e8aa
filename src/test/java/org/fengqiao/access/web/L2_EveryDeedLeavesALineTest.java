package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.web.Deeds.Row;
import org.fengqiao.access.web.WholeHouse.Who;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * L2: whatever changes something, and every reading of what is sensitive, leaves exactly one line that says who, when, what and from
 * where: in the audit trail or in the ledger of the matter. Which line belongs to which endpoint stands in {@code deeds.tsv}; a new
 * endpoint fails until it stands there, too.
 */
@InAHouseOfItsOwn
class L2_EveryDeedLeavesALineTest {

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    private WholeHouse house;
    private Town town;
    private JdbcClient owner;
    private Deeds deeds;

    @BeforeEach
    void everybodyIsHere() {
        house = WholeHouse.of(context, port);
        town = house.town;
        owner = house.anyRow.owner();
        deeds = new Deeds(context, port);
    }

    @AfterEach
    void noEmergencyGoesOn() {
        owner.sql("update access.emergency set ended_at = now() where ended_at is null and until is not null")
                .update();
    }

    @Test
    void everyDeedStandsInTheTable() throws IOException {
        List<Row> table = Deeds.table();
        Set<String> written = table.stream().map(Row::endpoint).collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        for (Endpoint endpoint : house.endpoints) {
            String name = endpoint.method() + " " + endpoint.path();
            there.add(name);
            boolean leavesTheHouse =
                    endpoint.path().matches(".*\\.(xlsx|csv)|.*/documents/\\{[^}]*}|.*/export.*|.*/own-data.*");
            if ((!endpoint.isSafe() || leavesTheHouse) && !written.contains(name)) {
                missing.add(name);
            }
        }
        assertThat(missing)
                .as("endpoints whose line nobody wrote down in deeds.tsv")
                .isEmpty();
        written.removeAll(there);
        assertThat(written).as("endpoints that are gone").isEmpty();
        assertThat(table.stream().filter(row -> row.body().startsWith("shown:")))
                .allSatisfy(row -> assertThat(shows(row.body().substring(6)))
                        .as(row.body())
                        .isTrue());
        System.out.printf(
                "L2: %d ways to change or take something, %d not kept yet: %s%n",
                table.size(),
                table.stream().filter(row -> row.leaves().equals("gap")).count(),
                table.stream()
                        .filter(row -> row.leaves().equals("gap"))
                        .map(Row::endpoint)
                        .toList());
    }

    private static boolean shows(String test) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            return sources.anyMatch(source -> source.endsWith(test + ".java"));
        }
    }

    @Test
    void everyDeedLeavesExactlyOneLine() throws IOException {
        List<Row> table = Deeds.table();
        List<String> wrong = new ArrayList<>();
        int done = 0;
        for (Row row : table) {
            if (row.isDone()) {
                String found = leftBy(row, table);
                if (!found.isEmpty()) {
                    wrong.add(row.endpoint() + " " + row.body() + ": " + found);
                }
                done++;
            }
        }
        assertThat(done).as("deeds that were really done").isGreaterThan(70);
        assertThat(wrong).isEmpty();
        System.out.printf("L2: %d deeds done, each left one line%n", done);
    }

    @Test
    void whoComesToWhatIsNotForThemLeavesALineToo() {
        int refused = 0;
        for (Endpoint endpoint : house.endpoints) {
            boolean ofKeepers = endpoint.path().matches("/(units|officers|audit|followers|first-security|grids/new).*");
            if (!ofKeepers || endpoint.path().contains("{")) {
                continue;
            }
            Before before = before(town.sun.officer());
            Visitor.Answer answer = house.ask(endpoint, Who.VOLUNTEER, endpoint.path());
            if (answer.status() == 403) {
                assertThat(left(before)).as(endpoint.path()).containsExactly("audit:access.refused");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(7);
    }

    private record Before(int officer, long line, long seq, Instant at) {}

    private Before before(int officer) {
        return new Before(
                officer,
                number("select coalesce(max(n), 0) from audit.line where officer_id = " + officer),
                number("select coalesce(max(seq), 0) from matter.ledger"),
                Instant.now());
    }

    private long number(String sql) {
        return owner.sql(sql).query(Long.class).single();
    }

    private List<String> left(Before before) {
        return owner.sql("""
                        select 'audit:' || what from audit.line where officer_id = :officer and n > :line
                        union all
                        select 'ledger:' || what from matter.ledger
                        where by_id = :officer and by_kind = case when :officer = 0 then 'RESIDENT' else 'OFFICER' end and seq > :seq""")
                .param("officer", before.officer())
                .param("line", before.line())
                .param("seq", before.seq())
                .query((found, n) -> found.getString(1))
                .list();
    }

    /** What was wrong with the line a deed left; empty for nothing. */
    private String leftBy(Row row, List<Row> table) {
        Who who = Who.valueOf(row.who());
        SignedIn person = deeds.person(who);
        Deeds.Thing thing = deeds.thing(row);
        String hindered = deeds.before(row, thing, table);
        if (!hindered.isEmpty()) {
            return hindered;
        }
        String body = deeds.filled(row.body(), thing);
        Before before = before(person == null ? 0 : person.officer());
        Visitor.Answer answer = deeds.send(row, who, thing.path(), body);
        if (answer.status() >= 400) {
            return "answered " + answer.status() + " " + words(answer.body());
        }
        List<String> left = left(before);
        if (!left.equals(List.of(row.leaves().split("\\+")))) {
            return "left " + left + " instead of " + row.leaves();
        }
        return row.leaves().startsWith("audit:") && !saysEverything(before, person)
                ? "the line does not say everything"
                : "";
    }

    private boolean saysEverything(Before before, @Nullable SignedIn person) {
        return number("""
                select count(*) from audit.line where officer_id = %d and n > %d and at between '%s' and now() + interval '1 second'
                   and by_role <> '' and address <> '' and coalesce(unit_id, 0) = %d and (by_name <> '' or officer_id = 0)
                   and (what not in ('resident.unmasked', 'emergency.asked') or purpose <> '')""".formatted(
                                before.officer(),
                                before.line(),
                                before.at().minusSeconds(1),
                                person == null ? 0 : person.unit()))
                == 1;
    }

    private static String words(String body) {
        String plain =
                body.replaceAll("(?s)<[^>]*>", " ").replaceAll("\\s+", " ").strip();
        return plain.substring(0, Math.min(200, plain.length()));
    }
}
