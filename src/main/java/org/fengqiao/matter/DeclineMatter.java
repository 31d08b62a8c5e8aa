package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 不予受理: says that we do not, and why. The resident is told the reason. */
@Component
public class DeclineMatter {

    private final Change change;

    DeclineMatter(Change change) {
        this.change = change;
    }

    /**
     * 不予受理: says that we do not, and why. The resident is told the reason.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param reason told to the resident, 1 to 500 characters
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's to change, changed meanwhile, or
     *     at a stage where this cannot be
     */
    @Transactional
    public int decline(long matterId, @Nullable Integer seen, Actor by, @Nullable String reason) {
        return change.apply(matterId, seen, by, matter -> matter.decline(by, reason))
                .version();
    }
}
