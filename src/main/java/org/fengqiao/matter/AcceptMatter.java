package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 受理: says that we answer for the matter. */
@Component
public class AcceptMatter {

    private final Change change;

    AcceptMatter(Change change) {
        this.change = change;
    }

    /**
     * 受理: says that we answer for the matter.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's to change, changed meanwhile, or
     *     at a stage where this cannot be
     */
    @Transactional
    public int accept(long matterId, @Nullable Integer seen, Actor by) {
        return change.apply(matterId, seen, by, matter -> matter.accept(by)).version();
    }
}
