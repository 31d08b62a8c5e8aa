package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down that words of ours reached the place where it was asked. */
@Component
public class TellMatter {

    private final Change change;
    private final Matters matters;

    TellMatter(Change change, Matters matters) {
        this.change = change;
        this.matters = matters;
    }

    /**
     * Told.
     *
     * @param way how, for example {@code PASTE}
     * @param where name of the group or bridge
     */
    @Transactional
    public void told(long matterId, Actor by, String way, String where) {
        change.apply(matterId, null, by, matter -> new Happening.Told(way, where));
    }

    /**
     * Writes down that an officer told the caller the answer.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's, not answered, changed meanwhile, or
     *     did not come at the desk
     */
    @Transactional
    public int toldByMouth(long matterId, @Nullable Integer seen, Actor by) {
        return change.apply(
                        matterId,
                        seen,
                        by,
                        matter -> matter.stage() == Stage.MERGED
                                ? matter.tellOfLead(by, lead(matter))
                                : matter.tellByMouth(by))
                .version();
    }

    private Matter lead(Matter merged) {
        Matter lead = merged;
        for (int steps = 0; lead.stage() == Stage.MERGED && steps < 10; steps++) {
            lead = matters.require(lead.mergedInto());
        }
        return lead;
    }
}
