package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes a merged matter out again, back to the stage it was merged at. */
@Component
public class UnmergeMatter {

    private final Change change;
    private final Matters matters;

    UnmergeMatter(Change change, Matters matters) {
        this.change = change;
        this.matters = matters;
    }

    /**
     * Undoes a merge.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's, or not merged
     */
    @Transactional
    public int unmerge(long matterId, @Nullable Integer seen, Actor by) {
        return change.apply(
                        matterId,
                        seen,
                        by,
                        matter -> matter.unmerge(
                                by,
                                matters.find(matter.mergedInto())
                                        .map(Matter::number)
                                        .orElse("")))
                .version();
    }
}
