package org.fengqiao.matter;

import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who does something to a matter.
 *
 * @param id id of the officer, 0 for residents and the house
 * @param name shown in the timeline; kept as it was then
 * @param role null for residents and the house
 * @param unit own unit, 0 for none
 * @param units units whose matters this actor may work on
 */
public record Actor(By by, int id, String name, @Nullable Role role, int unit, List<Integer> units) {

    /** The three who write lines. */
    public enum By {
        /** Somebody signed in. */
        OFFICER,
        /** A resident, on the residents' page or over a bridge. */
        RESIDENT,
        /** The house by itself. */
        HOUSE
    }

    /** The house itself. */
    public static final Actor HOUSE = new Actor(By.HOUSE, 0, "", null, 0, List.of());

    /** Somebody signed in. */
    public static Actor of(SignedIn me) {
        return new Actor(By.OFFICER, me.officer(), me.name(), me.role(), me.unit(), me.desks());
    }

    /** A resident; the name may be empty. */
    public static Actor resident(String name) {
        return new Actor(By.RESIDENT, 0, name, null, 0, List.of());
    }

    boolean worksAt(int unitId) {
        return by == By.HOUSE || (role != null && role.worksAtDesk() && units.contains(unitId));
    }

    boolean decidesAt(int unitId) {
        return worksAt(unitId) && (by == By.HOUSE || (role != null && role.decides()));
    }

    boolean leadsAt(int unitId) {
        return worksAt(unitId) && (role == Role.CHIEF || role == Role.SUPERVISOR);
    }
}
