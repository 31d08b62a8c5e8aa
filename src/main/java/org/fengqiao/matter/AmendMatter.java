package org.fengqiao.matter;

import org.fengqiao.shared.Place;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts facts of a matter right: kind, urgency, place, how the resident is called. */
@Component
public class AmendMatter {

    private final Change change;
    private final Kinds kinds;

    AmendMatter(Change change, Kinds kinds) {
        this.change = change;
        this.kinds = kinds;
    }

    /**
     * Amends what is not null.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @return the new version
     * @throws RefusedException when the matter is not in sight, not the actor's, changed meanwhile, or a value is not known
     */
    @Transactional
    public int amend(
            long matterId,
            @Nullable Integer seen,
            Actor by,
            @Nullable String kind,
            @Nullable String urgency,
            @Nullable String place,
            @Nullable String asker) {
        String newKind = kind == null ? null : kinds.require(kind).code();
        String newUrgency = urgency == null ? null : urgencyOf(urgency).name();
        String newPlace = place == null ? null : Words.orEmpty(place, Place.LONGEST);
        String newAsker = asker == null ? null : Words.orEmpty(asker, 80);
        return change.apply(matterId, seen, by, matter -> matter.amend(by, newKind, newUrgency, newPlace, newAsker))
                .version();
    }

    private static Urgency urgencyOf(String name) {
        for (Urgency urgency : Urgency.values()) {
            if (urgency.name().equals(name)) {
                return urgency;
            }
        }
        throw RefusedException.badInput("refused.urgency").at("urgency");
    }
}
