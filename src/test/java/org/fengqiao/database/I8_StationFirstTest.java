package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * I8: what an officer's pages ask of the large tables is found, in a house with many rows of many stations, by an index that begins with
 * the station, or with the one thing that is looked at: never by going through the rows of the others. PostgreSQL tells what was asked.
 */
@InTheHouse
class I8_StationFirstTest {

    private static final int ROWS = Soak.times(40_000, 80_000);

    /** The large tables, and what tells one row of a table from another. */
    private static final Map<String, String> LARGE = Map.of(
            "matter.matter",
                    "'id', g, 'unit_id', u, 'number', 'G' || g, 'tracking', 'G' || g, 'resident_id', g, 'closed_at', case when g % 10 > 0 then now() end",
            "matter.ledger", "'seq', 1000000000 + g, 'matter_id', g, 'unit_id', u, 'n', 1",
            "matter.search",
                    "'matter_id', g, 'unit_id', u, 'tokens', format('%s %s %s', 't' || g % 997, 's' || g % 31, 'x' || g)",
            "people.resident", "'id', g, 'unit_id', u, 'phone_index', null, 'citizen_index', null",
            "channel.message",
                    "'id', g, 'unit_id', u, 'external_id', 'G' || g, 'state', case when g % 50 = 0 then 'WAITING' else 'FORGOTTEN' end",
            "notice.post", "'id', g, 'unit_id', u, 'withdrawn_at', now()");

    /** Columns that lead to the one thing looked at. */
    private static final Set<String> ONE_THING = Set.of(
            "id",
            "matter_id",
            "number",
            "tracking",
            "tokens",
            "resident_id",
            "merged_into",
            "post_id",
            "sha256",
            "bridge_id");

    private static final Pattern ENTRY =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d [0-9:.]+ \\w+ \\[(\\d+)] (\\w+): +(.*)$", Pattern.DOTALL);
    private static final Pattern EXECUTE = Pattern.compile("^execute [^:]+: (.*)$", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = (NULL|'(?:[^']|'')*')");

    @Autowired
    PostgresServer server;

    @Autowired
    DataFolder data;

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @LocalServerPort
    int port;

