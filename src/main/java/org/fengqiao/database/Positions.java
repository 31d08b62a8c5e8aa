package org.fengqiao.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Places in streams that hold in any server. Lines carry the id of the transaction that wrote them, and followers read in the order of
 * these ids; but another server counts its transactions anew, from below, and lines written there would stand before what its
 * followers have read. So a backup replaces the ids by few small numbers, lower than any id a server gives away: what lies between
 * two cursors gets one number, and a cursor the number and the highest line of what it has read last. Every line is read or unread by
 * every follower exactly as before. A border between two transactions, under another name than {@code xid}, stays between the same lines.
 *
 * <p>Lines of one number are read in the order they were written in, no longer in the order of their transactions. For one thing these
 * are the same, because who changes it waits for who changed it before.
 */
final class Positions {

    /** Where the places are: a transaction in {@code xid} and, below it, a line in one of these. */
    private static final List<String> LINES = List.of("seq", "id");

    /** Servers begin to count at 3 and have used hundreds before anybody can write. */
    private static final int LOWEST = 3;

    private static final String CURSORS = "follow.cursor";

    private record Place(String xid, long line) {

        String sql() {
            return "('%s'::xid8, %d)".formatted(xid, line);
        }
    }

    /** A column of transaction ids: {@code xid} is that of a line, any other name that of a border, below which all has been seen. */
    private record Holder(String table, String column, String line) {

        boolean isOfLines() {
            return column.equals("xid");
        }
    }

    private final List<Holder> holders;
    private final List<Place> places;
    private final List<Long> highest = new ArrayList<>();

    private Positions(List<Holder> holders, List<Place> places) {
        this.holders = holders;
        this.places = places;
    }

    /** What the snapshot of a transaction shows. */
    static Positions in(Statement snapshot) throws SQLException {
        List<Holder> holders = holders(snapshot);
        Positions positions = new Positions(holders, places(snapshot, holders));
        for (int i = 0; i < positions.places.size(); i++) {
            positions.highest.add(positions.highestLine(snapshot, i));
        }
        return positions;
    }

    private static List<Holder> holders(Statement snapshot) throws SQLException {
        List<Holder> found = new ArrayList<>();
        try (ResultSet rows = snapshot.executeQuery("""
                        select c.oid::regclass::text, a.attname,
                               array(select l.attname::text from pg_attribute l where l.attrelid = c.oid and l.attname in ('seq', 'id')) as lines
                        from pg_class c join pg_attribute a on a.attrelid = c.oid
                        where c.relnamespace::regnamespace::text in (%s) and c.relkind = 'r'
                          and a.atttypid = 'xid8'::regtype and a.attnum > 0 and not a.attisdropped order by 1, 2""".formatted(RoomTables.rooms()))) {
            while (rows.next()) {
                List<String> lines = List.of((String[]) rows.getArray(3).getArray());
                String line = LINES.stream().filter(lines::contains).findFirst().orElse("0");
                found.add(new Holder(rows.getString(1), rows.getString(2), line));
            }
        }
        return found;
    }

    private static List<Place> places(Statement snapshot, List<Holder> holders) throws SQLException {
        String borders = holders.stream()
                .filter(holder -> !holder.isOfLines())
                .map(holder -> " union all select %s, -1 from %s".formatted(holder.column(), holder.table()))
                .collect(Collectors.joining());
        List<Place> found = new ArrayList<>();
        try (ResultSet rows = snapshot.executeQuery(
                "select xid::text, line from (select distinct xid, line from (select xid, seq as line from follow.cursor"
                        + borders
                        + ") as every where xid <> '0') as place order by place.xid, line")) {
            while (rows.next()) {
                found.add(new Place(rows.getString(1), rows.getLong(2)));
            }
        }
        return found;
    }

    /** The highest line after the place before and up to this one; that of the place where there is none. */
    private long highestLine(Statement snapshot, int index) throws SQLException {
        Place upTo = places.get(index);
        String after =
                index == 0 ? "" : " and (xid, %1$s) > " + places.get(index - 1).sql();
        String each = holders.stream()
                .filter(holder ->
                        !holder.table().startsWith("follow.") && holder.isOfLines() && LINES.contains(holder.line()))
                .map(holder -> ("select max(%1$s)::bigint as line from " + holder.table() + " where (xid, %1$s) <= "
                                + upTo.sql() + after)
                        .formatted(holder.line()))
                .collect(Collectors.joining(" union all "));
        try (ResultSet row =
                snapshot.executeQuery("select coalesce(max(line), " + upTo.line() + ") from (" + each + ") as read")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The highest number given: the first transaction after a restore must have a higher one. */
    int highestNumber() {
        return LOWEST + places.size() + 1;
    }

    /** A column as the backup shall hold it. */
    String column(String table, String column) {
        if (table.equals(CURSORS) && column.equals("seq") && !places.isEmpty()) {
            return numbered("(xid, seq) = ", i -> Long.toString(highest.get(i)), "seq");
        }
        return holders.stream()
                .filter(holder ->
                        holder.table().equals(table) && holder.column().equals(column))
                .findFirst()
                .map(this::numbered)
                .orElse(column);
    }

    private String numbered(Holder holder) {
        String line = holder.isOfLines() ? holder.line() : "-1";
        int first = holder.isOfLines() ? LOWEST : LOWEST + 1;
        String number = places.isEmpty()
                ? Integer.toString(LOWEST)
                : numbered(
                        "(%s, %s) <= ".formatted(holder.column(), line),
                        i -> Integer.toString(first + i),
                        Integer.toString(LOWEST + places.size()));
        return "case when %1$s = '0' or %1$s is null then %1$s else (%2$s)::text::xid8 end"
                .formatted(holder.column(), number);
    }

    private String numbered(String compared, IntFunction<String> number, String otherwise) {
        StringBuilder choice = new StringBuilder("case");
        for (int i = 0; i < places.size(); i++) {
            choice.append(" when %s%s then %s".formatted(compared, places.get(i).sql(), number.apply(i)));
        }
        return choice.append(" else ").append(otherwise).append(" end").toString();
    }
}
