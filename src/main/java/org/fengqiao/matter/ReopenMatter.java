package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 重开: takes up again what was answered, closed or declined. */
@Component
public class ReopenMatter {

    private final Change change;

    ReopenMatter(Change change) {
        this.change = change;
    }

    /**
     * 重开: takes up again what was answered, closed or declined.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param reason 1 to 500 characters
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's to change, changed meanwhile, or
     *     at a stage where this cannot be
     */
    @Transactional
    public int reopen(long matterId, @Nullable Integer seen, Actor by, @Nullable String reason) {
        return change.apply(matterId, seen, by, matter -> matter.reopen(by, reason))
                .version();
    }
}
