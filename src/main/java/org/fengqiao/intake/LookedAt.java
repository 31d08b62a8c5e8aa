package org.fengqiao.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import org.fengqiao.channel.paste.MessageKey;
import org.fengqiao.channel.paste.Overlap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keyed digests of what was pasted before, group by group in the order of the chat. */
@Component
class LookedAt {

    /** Neighbours closer than this are spread out again before doubles run out of digits between them. */
    private static final double CLOSEST = 1e-6;

    private static final HexFormat HEX = HexFormat.of();

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    LookedAt(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** A message pasted before; {@code matterId} is 0 when it was left aside. */
    record Known(MessageKey key, double place, long matterId) {}

    /** A message to keep the key of. */
    record Fresh(MessageKey key, double place, long matterId) {}

    /** Lets one officer at a time add to what is known of a group, until the end of the transaction. */
    void lock(int group) {
        jdbc.sql("select pg_advisory_xact_lock(7012, ?)")
                .param(group)
                .query((row, n) -> true)
                .single();
    }

    List<Known> of(int unit, int group) {
        return jdbc.sql("""
                        select * from (
                            select fingerprint, place, said, ending, minute, exact_day, occurrence, sender_known, matter_id
                            from intake.looked_at where unit_id = ? and group_id = ? order by place desc, fingerprint desc limit ?) newest
                        order by place, fingerprint""")
                .params(unit, group, Overlap.MOST_KNOWN)
                .query((row, n) -> known(row))
                .list();
    }

    /** Keeps the keys of new messages; the primary key refuses one that somebody else has kept meanwhile. */
    void keep(int unit, int group, int officer, List<Fresh> fresh) {
        batches.batchUpdate("""
                insert into intake.looked_at (unit_id, group_id, fingerprint, place, said, ending, minute, exact_day, occurrence,
                       sender_known, matter_id, by_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?)""", fresh, 500, (statement, one) -> {
            MessageKey key = one.key();
            statement.setInt(1, unit);
            statement.setInt(2, group);
            statement.setBytes(3, HEX.parseHex(key.fingerprint()));
            statement.setDouble(4, one.place());
            statement.setBytes(5, HEX.parseHex(key.said()));
            statement.setBytes(6, HEX.parseHex(key.ending()));
            statement.setObject(7, key.minute(), java.sql.Types.TIMESTAMP);
            statement.setBoolean(8, key.exactDay());
            statement.setInt(9, key.occurrence());
            statement.setBoolean(10, key.senderKnown());
            statement.setLong(11, one.matterId());
            statement.setInt(12, officer);
        });
    }

    /** Notes that messages left aside before became part of a matter after all. */
    void opened(int unit, int group, int officer, List<MessageKey> keys, long matter) {
        batches.batchUpdate(
                "update intake.looked_at set matter_id = ?, by_id = ? where unit_id = ? and group_id = ? and fingerprint = ?",
                keys,
                500,
                (statement, key) -> {
                    statement.setLong(1, matter);
                    statement.setInt(2, officer);
                    statement.setInt(3, unit);
                    statement.setInt(4, group);
                    statement.setBytes(5, HEX.parseHex(key.fingerprint()));
                });
    }

    /**
     * Where new messages stand among the known ones: behind the known one above them in their stretch; else before the one below
     * them; else by their minute; else last.
     *
     * @param known in the order of the chat
     * @param found for each message of the stretch its index among the known, −1 for a new one
     * @param keys the keys of the stretch
     * @return a place for each message of the stretch; that of a known one has no meaning
     */
    static double[] places(List<Known> known, int[] found, List<MessageKey> keys) {
        double[] places = new double[found.length];
        for (int from = 0; from < found.length; from++) {
            if (found[from] >= 0) {
                continue;
            }
            int to = from;
            while (to < found.length && found[to] < 0) {
                to++;
            }
            int above = from > 0
                    ? found[from - 1]
                    : to < found.length ? found[to] - 1 : lastBefore(known, keys.subList(from, to));
            int many = to - from + 1;
            double low = above >= 0
                    ? known.get(above).place()
                    : known.isEmpty() ? 0 : known.getFirst().place() - many;
            double high = above + 1 < known.size() ? known.get(above + 1).place() : low + many;
            for (int i = from; i < to; i++) {
                places[i] = low + (high - low) * (i - from + 1) / many;
            }
            from = to;
        }
        return places;
    }

    private static int lastBefore(List<Known> known, List<MessageKey> stretch) {
        LocalDateTime minute = null;
        for (MessageKey key : stretch) {
            if (key.minute() != null) {
                minute = key.minute();
                break;
            }
        }
        int last = -1;
        boolean later = false;
        for (int k = 0; k < known.size() && minute != null; k++) {
            LocalDateTime other = known.get(k).key().minute();
            if (other != null && other.isAfter(minute)) {
                later = true;
            } else if (other != null) {
                last = k;
            }
        }
        return last >= 0 || later ? last : known.size() - 1;
    }

    /** Spreads the places of a group out again when two have come too close. */
    void spread(int unit, int group, double[] places) {
        boolean close = false;
        for (int i = 1; i < places.length; i++) {
            close |= places[i] != 0 && Math.abs(places[i] - places[i - 1]) < CLOSEST;
        }
        if (close) {
            jdbc.sql("""
                            update intake.looked_at l set place = r.n from (
                                select fingerprint, row_number() over (order by place, fingerprint) as n
                                from intake.looked_at where unit_id = :unit and group_id = :group) r
                            where l.unit_id = :unit and l.group_id = :group and l.fingerprint = r.fingerprint""").param("unit", unit).param("group", group).update();
        }
    }

    /**
     * Forgets what was left aside longer ago than the given hours, and of each group all but the newest {@link Overlap#MOST_KNOWN}.
     *
     * @return how many were forgotten
     */
    int forget(int hours) {
        int old = jdbc.sql(
                        "delete from intake.looked_at where matter_id is null and at < now() - make_interval(hours => ?)")
                .param(hours)
                .update();
        int many = jdbc.sql("""
                        delete from intake.looked_at l using (
                            select unit_id, group_id, fingerprint,
                                   row_number() over (partition by unit_id, group_id order by place desc, fingerprint desc) as n
                            from intake.looked_at) r
                        where r.n > ? and l.unit_id = r.unit_id and l.group_id = r.group_id and l.fingerprint = r.fingerprint""").param(Overlap.MOST_KNOWN).update();
        return old + many;
    }

    private static Known known(ResultSet row) throws SQLException {
        MessageKey key = new MessageKey(
                HEX.formatHex(row.getBytes("said")),
                HEX.formatHex(row.getBytes("ending")),
                row.getObject("minute", LocalDateTime.class),
                row.getBoolean("exact_day"),
                row.getInt("occurrence"),
                row.getBoolean("sender_known"));
        return new Known(key, row.getDouble("place"), row.getLong("matter_id"));
    }
}
