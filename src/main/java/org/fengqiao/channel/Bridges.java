package org.fengqiao.channel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fengqiao.database.Sight;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The bridges in sight. */
@Component
public class Bridges {

    private static final String COLUMNS =
            "b.id, b.unit_id, b.name, b.opens, b.serial, b.former_until, b.answer_url, b.created_at, b.disabled_at";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Bridges(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
    }

    /**
     * A bridge and what came over it.
     *
     * @param lastAt when the last message came, null for never
     * @param day messages of the last 24 hours
     * @param waiting messages waiting at the desk
     * @param quarantined unreadable ones nobody has settled yet
     */
    public record Row(
            Bridge bridge, String unitName, @Nullable Instant lastAt, long day, long waiting, long quarantined) {}

    /** The bridge with this id, when in sight. */
    @Transactional(readOnly = true)
    public Optional<Bridge> find(int id) {
        return jdbc.sql("select " + COLUMNS + " from channel.bridge b where b.id = ?")
                .param(id)
                .query((row, n) -> bridge(row))
                .optional();
    }

    /** Whether there is one in sight. */
    @Transactional(readOnly = true)
    public boolean any() {
        return jdbc.sql("select exists (select from channel.bridge)")
                .query(Boolean.class)
                .single();
    }

    /** Every bridge in sight with its counts, those at work first. Counted by the house: who keeps a bridge sees no message of it. */
    public List<Row> rows() {
        List<Integer> inSight = Objects.requireNonNull(transaction.execute(status ->
                jdbc.sql("select id from channel.bridge").query(Integer.class).list()));
        return Objects.requireNonNull(Sight.HOUSE.see(() -> transaction.execute(status -> counted(inSight))));
    }

    private List<Row> counted(List<Integer> bridges) {
        return jdbc.sql("select " + COLUMNS + """
                        , u.name as unit_name, last.at as last_at,
                        (select count(*) from channel.message m
                          where m.bridge_id = b.id and m.received_at > now() - interval '24 hours') as day,
                        (select count(*) from channel.message m
                          where m.unit_id = b.unit_id and m.bridge_id = b.id and m.state = 'WAITING') as waiting,
                        (select count(*) from channel.quarantine q
                          where q.unit_id = b.unit_id and q.bridge_id = b.id and q.settled_at is null) as quarantined
                        from channel.bridge b
                        join org.unit u on u.id = b.unit_id
                        left join lateral (
                            select m.received_at as at from channel.message m
                            where m.bridge_id = b.id order by m.received_at desc limit 1) last on true
                        where b.id = any (?)
                        order by b.disabled_at is not null, b.unit_id, b.id""")
                .param(bridges.toArray(Integer[]::new))
                .query((row, n) -> new Row(
                        bridge(row),
                        row.getString("unit_name"),
                        instant(row.getTimestamp("last_at")),
                        row.getLong("day"),
                        row.getLong("waiting"),
                        row.getLong("quarantined")))
                .list();
    }

    private static Bridge bridge(ResultSet row) throws SQLException {
        String answerUrl = row.getString("answer_url");
        return new Bridge(
                row.getInt("id"),
                row.getInt("unit_id"),
                row.getString("name"),
                Bridge.Opens.valueOf(row.getString("opens")),
                row.getInt("serial"),
                instant(row.getTimestamp("former_until")),
                answerUrl == null ? "" : answerUrl,
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("disabled_at") != null);
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
