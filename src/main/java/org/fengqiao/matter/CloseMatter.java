package org.fengqiao.matter;

import java.util.List;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 办结: closes a matter. Rooms above may object. */
@Component
public class CloseMatter {

    private final Change change;
    private final List<ObjectsToClosing> objectors;

    CloseMatter(Change change, List<ObjectsToClosing> objectors) {
        this.change = change;
        this.objectors = objectors;
    }

    /**
     * Closes a matter that was called back; before that only a chief or supervisor may, with a reason.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param words why it is closed without a call back; may be empty after one
     * @return the new version
     * @throws RefusedException when the matter is not in sight, not the actor's to close, changed meanwhile, not yet called back, or
     *     another room objects
     */
    @Transactional
    public int close(long matterId, @Nullable Integer seen, Actor by, @Nullable String words) {
        return change.apply(matterId, seen, by, matter -> {
                    for (ObjectsToClosing objector : objectors) {
                        objector.objectsToClosing(matterId).ifPresent(reason -> {
                            throw RefusedException.because(RefusedException.Reason.CONFLICT, reason);
                        });
                    }
                    return matter.close(by, words);
                })
                .version();
    }
}
