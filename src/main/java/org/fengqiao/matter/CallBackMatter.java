package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 回访: writes down whether it was really settled. The room {@code callback} asks; this keeps what was said in the ledger. */
@Component
public class CallBackMatter {

    private final Change change;

    CallBackMatter(Change change) {
        this.change = change;
    }

    /**
     * Settled leads on to closing; not settled takes the matter up again.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param stars 1 to 5, or null when the resident gave none
     * @param words the resident's own words about it, may be empty
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, changed meanwhile or not answered
     */
    @Transactional
    public int callBack(
            long matterId,
            @Nullable Integer seen,
            Actor by,
            boolean settled,
            @Nullable Integer stars,
            @Nullable String words) {
        return change.apply(matterId, seen, by, matter -> matter.callBack(by, settled, stars, words))
                .version();
    }
}
