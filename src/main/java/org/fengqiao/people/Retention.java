package org.fengqiao.people;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How long what is kept about persons is kept, kind by kind, and the nightly work that follows from it (个人信息保护法 §19: no longer than
 * needed). The numbers a house begins with are proposals: a rule takes nothing away before who leads the whole house has put it into force.
 */
@Component
@EnableScheduling
public class Retention {

    static final Deed CHANGED = Deed.named("retention.changed");
    static final Deed RUN = Deed.named("retention.run");

    /** Shown of what is due. */
    private static final int SHOWN = 50;

    private static final int MOST_COUNTED = 1_000;
    private static final int AT_ONCE = 100;

    /** More wait for the next night, so that a rule put into force late does not stand in the way of the morning. */
    private static final int MOST_A_NIGHT = 20_000;

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final JdbcClient jdbc;
    private final List<Expires> kinds;
    private final AuditTrail trail;
    private final Clock clock;

    Retention(JdbcClient jdbc, List<Expires> kinds, AuditTrail trail, Clock clock) {
        this.jdbc = jdbc;
        this.kinds = kinds;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * A rule.
     *
     * @param basis the law, in words
     * @param inForce whether the nightly work follows it
     * @param proposed whether nobody has changed or confirmed it yet
     */
    public record Rule(String kind, int months, String basis, boolean inForce, boolean proposed) {}

    /**
     * A rule with what it would take away tonight in the reader's sight.
     *
     * @param many how many, {@value #MOST_COUNTED} for that many or more
     * @param first the first of them
     */
    public record Outlook(Rule rule, int many, List<Expires.Due> first) {}

    /** Every rule, with what is due by it. */
    @Transactional(readOnly = true)
    public List<Outlook> outlook() {
        return rules().stream()
                .map(rule -> {
                    List<Expires.Due> due = expiring(rule.kind()).due(before(rule), 0, MOST_COUNTED);
                    return new Outlook(
                            rule, due.size(), due.stream().limit(SHOWN).toList());
                })
                .toList();
    }

    private List<Rule> rules() {
        return jdbc.sql("select kind, months, basis, in_force, changed_by is null from people.retention order by kind")
                .query((row, n) -> new Rule(
                        row.getString(1), row.getInt(2), row.getString(3), row.getBoolean(4), row.getBoolean(5)))
                .list();
    }

    private Expires expiring(String kind) {
        return kinds.stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> RefusedException.because(Reason.NOT_FOUND, "refused.retention.kind"));
    }

    private Instant before(Rule rule) {
        return clock.instant().atZone(ZoneOffset.UTC).minusMonths(rule.months()).toInstant();
    }

    /**
     * Changes a rule, puts it into force or takes it out of force.
     *
     * @throws RefusedException when the kind is unknown, the time is not between 1 and 1200 months, the basis is missing, or the reader does
     *     not see the whole house
     */
    @Transactional
    public void change(String kind, int months, @Nullable String basis, boolean inForce) {
        expiring(kind);
        if (!jdbc.sql("select audit.top_in_sight()").query(Boolean.class).single()) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.retention.top");
        }
        if (months < 1 || months > 1200) {
            throw RefusedException.badInput("refused.retention.months").at("months");
        }
        jdbc.sql("""
                        update people.retention set months = ?, basis = ?, in_force = ?, changed_by = ?, changed_at = now()
                        where kind = ?""")
                .params(
                        months,
                        Words.required(basis, HoldResident.LONGEST_BASIS),
                        inForce,
                        Sight.current().officer(),
                        kind)
                .update();
        trail.keep(
                CHANGED,
                "retention/" + kind,
                "",
                Map.of("months", Integer.toString(months), "in_force", Boolean.toString(inForce)));
    }

    @Scheduled(cron = "0 20 4 * * *", zone = "Asia/Shanghai")
    void night() {
        Sight.HOUSE.seeing(this::run);
    }

    /** Takes away what is due by the rules in force; one line in the audit trail says how much. */
    void run() {
        Map<String, String> counts = new TreeMap<>();
        for (Rule rule : rules()) {
            if (rule.inForce()) {
                counts.putAll(run(rule));
            }
        }
        if (!counts.isEmpty()) {
            trail.keep(RUN, "retention", "", counts);
            log.info("What was kept long enough was erased: {}", counts);
        }
    }

    private Map<String, String> run(Rule rule) {
        Expires expiring = expiring(rule.kind());
        Instant before = before(rule);
        int erased = 0;
        int kept = 0;
        long last = 0;
        List<Expires.Due> due = expiring.due(before, last, AT_ONCE);
        while (!due.isEmpty() && erased + kept < MOST_A_NIGHT) {
            for (Expires.Due one : due) {
                last = one.id();
                try {
                    expiring.erase(one.id());
                    erased++;
                } catch (RefusedException heldMeanwhile) {
                    kept++;
                }
            }
            due = expiring.due(before, last, AT_ONCE);
        }
        return Map.of(rule.kind() + ".erased", Integer.toString(erased), rule.kind() + ".kept", Integer.toString(kept));
    }
}
