package org.fengqiao.vault;

import java.util.List;

/** A door for rooms that keep sealed fields: through it they are known to the vault. */
public interface HoldsSealed {

    /** The sealed fields of this room. */
    List<Field> fields();

    /**
     * Those among them that a former version of the house kept in plain words, which stand in {@code former_<name>}: they are sealed before
     * anybody is let in.
     */
    default List<Field> oncePlain() {
        return List.of();
    }
}
