package org.fengqiao.matter;

import java.util.Map;

/**
 * A door for rooms above that keep something of a matter: when the words of persons are taken out of it, they take out theirs. Called in
 * the same transaction, with the whole house in sight.
 */
public interface ErasesWithMatter {

    /**
     * Objects to emptying a matter.
     *
     * @throws org.fengqiao.shared.RefusedException (CONFLICT) when something of it is still under way
     */
    default void objectTo(long matter) {}

    /**
     * Empties what points at a person.
     *
     * @param files whether papers go, too
     * @return how many of what, for the audit trail
     */
    Map<String, Integer> erase(long matter, boolean files);
}
