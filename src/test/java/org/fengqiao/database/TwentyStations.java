package org.fengqiao.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Twenty stations with one officer each and one row in every table of the house, made from the catalogue alone: a table that
 * somebody adds is filled and tried without anybody thinking of it.
 */
final class TwentyStations {

    private static final Map<PostgresServer, TwentyStations> MADE = new IdentityHashMap<>();

    /** One of the twenty. */
    record Station(int unit, int officer) {

        Sight sight() {
            return Sight.of(officer, unit, List.of(unit));
        }

        int wall(Catalogue.Walled table) {
            return table.wall().equals("officer_id") ? officer : unit;
        }
    }

    /** Columns that lead to a row of another table, with or without a foreign key. */
    private static final Map<String, String> LEADS_TO = Map.of(
            "officer_id", "org.officer",
            "matter_id", "matter.matter",
            "resident_id", "people.resident",
            "group_id", "groups.chat_group",
            "bridge_id", "channel.bridge",
            "grid_id", "org.grid",
            "post_id", "notice.post");

    /** Values that the followers of the house must be able to read. */
    private static final Map<String, String> MUST_BE = Map.of(
            "matter.matter.kind", "DEMAND",
            "matter.matter.stage", "RECEIVED",
            "matter.ledger.what", "Accepted",
            "notice.callout.state", "GIVEN_UP");

    private static final Pattern FIRST_CHOICE = Pattern.compile("'([A-Z_]+)'::text");

    private final JdbcClient owner;
    private final List<Catalogue.Walled> tables;
    private final List<Station> stations = new ArrayList<>();

    private TwentyStations(JdbcClient owner) {
        this.owner = owner;
        this.tables = Catalogue.walled(owner);
        for (int i = 0; i < 20; i++) {
            stations.add(make(i));
        }
    }

    static synchronized TwentyStations in(PostgresServer server) {
        return MADE.computeIfAbsent(server, its -> new TwentyStations(Catalogue.asOwner(its)));
    }

    List<Station> all() {
        return stations;
    }

    List<Catalogue.Walled> tables() {
        return tables;
    }

    JdbcClient owner() {
        return owner;
    }

    private Station make(int number) {
        int unit = owner.sql("""
                        with fresh as (select nextval(pg_get_serial_sequence('org.unit', 'id'))::int as id)
                        insert into org.unit (id, kind, name, code, ancestors) overriding system value
                        select id, 'STATION', ?, ?, array[id] from fresh returning id""")
                .params("第" + number + "派出所", "WALL" + number)
                .query(Integer.class)
                .single();
        Map<String, Object> rows = new HashMap<>();
        for (Catalogue.Walled table : tables) {
            rows.put(table.name(), fill(owner, table.name(), unit, rows));
        }
        return new Station(unit, (Integer) java.util.Objects.requireNonNull(rows.get("org.officer")));
    }

    private record Column(
            String name,
            String type,
            boolean needed,
            @Nullable String check,
            int number) {}

    static Object fill(JdbcClient owner, String table, int unit, Map<String, Object> rows) {
        List<Column> columns = owner.sql("""
                        select a.attname, t.typname, a.attnotnull and not a.atthasdef and a.attidentity = '' as needed, a.attnum,
                               (select pg_get_constraintdef(k.oid) from pg_constraint k
                                where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as rule
                        from pg_attribute a join pg_type t on t.oid = a.atttypid
                        where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum""")
                .param(table)
                .query((row, n) -> new Column(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getString(5), row.getInt(4)))
                .list();
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Column column : columns) {
            if (column.needed()
                    || column.name().equals("officer_id")
                    || column.name().equals("unit_id")
                    || MUST_BE.containsKey(table + "." + column.name())) {
                names.add(column.name());
                values.add(value(table, column, unit, rows) + "::" + column.type());
            }
        }
        String returning = columns.get(0).number() == 1
                        && List.of("int4", "int8").contains(columns.get(0).type())
                ? columns.get(0).name()
                : "1";
        return owner.sql("insert into %s (%s) values (%s) returning %s"
                        .formatted(table, String.join(", ", names), String.join(", ", values), returning))
                .query()
                .singleRow()
                .values()
                .iterator()
                .next();
    }

    private static String value(String table, Column column, int unit, Map<String, Object> rows) {
        if (column.name().endsWith("unit_id") || column.name().endsWith("_unit")) {
            return Integer.toString(unit);
        }
        Object led = rows.get(LEADS_TO.getOrDefault(column.name(), ""));
        if (led != null) {
            return led.toString();
        }
        String fixed = MUST_BE.get(table + "." + column.name());
        if (fixed != null) {
            return "'" + fixed + "'";
        }
        if (column.check() != null) {
            Matcher choice = FIRST_CHOICE.matcher(column.check());
            if (choice.find()) {
                return "'" + choice.group(1) + "'";
            }
        }
        String random = UUID.randomUUID().toString().replace("-", "");
        return switch (column.type()) {
            case "text", "varchar", "bpchar" ->
                column.check() != null && column.check().contains("0-9a-f")
                        ? "'" + random + random + "'"
                        : "'" + random.toUpperCase(Locale.ROOT) + "'";
            case "int2", "int4", "int8", "float8", "numeric" -> "1";
            case "timestamptz" -> "now()";
            case "date" -> "current_date";
            case "bytea" -> "'\\x" + random + random + "'";
            case "jsonb" -> "'{}'";
            case "bool" -> "true";
            case "tsvector" -> "'" + random + "'";
            case "_text", "_int4" -> "'{}'";
            default ->
                throw new IllegalStateException(
                        table + "." + column.name() + " has a type unknown here: " + column.type());
        };
    }
}
