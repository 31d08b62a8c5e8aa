package org.fengqiao.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tables of all rooms as the catalogue knows them: a table that somebody adds is kept without anybody thinking of it. */
final class RoomTables {

    /** Whoever holds a session goes on in another's name; after a restore everybody signs in anew. */
    static final Set<String> LEFT_OUT = Set.of("access.spring_session", "access.spring_session_attributes");

    private RoomTables() {}

    /** A table and its columns. */
    record Table(String name, List<String> columns) {}

    /** The names of the rooms, for a list in a statement. */
    static String rooms() {
        return "'" + String.join("', '", Migrations.ROOMS) + "'";
    }

    /** All tables that keep rows, none before one it refers to. Partitions stand for themselves. */
    static List<Table> inOrder(Statement sql) throws SQLException {
        Map<String, Table> waiting = new LinkedHashMap<>();
        try (ResultSet rows = sql.executeQuery("""
                        select n.nspname || '.' || quote_ident(c.relname),
                               array(select quote_ident(a.attname) from pg_attribute a
                                     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum)
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname in (%1$s) and c.relkind = 'r' and c.relpersistence = 'p' and c.relname <> 'flyway_schema_history'
                        order by array_position(array[%1$s], n.nspname::text), c.oid""".formatted(rooms()))) {
            while (rows.next()) {
                Table table = new Table(
                        rows.getString(1), List.of((String[]) rows.getArray(2).getArray()));
                if (!LEFT_OUT.contains(table.name())) {
                    waiting.put(table.name(), table);
                }
            }
        }
        return sorted(waiting, references(sql));
    }

    private static Map<String, Set<String>> references(Statement sql) throws SQLException {
        Map<String, Set<String>> references = new HashMap<>();
        try (ResultSet rows = sql.executeQuery("""
                        select a.nspname || '.' || quote_ident(f.relname), b.nspname || '.' || quote_ident(t.relname)
                        from pg_constraint k
                        join pg_class f on f.oid = k.conrelid join pg_namespace a on a.oid = f.relnamespace
                        join pg_class t on t.oid = k.confrelid join pg_namespace b on b.oid = t.relnamespace
                        where k.contype = 'f' and k.conrelid <> k.confrelid""")) {
            while (rows.next()) {
                references
                        .computeIfAbsent(rows.getString(1), from -> new TreeSet<>())
                        .add(rows.getString(2));
            }
        }
        return references;
    }

    private static List<Table> sorted(Map<String, Table> waiting, Map<String, Set<String>> references) {
        List<Table> sorted = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Table next = waiting.values().stream()
                    .filter(table -> references.getOrDefault(table.name(), Set.of()).stream()
                            .noneMatch(waiting::containsKey))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalStateException("tables refer to each other in a circle: " + waiting.keySet()));
            waiting.remove(next.name());
            sorted.add(next);
        }
        return sorted;
    }

    /** The counters of all rooms and the last number each gave; one that never gave any is left out. */
    static List<Manifest.Sequence> sequences(Statement sql) throws SQLException {
        List<Manifest.Sequence> found = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery("""
                        select schemaname || '.' || quote_ident(sequencename), last_value from pg_sequences
                        where schemaname in (%s) and last_value is not null order by 1""".formatted(rooms()))) {
            while (rows.next()) {
                found.add(new Manifest.Sequence(rows.getString(1), rows.getLong(2)));
            }
        }
        return found;
    }

    /** The rooms that have tables and which versions these went through. */
    static List<Manifest.Room> versions(Statement sql) throws SQLException {
        List<Manifest.Room> found = new ArrayList<>();
        for (String room : Migrations.ROOMS) {
            try (ResultSet there =
                    sql.executeQuery("select to_regclass('%s.flyway_schema_history') is not null".formatted(room))) {
                there.next();
                if (!there.getBoolean(1)) {
                    continue;
                }
            }
            List<Manifest.Version> versions = new ArrayList<>();
            try (ResultSet rows = sql.executeQuery(
                    "select version, checksum from %s.flyway_schema_history where success and version is not null and checksum is not null order by installed_rank"
                            .formatted(room))) {
                while (rows.next()) {
                    versions.add(new Manifest.Version(rows.getString(1), rows.getInt(2)));
                }
            }
            found.add(new Manifest.Room(room, versions));
        }
        return found;
    }
}
