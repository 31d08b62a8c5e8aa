package org.fengqiao.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Adds further words of the resident, said by the resident or taken down by an officer. */
@Component
public class AddWord {

    private final Change change;

    AddWord(Change change) {
        this.change = change;
    }

    /**
     * Adds further words of the resident, said by the resident or taken down by an officer.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param photos ids of photos already attached to this matter
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's to change, changed meanwhile, or
     *     at a stage where this cannot be
     */
    @Transactional
    public int add(long matterId, @Nullable Integer seen, Actor by, @Nullable String words, List<Long> photos) {
        return change.apply(matterId, seen, by, matter -> matter.addWord(by, words, photos))
                .version();
    }
}
