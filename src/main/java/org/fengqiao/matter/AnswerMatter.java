package org.fengqiao.matter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 答复: gives the resident an answer. A second answer corrects the first. */
@Component
public class AnswerMatter {

    private final Change change;

    AnswerMatter(Change change) {
        this.change = change;
    }

    /**
     * 答复: gives the resident an answer. A second answer corrects the first.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param words 1 to 10,000 characters; shown to the resident as they are
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's to change, changed meanwhile, or
     *     at a stage where this cannot be
     */
    @Transactional
    public int answer(long matterId, @Nullable Integer seen, Actor by, @Nullable String words) {
        return change.apply(matterId, seen, by, matter -> matter.answer(by, words))
                .version();
    }
}
