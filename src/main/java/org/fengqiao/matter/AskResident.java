package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 补充: asks the resident for more. */
@Component
public class AskResident {

    private final Change change;

    AskResident(Change change) {
        this.change = change;
    }

    /**
     * 补充: asks the resident for more.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param question shown to the resident, 1 to 500 characters
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's to change, changed meanwhile, or
     *     at a stage where this cannot be
     */
    @Transactional
    public int ask(long matterId, @Nullable Integer seen, Actor by, @Nullable String question) {
        return change.apply(matterId, seen, by, matter -> matter.ask(by, question))
                .version();
    }
}
