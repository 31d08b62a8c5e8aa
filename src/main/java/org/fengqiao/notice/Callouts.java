package org.fengqiao.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.channel.Bridges;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.TellMatter;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The answers on their way to bridges. One is marked SENDING before its first byte leaves; what is still so when its time is over was
 * cut off in between, and nobody knows whether it arrived: a person settles it, the machine never sends it again.
 */
@Component
public class Callouts {

    static final Deed SENT_AGAIN = Deed.named("callout.sent-again");

    /** How long a call may take at most, with everything around it. */
    private static final int LEASE_SECONDS = 120;

    private static final Duration LONGEST_TRY = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Bridges bridges;
    private final TellMatter tellMatter;
    private final AuditTrail trail;

    Callouts(JdbcClient jdbc, Bridges bridges, TellMatter tellMatter, AuditTrail trail) {
        this.trail = trail;
        this.jdbc = jdbc;
        this.bridges = bridges;
        this.tellMatter = tellMatter;
    }

    /** One that is marked SENDING and about to be sent. */
    record Due(long id, int bridgeId, long matterId, String webhookId, String body, int tries, Instant madeAt) {

        boolean isOld(Instant now) {
            return Duration.between(madeAt, now).compareTo(LONGEST_TRY) > 0;
        }
    }

    /**
     * One that a person should see.
     *
     * @param state PARKED: nobody knows whether it arrived; GIVEN_UP: it did not
     * @param said what the machine saw
     */
    public record Row(
            long id,
            String state,
            String bridgeName,
            long matterId,
            String matterNumber,
            String said,
            int tries,
            Instant madeAt) {}

    /** Marks what is due. */
    @Transactional
    List<Due> claim(int most) {
        return jdbc.sql("""
                        with due as (
                            select id from notice.callout where state = 'WAITING' and due_at <= now()
                            order by due_at, id limit ? for update skip locked)
                        update notice.callout c
                           set state = 'SENDING', tries = c.tries + 1, due_at = now() + make_interval(secs => ?)
                        from due where c.id = due.id
                        returning c.id, c.bridge_id, c.matter_id, c.webhook_id, c.body, c.tries, c.made_at""")
                .params(most, LEASE_SECONDS)
                .query((row, n) -> new Due(
                        row.getLong(1),
                        row.getInt(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5),
                        row.getInt(6),
                        row.getTimestamp(7).toInstant()))
                .list();
    }

    /** Puts aside what was cut off while it was being sent. */
    @Transactional
    int parkCutOff() {
        return jdbc.sql("""
                        update notice.callout set state = 'PARKED', said = 'CUT_OFF' where state = 'SENDING' and due_at <= now()""").update();
    }

    /** The peer said that it has it. */
    @Transactional
    void sent(Due callout, String said) {
        if (settle(callout, "SENT", said) == 1) {
            tell(callout.matterId(), callout.bridgeId(), Actor.HOUSE);
        }
    }

    /** It did not arrive; it is tried again after a while. */
    @Transactional
    void again(Due callout, String said, Duration pause) {
        jdbc.sql("""
                        update notice.callout set state = 'WAITING', said = ?, due_at = now() + make_interval(secs => ?)
                        where id = ? and state = 'SENDING'""").params(said, (double) pause.toSeconds(), callout.id()).update();
    }

    /** It did not arrive and will not. */
    @Transactional
    void gaveUp(Due callout, String said) {
        settle(callout, "GIVEN_UP", said);
    }

    /** Nobody knows whether it arrived. */
    @Transactional
    void park(Due callout, String said) {
        settle(callout, "PARKED", said);
    }

    private int settle(Due callout, String state, String said) {
        return jdbc.sql(
                        "update notice.callout set state = ?, said = ?, settled_at = now() where id = ? and state = 'SENDING'")
                .params(state, said, callout.id())
                .update();
    }

    /** Those that wait for a person, oldest first. */
    @Transactional(readOnly = true)
    public List<Row> unsettled() {
        return jdbc.sql("""
                        select c.id, c.state, b.name, c.matter_id, coalesce(m.number, '') as number, c.said, c.tries, c.made_at
                        from notice.callout c join channel.bridge b on b.id = c.bridge_id
                        left join matter.matter m on m.id = c.matter_id
                        where c.state in ('PARKED', 'GIVEN_UP') and c.settled_by is null
                        order by c.id limit 200""")
                .query((row, n) -> new Row(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7),
                        row.getTimestamp(8).toInstant()))
                .list();
    }

    /** A person found out that it arrived, or said it to the resident in another way. */
    @Transactional
    public void settled(long id, Actor by) {
        record Told(long matter, int bridge) {}
        Told told = jdbc.sql("""
                        update notice.callout set state = 'SENT', settled_at = now(), settled_by = ?
                        where id = ? and state in ('PARKED', 'GIVEN_UP') and settled_by is null returning matter_id, bridge_id""")
                .params(by.id(), id)
                .query((row, n) -> new Told(row.getLong(1), row.getInt(2)))
                .optional()
                .orElseThrow(Callouts::absent);
        tell(told.matter(), told.bridge(), by);
    }

    /** A person wants it sent once more, under the same id, so that a peer that has it can tell. */
    @Transactional
    public void sendAgain(long id) {
        int rows = jdbc.sql("""
                        update notice.callout set state = 'WAITING', due_at = now(), tries = 0, made_at = now(), settled_at = null
                        where id = ? and state in ('PARKED', 'GIVEN_UP') and settled_by is null""").param(id).update();
        if (rows == 0) {
            throw absent();
        }
        trail.keep(SENT_AGAIN, "callout/" + id, "", Map.of());
    }

    private void tell(long matter, int bridge, Actor by) {
        tellMatter.told(
                matter,
                by,
                "HOOK",
                bridges.find(bridge).map(found -> found.name()).orElse(""));
    }

    private static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.callout.absent");
    }
}
