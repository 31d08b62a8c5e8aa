package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 并案: lets a matter go on in another one. Its resident follows the other one's progress from then on. */
@Component
public class MergeMatter {

    private final Change change;
    private final Matters matters;
    private final Namings namings;

    MergeMatter(Change change, Matters matters, Namings namings) {
        this.change = change;
        this.namings = namings;
        this.matters = matters;
    }

    /**
     * Merges the matter into another one. Both are locked, the older first, so that two merges in opposite directions cannot wait for
     * each other.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param into id of the matter that goes on
     * @return the new version of the merged matter
     * @throws org.fengqiao.shared.RefusedException when one of them is not in sight, not the actor's, over, or the same
     */
    @Transactional
    public int merge(long matterId, @Nullable Integer seen, Actor by, long into) {
        if (into < matterId) {
            matters.lock(into);
        }
        return change.apply(matterId, seen, by, matter -> {
                    Happening merged = matter.mergeInto(by, into == matterId ? matter : matters.lock(into));
                    namings.judgeMerge(matterId, into);
                    return merged;
                })
                .version();
    }
}
