package org.fengqiao.matter;

import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 回访: writes down whether it was really settled. The room {@code callback} asks; this keeps what was said in the ledger. */
@Component
public class CallBackMatter {

    private final Change change;
    private final CloseMatter closeMatter;

    CallBackMatter(Change change, CloseMatter closeMatter) {
        this.change = change;
        this.closeMatter = closeMatter;
    }

    /**
     * Settled leads on to closing; not settled takes the matter up again.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param stars 1 to 5, or null when the resident gave none
     * @param words the resident's own words about it, may be empty
     * @return the new version
     * @throws RefusedException when the matter is not in sight, changed meanwhile or not answered
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

    /**
     * Writes down that it was settled and closes the matter with it: two lines in the ledger, or none.
     *
     * @throws RefusedException as for {@link #callBack} and {@link CloseMatter#close}, and when it was not settled
     */
    @Transactional
    public int callBackAndClose(
            long matterId,
            @Nullable Integer seen,
            Actor by,
            boolean settled,
            @Nullable Integer stars,
            @Nullable String words) {
        if (!settled) {
            throw RefusedException.badInput("refused.close.not-settled").at("close");
        }
        int calledBack = callBack(matterId, seen, by, true, stars, words);
        return closeMatter.close(matterId, calledBack, by, null);
    }
}