    /** What was asked, with the values it was asked with. */
    private Map<String, String> asked() throws IOException {
        JdbcTemplate owner = new JdbcTemplate(Catalogue.ownersSource(server));
        long matter = Sight.HOUSE.see(() -> openMatter
                .open(NewMatter.of(town.qingshi, "DEMAND", "三楼漏水", Way.DESK), Actor.HOUSE)
                .id());
        Visitor chen = Visitor.signedIn(port, town.chen);
        Path log = data.root().resolve("postgres.log");
        owner.execute("alter system set log_statement = 'all'");
        owner.execute("select pg_reload_conf()");
        String said;
        try {
            long from = Files.size(log);
            for (String page : List.of(
                    "/",
                    "/matters",
                    "/matters?stage=HANDLING",
                    "/matters?words=%E6%BC%8F%E6%B0%B4",
                    "/matters?mine=true",
                    "/matters/" + matter,
                    "/matters/new",
                    "/residents",
                    "/residents?words=%E7%8E%8B",
                    "/groups",
                    "/inbox",
                    "/posts",
                    "/callbacks",
                    "/matters")) {
                assertThat(chen.see(page).statusCode()).as(page).isEqualTo(200);
            }
            byte[] all = Files.readAllBytes(log);
            said = new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8);
        } finally {
            owner.execute("alter system reset log_statement");
            owner.execute("select pg_reload_conf()");
        }
        return statements(said);
    }

    /** The statements of people, not of the house itself: each once, with its values put in. */
    private static Map<String, String> statements(String said) {
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, String> last = new HashMap<>();
        Map<String, Boolean> ofPeople = new HashMap<>();
        for (String entry : said.split("\n(?=\\d{4}-\\d\\d-\\d\\d )")) {
            Matcher parts = ENTRY.matcher(entry);
            if (!parts.matches()) {
                continue;
            }
            String process = parts.group(1);
            if (parts.group(2).equals("LOG")) {
                Matcher execute = EXECUTE.matcher(parts.group(3));
                last.put(process, execute.matches() ? execute.group(1) : "");
            } else if (parts.group(2).equals("DETAIL") && last.containsKey(process)) {
                String sql = last.get(process);
                Map<Integer, String> values = new HashMap<>();
                Matcher value = PARAMETER.matcher(parts.group(3));
                while (value.find()) {
                    values.put(Integer.parseInt(value.group(1)), value.group(2));
                }
                if (sql.contains("set_config('fengqiao.officer'")) {
                    ofPeople.put(process, !"'0'".equals(values.get(1)));
                } else if (Boolean.TRUE.equals(ofPeople.get(process))
                        && sql.stripLeading().startsWith("select")
                        && LARGE.keySet().stream().anyMatch(sql::contains)) {
                    found.putIfAbsent(sql, withValues(sql, values));
                }
            }
        }
        return found;
    }

    private static String withValues(String sql, Map<Integer, String> values) {
        return Pattern.compile("\\$(\\d+)")
                .matcher(sql)
                .replaceAll(place ->
                        Matcher.quoteReplacement(values.getOrDefault(Integer.parseInt(place.group(1)), "NULL")));
    }

    @Test
    void theMainQueriesGoByAnIndexThatBeginsWithTheStation() throws IOException {
        TwentyStations.in(server);
        Map<String, String> asked = asked();
        DataSource source = Catalogue.ownersSource(server);
        JdbcTemplate owner = new JdbcTemplate(source);
        Set<String> wrong = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        new TransactionTemplate(new JdbcTransactionManager(source)).executeWithoutResult(status -> {
            status.setRollbackOnly();
            fill(owner);
            Map<String, String> firsts = new HashMap<>();
            owner.query(
                    "select c.relname, a.attname from pg_index i join pg_class c on c.oid = i.indexrelid join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]",
                    row -> {
                        firsts.put(row.getString(1), row.getString(2));
                    });
            owner.execute("set local role " + Postgres.quoted(server.address().walledRole()));
            owner.query(
                    "select set_config('fengqiao.officer', ?, true), set_config('fengqiao.home', ?, true), set_config('fengqiao.units', ?, true), set_config('fengqiao.tracking', '', true)",
                    row -> {},
                    Integer.toString(town.chen.officer()),
                    Integer.toString(town.qingshi),
                    town.chen.sight().units());
            asked.forEach((sql, filled) -> {
                String plan = String.join("\n", owner.queryForList("explain (format json) " + filled, String.class));
                List<JsonNode> scans = new ArrayList<>();
                scans(new JsonMapper().readTree(plan).get(0).get("Plan"), scans);
                for (JsonNode scan : scans) {
                    judge(scan, firsts, used).ifPresent(why -> wrong.add(why + " in: " + sql.replaceAll("\\s+", " ")));
                }
            });
        });
        System.out.printf(
                "I8: %d queries of an officer's pages on %,d rows a table; by %s%n", asked.size(), ROWS, used);
        assertThat(wrong).isEmpty();
        assertThat(asked).hasSizeGreaterThan(10);
        assertThat(used).as("ways that begin with the station").anyMatch(way -> way.endsWith("(unit_id)"));
    }

    private static void fill(JdbcTemplate owner) {
        owner.execute("set local session_replication_role = replica");
        LARGE.forEach((table, differing) -> {
            owner.execute("""
                    insert into %1$s overriding system value
                    select r.* from (select to_jsonb(t) as row from %1$s t limit 1) one,
                         (select array_agg(id order by id) as all_units from org.unit) units,
                         generate_series(10000, %2$d) g, lateral (select all_units[1 + g %% cardinality(all_units)]) as unit(u),
                         lateral jsonb_populate_record(null::%1$s, one.row || jsonb_build_object(%3$s)) r""".formatted(table, 10_000 + ROWS, differing));
            owner.execute("analyze " + table);
        });
    }

    private static void scans(JsonNode node, List<JsonNode> found) {
        if (node.has("Relation Name") || node.has("Index Name")) {
            found.add(node);
        }
        if (node.has("Plans")) {
            node.get("Plans").forEach(below -> scans(below, found));
        }
    }

    /** Why this part of a plan goes through the rows of other stations; nothing where it does not. */
    private static java.util.Optional<String> judge(JsonNode scan, Map<String, String> firsts, Set<String> used) {
        String type = scan.get("Node Type").asString();
        String relation = scan.path("Relation Name").asString("");
        boolean large = LARGE.keySet().stream()
                .anyMatch(table -> relation.matches(table.substring(table.indexOf('.') + 1) + "(_[0-9]+)?"));
        if (type.equals("Seq Scan")) {
            // A sequence is read like a table of one row.
            return large ? java.util.Optional.of("goes through all of " + relation) : java.util.Optional.empty();
        }
        if (!scan.has("Index Name") || !(large || type.equals("Bitmap Index Scan"))) {
            return java.util.Optional.empty();
        }
        String index = scan.get("Index Name").asString();
        String first = firsts.getOrDefault(index, "");
        used.add(index + "(" + first + ")");
        if (!scan.has("Index Cond")) {
            return java.util.Optional.of("goes through all of " + index);
        }
        return first.equals("unit_id") || ONE_THING.contains(first)
                ? java.util.Optional.empty()
                : java.util.Optional.of("goes by " + index + ", which begins with " + first);
    }
}
