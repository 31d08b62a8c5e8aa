package org.fengqiao.channel;

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

    private final JdbcClient jdbc;
    private final AnswerAddress addresses;
    private final ApplicationEventPublisher events;

    ChangeBridge(JdbcClient jdbc, AnswerAddress addresses, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.addresses = addresses;
        this.events = events;
    }

    /** Told on this node after the commit, so that nobody goes by what a bridge was before. */
    public record Changed(int bridge) {}

    /** Changes its facts; refused like {@link AddBridge#add}. */
    @Transactional
    public void amend(int bridge, @Nullable String name, Bridge.Opens opens, @Nullable String answerUrl) {
        found(
                bridge,
                jdbc.sql("update channel.bridge set name = ?, opens = ?, answer_url = nullif(?, '') where id = ?")
                        .params(Words.line(name, 80), opens.name(), addresses.require(answerUrl), bridge)
                        .update());
    }

    /** Gives it a new secret. The former one is good for 24 hours more, so that its operator can change it without a lost message. */
    @Transactional
    public void renewSecret(int bridge) {
        found(bridge, jdbc.sql("""
                        update channel.bridge set serial = serial + 1, former_until = now() + interval '24 hours' where id = ?""").param(bridge).update());
    }

    /** Shuts it: what it sends is refused within two seconds. Everything that came stays. */
    @Transactional
    public void disable(int bridge) {
        found(
                bridge,
                jdbc.sql("update channel.bridge set disabled_at = coalesce(disabled_at, now()) where id = ?")
                        .param(bridge)
                        .update());
    }

    /** Opens it again. */
    @Transactional
    public void enable(int bridge) {
        found(
                bridge,
                jdbc.sql("update channel.bridge set disabled_at = null where id = ?")
                        .param(bridge)
                        .update());
    }

    private void found(int bridge, int rows) {
        if (rows == 0) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.bridge.absent");
        }
        events.publishEvent(new Changed(bridge));
    }
}
