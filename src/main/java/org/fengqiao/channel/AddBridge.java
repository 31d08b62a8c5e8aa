package org.fengqiao.channel;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lets a bridge in for a unit. */
@Component
public class AddBridge {

    static final Deed ADDED = Deed.named("bridge.added");

    private final JdbcClient jdbc;
    private final AnswerAddress addresses;
    private final AuditTrail trail;

    AddBridge(JdbcClient jdbc, AnswerAddress addresses, AuditTrail trail) {
        this.trail = trail;
        this.jdbc = jdbc;
        this.addresses = addresses;
    }

    /**
     * Adds one.
     *
     * @param unit the unit that answers for what comes over it, in sight; no partner, for a partner has no matters of its own
     * @param answerUrl where answers go, empty for nowhere
     * @return its id
     * @throws RefusedException when the name is missing, the unit not in sight or the address not one we may call
     */
    @Transactional
    public int add(int unit, @Nullable String name, Bridge.Opens opens, @Nullable String answerUrl) {
        String called = Words.line(name, 80);
        String address = addresses.require(answerUrl);
        int bridge = jdbc.sql("""
                        insert into channel.bridge (unit_id, name, opens, answer_url)
                        select u.id, ?, ?, nullif(?, '') from org.unit u
                        where u.id = ? and u.id = any (org.kept_in_sight()) and u.closed_at is null and u.kind <> 'PARTNER'
                        returning id""")
                .params(called, opens.name(), address, unit)
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                        .at("unit"));
        trail.keep(
                ADDED,
                "bridge/" + bridge,
                "",
                Map.of("unit", "" + unit, "opens", opens.name(), "answers", AnswerAddress.host(address)));
        return bridge;
    }
}
