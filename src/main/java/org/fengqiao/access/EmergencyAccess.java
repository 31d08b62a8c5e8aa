package org.fengqiao.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Seeing another unit's matters when it cannot wait: a chief or supervisor asks and says why, a second person agrees, it ends by itself.
 * It is for reading: what is done with the matters stays with those who answer for them.
 */
@Component
public class EmergencyAccess {

    /** The longest it lasts. */
    public static final int HOURS = 4;

    static final Deed ASKED = Deed.named("emergency.asked");
    static final Deed AGREED = Deed.named("emergency.agreed");
    static final Deed REFUSED = Deed.named("emergency.refused");
    static final Deed ENDED = Deed.named("emergency.ended");
    static final Deed READ = Deed.named("emergency.read");

    private static final String COLUMNS = """
            e.id, e.officer_id, e.by_name, b.name as by_unit, w.name as wanted, e.reason, e.asked_at, e.until
            from access.emergency e join org.unit b on b.id = e.by_unit join org.unit w on w.id = e.wanted_unit
            """;

    private final JdbcClient jdbc;
    private final Units units;
    private final Accounts accounts;
    private final AuditTrail trail;

    EmergencyAccess(JdbcClient jdbc, Units units, Accounts accounts, AuditTrail trail) {
        this.jdbc = jdbc;
        this.units = units;
        this.accounts = accounts;
        this.trail = trail;
    }

    /**
     * One request.
     *
     * @param wanted name of the unit whose matters are asked for
     * @param until when it ends, null while nobody has agreed
     */
    public record Row(
            int id,
            int officer,
            String byName,
            String byUnit,
            String wanted,
            String reason,
            Instant askedAt,
            @Nullable Instant until) {}

    /** Whether somebody of this role may ask. */
    public static boolean mayAsk(SignedIn me) {
        return me.role() == Role.CHIEF || me.role() == Role.SUPERVISOR;
    }

    /** The units this person can ask for: those with matters that are not in sight anyway. */
    @Transactional(readOnly = true)
    public List<Unit> choices(SignedIn me) {
        return units.all().stream()
                .filter(unit -> unit.kind() != Unit.Kind.PARTNER && !me.units().contains(unit.id()))
                .toList();
    }

    /**
     * Asks for it.
     *
     * @return id of the request
     * @throws RefusedException when this person may not ask, the reason is missing, or there is no such unit or it is in sight anyway
     */
    @Transactional
    public int ask(SignedIn me, int unit, @Nullable String reason) {
        if (!mayAsk(me)) {
            throw RefusedException.because(RefusedException.Reason.NOT_ALLOWED, "refused.not-allowed");
        }
        String why = Words.required(reason, 500);
        if (choices(me).stream().noneMatch(one -> one.id() == unit)) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.emergency.unit")
                    .at("unit");
        }
        int id = jdbc.sql("""
                        insert into access.emergency (officer_id, by_name, by_unit, wanted_unit, reason) values (?, ?, ?, ?, ?)
                        returning id""")
                .params(me.officer(), me.name(), me.unit(), unit, why)
                .query(Integer.class)
                .single();
        trail.keep(ASKED, "emergency/" + id, why, Map.of("unit", Integer.toString(unit)));
        return id;
    }

    /** What this person asked for in the last day and what of it holds, newest first. */
    @Transactional(readOnly = true)
    public List<Row> mine(SignedIn me) {
        return jdbc.sql("select " + COLUMNS + """
                        where e.officer_id = ? and e.ended_at is null and (e.until > now() or (e.decided_at is null and e.asked_at > now() - interval '1 day'))
                        order by e.id desc limit 20""")
                .param(me.officer())
                .query((row, n) -> row(row))
                .list();
    }

    /** What waits for this person to agree: a security administrator for units in sight, a chief for the own unit. */
    @Transactional(readOnly = true)
    public List<Row> waiting(SignedIn me) {
        if (me.role() != Role.SECURITY && me.role() != Role.CHIEF) {
            return List.of();
        }
        return jdbc.sql("select " + COLUMNS + """
                        where e.decided_at is null and e.ended_at is null and e.asked_at > now() - interval '1 day' and e.officer_id <> :me
                              and case when :chief then e.wanted_unit = :unit else e.wanted_unit = any (org.kept_in_sight()) end
                        order by e.id limit 50""")
                .param("me", me.officer())
                .param("chief", me.role() == Role.CHIEF)
                .param("unit", me.unit())
                .query((row, n) -> row(row))
                .list();
    }

    /**
     * Agrees for some hours, or refuses.
     *
     * @param hours 1 to {@link #HOURS}; 0 to refuse
     * @throws RefusedException when no such request waits for this person, or the hours are out of range
     */
    @Transactional
    public void decide(SignedIn me, int id, int hours) {
        if (hours < 0 || hours > HOURS) {
            throw RefusedException.badInput("refused.emergency.hours", HOURS).at("hours");
        }
        Row asked =
                waiting(me).stream().filter(one -> one.id() == id).findFirst().orElseThrow(EmergencyAccess::absent);
        int decided = jdbc.sql("""
                        update access.emergency set decided_by = :me, decided_at = now(),
                               until = case when :hours > 0 then now() + make_interval(hours => :hours) end
                        where id = :id and decided_at is null""")
                .param("me", me.officer())
                .param("hours", hours)
                .param("id", id)
                .update();
        if (decided == 0) {
            throw absent();
        }
        trail.keep(hours > 0 ? AGREED : REFUSED, "emergency/" + id, asked.reason(), Map.of("hours", "" + hours));
        accounts.changed(asked.officer());
    }

    /**
     * Ends one's own before its time.
     *
     * @throws RefusedException when there is none
     */
    @Transactional
    public void end(SignedIn me, int id) {
        int ended = jdbc.sql(
                        "update access.emergency set ended_at = now() where id = ? and officer_id = ? and ended_at is null")
                .params(id, me.officer())
                .update();
        if (ended == 0) {
            throw absent();
        }
        trail.keep(ENDED, "emergency/" + id, "", Map.of());
        accounts.changed(me.officer());
    }

    /** Writes down that something was asked for under it; if that cannot be written, nothing is shown. */
    public void read(SignedIn.Emergency under, String path) {
        trail.keep(READ, "emergency/" + under.id(), "", Map.of("path", path));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getInt("id"),
                row.getInt("officer_id"),
                row.getString("by_name"),
                row.getString("by_unit"),
                row.getString("wanted"),
                row.getString("reason"),
                row.getTimestamp("asked_at").toInstant(),
                row.getTimestamp("until") == null
                        ? null
                        : row.getTimestamp("until").toInstant());
    }

    private static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.emergency.absent");
    }
}
