package org.fengqiao.matter;

import java.util.List;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 撤销反映对象: says that a matter does not complain about somebody after all. Whoever was named sees it again as before. */
@Component
public class LiftNaming {

    static final Deed LIFTED = Deed.named("matter.naming-lifted");

    private final Change change;
    private final Namings namings;
    private final AuditTrail trail;

    LiftNaming(Change change, Namings namings, AuditTrail trail) {
        this.change = change;
        this.namings = namings;
        this.trail = trail;
    }

    /**
     * Lifts it.
     *
     * @param naming its id
     * @throws RefusedException when the matter is not in sight, the actor is no supervisor of a unit above the one named, nobody is named
     *     so, or no reason is given
     */
    @Transactional
    public void lift(long matterId, long naming, Actor by, @Nullable String reason) {
        Namings.Naming named = namings.find(matterId, naming)
                .orElseThrow(() -> RefusedException.because(Reason.NOT_FOUND, "refused.matter.absent"));
        List<Long> family = namings.withMerged(matterId);
        Matter after = null;
        for (long one : family) {
            Matter changed = change.apply(one, null, by, matter -> matter.liftNaming(by, named, reason));
            after = one == matterId ? changed : after;
        }
        namings.lift(family, named, by.id());
        List<String> asker = after == null ? List.of() : List.of(after.asker());
        trail.keep(
                LIFTED,
                "matter/" + matterId,
                MaskedText.of(Words.orEmpty(reason, Matter.LONGEST_REASON), asker),
                NameInMatter.more(named.unit(), named.officer()));
    }
}
