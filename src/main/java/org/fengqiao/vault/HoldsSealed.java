package org.fengqiao.vault;

import java.util.List;

/** A door for rooms that keep sealed fields: through it they are known to the vault. */
public interface HoldsSealed {

    /** The sealed fields of this room. */
    List<Field> fields();

    /**
     * Seals what a former version of the house kept in plain words. Called at every start, before anybody is let in, with the whole house
     * in sight; costs nothing when there is nothing left to do, and goes on where it was broken off.
     */
    default void sealFormer() {}
}
