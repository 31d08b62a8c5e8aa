package org.fengqiao.matter;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down that words of ours reached the place where it was asked. */
@Component
public class TellMatter {

    private final Change change;

    TellMatter(Change change) {
        this.change = change;
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
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's, not answered, or did not come at
     *     the desk
     */
    @Transactional
    public void toldByMouth(long matterId, Actor by) {
        change.apply(matterId, null, by, matter -> matter.tellByMouth(by));
    }
}
