package org.fengqiao.matter;

import org.fengqiao.org.Officer;
import org.fengqiao.org.Officers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 接手办理: an officer takes a matter on, from nobody or from a colleague. */
@Component
public class TakeMatter {

    private final Change change;
    private final Officers officers;

    TakeMatter(Change change, Officers officers) {
        this.change = change;
        this.officers = officers;
    }

    /**
     * Takes the matter; from {@code RECEIVED} this accepts it as well.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's to take, changed meanwhile, or
     *     already answered
     */
    @Transactional
    public int take(long matterId, @Nullable Integer seen, Actor by) {
        return change.apply(matterId, seen, by, matter -> matter.take(by, nameOf(matter.handlerId())))
                .version();
    }

    private @Nullable String nameOf(int handler) {
        return handler == 0 ? null : officers.find(handler).map(Officer::name).orElse(null);
    }
}
