package org.fengqiao.channel;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes what a bridge is called, what it opens and where its answers go; gives it a new secret; shuts it and opens it again. */
@Component
public class ChangeBridge {

    static final Deed CHANGED = Deed.named("bridge.changed");
    static final Deed RENEWED = Deed.named("bridge.secret-renewed");
    static final Deed DISABLED = Deed.named("bridge.disabled");
    static final Deed ENABLED = Deed.named("bridge.enabled");

    private final JdbcClient jdbc;
    private final AnswerAddress addresses;
    private final ApplicationEventPublisher events;
    private final AuditTrail trail;

    ChangeBridge(JdbcClient jdbc, AnswerAddress addresses, ApplicationEventPublisher events, AuditTrail trail) {
        this.trail = trail;
        this.jdbc = jdbc;
        this.addresses = addresses;
        this.events = events;
    }

    /** Told on this node after the commit, so that nobody goes by what a bridge was before. */
    public record Changed(int bridge) {}

    /** Changes its facts; refused like {@link AddBridge#add}. */
    @Transactional
    public void amend(int bridge, @Nullable String name, Bridge.Opens opens, @Nullable String answerUrl) {
        String address = addresses.require(answerUrl);
        found(
                bridge,
                jdbc.sql("update channel.bridge set name = ?, opens = ?, answer_url = nullif(?, '') where id = ?")
                        .params(Words.line(name, 80), opens.name(), address, bridge)
                        .update());
        trail.keep(
                CHANGED, "bridge/" + bridge, "", Map.of("opens", opens.name(), "answers", AnswerAddress.host(address)));
    }

    /** Gives it a new secret. The former one is good for 24 hours more, so that its operator can change it without a lost message. */
    @Transactional
    public void renewSecret(int bridge) {
        found(bridge, jdbc.sql("""
                        update channel.bridge set serial = serial + 1, former_until = now() + interval '24 hours' where id = ?""").param(bridge).update());
        trail.keep(RENEWED, "bridge/" + bridge, "", Map.of());
    }

    /** Shuts it: what it sends is refused within two seconds. Everything that came stays. */
    @Transactional
    public void disable(int bridge) {
        found(
                bridge,
                jdbc.sql("update channel.bridge set disabled_at = coalesce(disabled_at, now()) where id = ?")
                        .param(bridge)
                        .update());
        trail.keep(DISABLED, "bridge/" + bridge, "", Map.of());
    }

    /** Opens it again. */
    @Transactional
    public void enable(int bridge) {
        found(
                bridge,
                jdbc.sql("update channel.bridge set disabled_at = null where id = ?")
                        .param(bridge)
                        .update());
        trail.keep(ENABLED, "bridge/" + bridge, "", Map.of());
    }

    private void found(int bridge, int rows) {
        if (rows == 0) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.bridge.absent");
        }
        events.publishEvent(new Changed(bridge));
    }
}
