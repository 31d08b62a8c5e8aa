package org.fengqiao.matter;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import org.fengqiao.follow.Followers;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one way a matter changes: lock the row, let the verb judge and say what happened, write the new state and the ledger line
 * together.
 */
@Component
class Change {

    private final Matters matters;
    private final JdbcClient jdbc;
    private final Followers followers;
    private final Clock clock;

    Change(Matters matters, JdbcClient jdbc, Followers followers, Clock clock) {
        this.matters = matters;
        this.jdbc = jdbc;
        this.followers = followers;
        this.clock = clock;
    }

    /**
     * Applies one verb.
     *
     * @param seen the version the actor had in front of them, or null when the verb cannot overwrite anything
     * @throws RefusedException CONFLICT when somebody else changed the matter since {@code seen}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Matter apply(long id, @Nullable Integer seen, Actor by, Function<Matter, Happening> verb) {
        Matter before = matters.lock(id);
        if (seen != null && seen != before.version()) {
            throw overtaken(before);
        }
        Happening happening = verb.apply(before);
        Instant now = clock.instant();
        Matter after = matters.write(before, before.after(happening, by, now), happening, by, now);
        followers.nudge();
        return after;
    }

    /** Who was quicker, so that the second one knows whom to ask. */
    private RefusedException overtaken(Matter matter) {
        String who = jdbc.sql("select by_name from matter.ledger where matter_id = ? order by n desc limit 1")
                .param(matter.id())
                .query(String.class)
                .optional()
                .orElse("");
        return RefusedException.because(
                RefusedException.Reason.CONFLICT,
                who.isEmpty() ? "refused.matter.overtaken-by-resident" : "refused.matter.overtaken",
                who);
    }
}
