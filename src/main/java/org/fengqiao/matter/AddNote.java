package org.fengqiao.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 办理记录: writes down what was done, with photos where there are any. */
@Component
public class AddNote {

    private final Change change;

    AddNote(Change change) {
        this.change = change;
    }

    /**
     * 办理记录: writes down what was done, with photos where there are any.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param photos ids of photos already attached to this matter
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's to change, changed meanwhile, or
     *     at a stage where this cannot be
     */
    @Transactional
    public int note(long matterId, @Nullable Integer seen, Actor by, @Nullable String words, List<Long> photos) {
        return change.apply(matterId, seen, by, matter -> matter.note(by, words, photos))
                .version();
    }
}
