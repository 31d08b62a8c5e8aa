package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fengqiao.access.web.Deeds.Row;
import org.fengqiao.access.web.WholeHouse.Who;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A4: fifty fields that nobody asked for, named like the columns of the tables, change nothing: neither do their values stand anywhere
 * afterwards, nor does a matter come out otherwise than without them.
 */
@InAHouseOfItsOwn
class A4_ExtraFieldsTest {

    private static final int MANY = 50;
    private static final String WORDS = "a4canary";
    private static final String NUMBER = "987654321";

    /** What else a form may ask for under a name the program does not tell. */
    private static final Set<String> ASKED_BY_MAPS = Set.of(
            "unit", "words", "kind", "urgency", "place", "phone", "name", "note", "area", "owner", "grid", "members",
            "bridge", "role");

    private static final Map<String, String> CHOICES =
            Map.of("role", "SECURITY", "stage", "CLOSED", "state", "SENT", "way", "HOOK", "by_kind", "HOUSE");

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    private WholeHouse house;
    private Deeds deeds;
    private JdbcClient owner;
    private List<String> columns;

    @BeforeEach
    void everybodyIsHere() {
        house = WholeHouse.of(context, port);
        deeds = new Deeds(context, port);
        owner = house.anyRow.owner();
        columns = owner.sql("""
                        select distinct a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname in ('org', 'access', 'matter', 'people', 'channel', 'groups', 'notice', 'audit') and c.relkind in ('r', 'p')
                          and a.attnum > 0 and not a.attisdropped and c.relname not like '%spring%' and c.relname not like '%flyway%' order by 1""").query((found, n) -> found.getString(1)).list();
    }

    @AfterEach
    void noEmergencyGoesOn() {
        owner.sql("update access.emergency set ended_at = now() where ended_at is null and until is not null")
                .update();
    }

    @Test
    void fieldsNobodyAskedForChangeNothing() throws IOException {
        Random chance = Soak.chance("A4");
        List<Row> table = Deeds.table();
        List<String> wrong = new ArrayList<>();
        List<Row> forms = table.stream()
                .filter(row -> row.isDone()
                        && !row.method().equals("GET")
                        && !row.path().startsWith("/api/"))
                .collect(Collectors.toCollection(ArrayList::new));
        assertThat(forms).hasSizeGreaterThan(45);
        Collections.shuffle(forms, chance);
        List<Row> tried = forms.subList(0, Math.min(forms.size(), Soak.times(20, Integer.MAX_VALUE)));
        for (Row row : tried) {
            String plain = outcome(row, table, List.of());
            String stuffed = outcome(row, table, extra(row, chance));
            if (!plain.equals(stuffed)) {
                wrong.add(row.endpoint() + ": " + plain + " became " + stuffed);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(holding())
                .as("tables in which a value nobody asked for stands")
                .isEmpty();
        System.out.printf("A4: %d forms with %d fields each, 0 changes%n", tried.size(), MANY);
    }

    @Test
    void theApiRefusesFieldsItDoesNotKnowOrLetsThemLie() throws IOException {
        List<Row> table = Deeds.table();
        int bodies = 0;
        int refused = 0;
        for (Row row : table) {
            if (!row.isDone() || !row.path().startsWith("/api/")) {
                continue;
            }
            Deeds.Thing thing = deeds.thing(row);
            assertThat(deeds.before(row, thing, table)).isEmpty();
            String body = deeds.filled(row.body(), thing);
            String stuffed = body.replaceFirst(
                    "}$",
                    (body.length() > 2 ? "," : "") + "\"unit_id\":" + NUMBER + ",\"tracking\":\"" + WORDS + "\"}");
            Visitor.Answer answer = deeds.send(row, Who.valueOf(row.who()), thing.path(), stuffed);
            refused += answer.status() == 400 ? 1 : 0;
            bodies++;
        }
        assertThat(bodies).isGreaterThan(18);
        assertThat(refused).as("of %d bodies; the others let it lie", bodies).isGreaterThan(bodies * 3 / 4);
        assertThat(holding()).isEmpty();
    }

    private List<String> extra(Row row, Random chance) {
        Set<String> asked = new TreeSet<>(ASKED_BY_MAPS);
        house.endpoints.stream()
                .filter(endpoint -> row.endpoint().equals(endpoint.method() + " " + endpoint.path()))
                .forEach(endpoint -> asked.addAll(endpoint.fields()));
        Stream.of(row.body().split("&")).map(pair -> pair.split("=")[0]).forEach(asked::add);
        List<String> names = columns.stream()
                .flatMap(column -> Stream.of(column, camel(column)))
                .distinct()
                .filter(name -> !asked.contains(name))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(names, chance);
        return names.stream().limit(MANY).toList();
    }

    private static String camel(String column) {
        StringBuilder camel = new StringBuilder();
        for (String part : column.split("_")) {
            camel.append(
                    camel.isEmpty()
                            ? part
                            : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1));
        }
        return camel.toString();
    }

    private static String value(String name) {
        String known = CHOICES.get(name);
        return known != null
                ? known
                : name.toLowerCase(java.util.Locale.ROOT).endsWith("id") || name.equals("version") ? NUMBER : WORDS;
    }

    /** How it answered and how the matter stands now, without what is never the same twice. */
    private String outcome(Row row, List<Row> table, List<String> more) {
        Deeds.Thing thing = deeds.thing(row);
        String hindered = deeds.before(row, thing, table);
        if (!hindered.isEmpty()) {
            return hindered;
        }
        String body = deeds.filled(row.body(), thing);
        String extra = more.stream().map(name -> name + "=" + value(name)).collect(Collectors.joining("&"));
        Visitor.Answer answer = deeds.send(
                row,
                Who.valueOf(row.who()),
                thing.path(),
                extra.isEmpty() ? body : body.isEmpty() ? extra : body + "&" + extra);
        String stands = thing.matter() == 0
                ? ""
                : owner.sql("""
                                select concat_ws(' ', unit_id, kind, urgency, stage, coalesce(stage_before, '-'), way, handler_id, settled, stars, merged_into is null,
                                                 version, closed_at is null) from matter.matter where id = ?""").param(thing.matter()).query(String.class).single();
        return answer.status() + " " + stands;
    }

    private List<String> holding() {
        return owner.sql("""
                        select n.nspname || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relname not like 'spring_session%'""").query((found, n) -> found.getString(1)).list().stream()
                .filter(table -> owner.sql("select exists (select from " + table + " t where t::text like '%" + WORDS
                                + "%' or t::text ~ '\\m" + NUMBER + "\\M')")
                        .query(Boolean.class)
                        .single())
                .toList();
    }
}
