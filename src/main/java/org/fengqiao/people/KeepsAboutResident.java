package org.fengqiao.people;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A door for rooms that keep something about a resident: they are asked before a sheet is emptied, empty what is theirs together with it,
 * and tell all of it to the one it is about (个人信息保护法 §45, §47). All is called within one transaction with the whole house in sight.
 */
public interface KeepsAboutResident {

    /**
     * Somebody of whom nothing shall be left.
     *
     * @param unit the unit that knows this resident
     * @param names the full name and every nickname
     * @param files whether photos and papers beside the matters go, too
     */
    record Leaving(long resident, int unit, List<String> names, boolean files) {}

    /**
     * Objects to erasing, and keeps what it judged from changing until the end of the transaction.
     *
     * @throws org.fengqiao.shared.RefusedException (CONFLICT) when something must be kept, or is under way
     */
    default void objectTo(Leaving leaving) {}

    /**
     * Empties what points at this person.
     *
     * @return how many of what, for the audit trail; never anything about the person
     */
    default Map<String, Integer> erase(Leaving leaving) {
        return Map.of();
    }

    /**
     * Everything this room keeps about a resident.
     *
     * @param table where it stands, with its schema
     * @param rows columns and what is in them, in the order they are told
     */
    record Kept(String table, List<Map<String, @Nullable Object>> rows) {}

    /** All that is kept about a resident. */
    List<Kept> tell(long resident);

    /**
     * A file that is kept about a resident.
     *
     * @param name under which it is handed out, unlike every other name of this room
     * @param content read when its turn comes
     */
    record Paper(String name, Supplier<byte[]> content) {}

    /** The photos and papers that are kept about a resident. */
    default List<Paper> papers(long resident) {
        return List.of();
    }
}
