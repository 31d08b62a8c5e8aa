package org.fengqiao.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.fengqiao.database.Sight;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trail of what was done and looked at: in the chain of the officer at work, or in that of the house for its own deeds and for what
 * strangers try at its door. Each line seals the one before it.
 */
@Component
public class AuditTrail {

    /** {@code by_role} of the house itself. */
    static final String BY_HOUSE = "HOUSE";

    /** {@code by_role} of whoever has not signed in. */
    static final String BY_STRANGER = "STRANGER";

    private final JdbcClient jdbc;
    private final ChainHash chain;
    private final Clock clock;
    private final JsonMapper json = new JsonMapper();
    private final TransactionTemplate underWay;
    private final TransactionTemplate ofItsOwn;

    AuditTrail(JdbcClient jdbc, ChainHash chain, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.chain = chain;
        this.clock = clock;
        this.underWay = new TransactionTemplate(transactions);
        this.ofItsOwn = new TransactionTemplate(transactions);
        this.ofItsOwn.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Appends one line to the trail of whoever is at work ({@link Sight#current()}), in the transaction under way or one of its own; if it
     * cannot be written the work fails with it. A stranger's line is always written in a transaction of its own, because a stranger's sight
     * reaches no chain.
     *
     * @param about kind and id of the thing, for example {@code resident/12}; empty for none
     * @param purpose why, as the person said; empty for none
     * @param more ids, counts, codes before and after; never anything about a person
     */
    public void keep(Deed deed, String about, String purpose, Map<String, String> more) {
        keepFor(Sight.current(), deed, about, purpose, more);
    }

    /**
     * Like {@link #keep}, for what the house does with its own sight because somebody asked for it.
     *
     * @param sight whose deed it is
     */
    public void keepFor(Sight sight, Deed deed, String about, String purpose, Map<String, String> more) {
        Line line = new Line(deed, about, purpose, json.writeValueAsString(more), address());
        if (sight.officer() == 0 && !sight.equals(Sight.HOUSE)) {
            Sight.HOUSE.seeing(() -> ofItsOwn.executeWithoutResult(status -> append(line, Sight.HOUSE, BY_STRANGER)));
            return;
        }
        underWay.executeWithoutResult(
                // At the end of the transaction: whoever holds a chain then waits for no row any more, so nobody waits
                // in a circle.
                status -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void beforeCommit(boolean readOnly) {
                        append(line, sight, sight.officer() == 0 ? BY_HOUSE : "");
                    }
                }));
    }

    private record Line(Deed deed, String about, String purpose, String data, String address) {}

    private record Head(long n, byte @Nullable [] hash, String name, String role) {}

    private void append(Line line, Sight sight, String role) {
        int officer = sight.officer();
        jdbc.sql("select pg_advisory_xact_lock(7013, ?)")
                .param(officer)
                .query((row, n) -> true)
                .list();
        Head head = jdbc.sql("""
                        select coalesce(last.n, 0) as n, last.hash, coalesce(who.name, '') as name, coalesce(who.role, :role) as role
                        from (select) as one
                        left join audit.last_of(:officer) as last on true
                        left join lateral (select name, role from org.officer where id = :officer) as who on true""")
                .param("officer", officer)
                .param("role", role)
                .query((row, n) ->
                        new Head(row.getLong("n"), row.getBytes("hash"), row.getString("name"), row.getString("role")))
                .single();
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        AuditLine written = new AuditLine(
                officer,
                head.n() + 1,
                at,
                sight.home(),
                head.name(),
                head.role(),
                line.deed().name(),
                line.about(),
                line.purpose(),
                line.data(),
                line.address());
        jdbc.sql("""
                        insert into audit.line (officer_id, n, at, unit_id, by_name, by_role, what, about, purpose, data, address, hash)
                        values (?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?::jsonb, ?, ?)""")
                .param(officer)
                .param(written.n())
                .param(at.atOffset(ZoneOffset.UTC))
                .param(sight.home())
                .param(written.byName())
                .param(written.byRole())
                .param(written.what())
                .param(written.about())
                .param(written.purpose())
                .param(written.data())
                .param(written.address())
                .param(chain.seal(written.sealed(Seal.read(head.hash()))).bytes())
                .update();
    }

    /** Where the request came from; empty outside of one. */
    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? String.valueOf(request.getRequest().getRemoteAddr())
                : "";
    }
}
