package org.fengqiao.intake;

import org.fengqiao.matter.Actor;
import org.jspecify.annotations.Nullable;

/** A door for the room above: the residents' page asks whether it was settled, and hands on what the resident says. */
public interface HearsWhetherSettled {

    /**
     * What the resident says about an answered matter in sight.
     *
     * @param stars 1 to 5, or null when the resident gave none
     * @param words may be empty
     */
    void hear(long matterId, Actor resident, boolean settled, @Nullable Integer stars, @Nullable String words);
}
