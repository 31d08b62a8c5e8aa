package org.fengqiao.channel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What came well signed and cannot be read, until a person has looked at it. */
@Component
public class Quarantine {

    static final Deed LOOKED_AT = Deed.named("quarantine.looked-at");
    static final Deed SETTLED = Deed.named("quarantine.settled");

    private static final int SHOWN = 2_000;

    private final JdbcClient jdbc;
    private final AuditTrail trail;

    Quarantine(JdbcClient jdbc, AuditTrail trail) {
        this.jdbc = jdbc;
        this.trail = trail;
    }

    /**
     * One of them.
     *
     * @param raw the beginning of it, what is no UTF-8 shown as �
     * @param bytes how long it is
     */
    public record Row(long id, String bridgeName, Fault fault, String raw, int bytes, Instant cameAt) {}

    /** Those nobody has settled, newest first, to look at what came; that it was looked at is kept. */
    @Transactional
    public List<Row> look(int limit) {
        List<Row> rows = open(limit);
        if (!rows.isEmpty()) {
            trail.keep(LOOKED_AT, "list/quarantine", "", Map.of("shown", "" + rows.size()));
        }
        return rows;
    }

    /** Those nobody has settled, newest first. */
    @Transactional(readOnly = true)
    public List<Row> open(int limit) {
        return jdbc.sql("""
                        select q.id, b.name, q.reason, substring(q.raw from 1 for ?) as raw, length(q.raw) as bytes, q.came_at
                        from channel.quarantine q join channel.bridge b on b.id = q.bridge_id
                        where q.settled_at is null order by q.id desc limit ?""")
                .params(SHOWN, limit)
                .query((row, n) -> new Row(
                        row.getLong("id"),
                        row.getString("name"),
                        Fault.valueOf(row.getString("reason")),
                        new String(row.getBytes("raw"), StandardCharsets.UTF_8),
                        row.getInt("bytes"),
                        row.getTimestamp("came_at").toInstant()))
                .list();
    }

    /** How many nobody has settled. */
    @Transactional(readOnly = true)
    public long count() {
        return jdbc.sql("select count(*) from channel.quarantine where settled_at is null")
                .query(Long.class)
                .single();
    }

    /**
     * Lets the bytes go of what nobody looked at in time; that it came and why it could not be read stays.
     *
     * @return how many
     */
    @Transactional
    public int forgetOlderThan(int days) {
        return jdbc.sql("""
                        update channel.quarantine set settled_at = now(), raw = ''
                        where id in (select id from channel.quarantine
                                     where settled_at is null and came_at < now() - make_interval(days => ?)
                                     order by id limit 1000)""").param(days).update();
    }

    /**
     * A person has seen to it. Its bytes go; that it came, why it could not be read and who settled it stays, until it comes again.
     *
     * @throws RefusedException when there is no such one in sight or somebody was quicker
     */
    @Transactional
    public void settle(long id, int officer) {
        int settled = jdbc.sql("""
                        update channel.quarantine set settled_at = now(), settled_by = ?, raw = ''
                        where id = ? and settled_at is null""").params(officer, id).update();
        if (settled == 0) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.quarantine.absent");
        }
        trail.keep(SETTLED, "quarantine/" + id, "", Map.of());
    }
}
