package org.fengqiao.register;

import org.fengqiao.access.SignedIn;
import org.fengqiao.shared.RefusedException;

/** Puts the lines of one register into the room they belong to. */
interface Brings {

    /** Which one. */
    Register register();

    /** Gets ready for the lines of one table; with the sight of who brings it, outside of a transaction. */
    Lines begin(SignedIn me, int unit, String source);

    /** Takes line after line, each in a transaction that is under way. */
    interface Lines {

        /**
         * Keeps what a line says.
         *
         * @return false when all of it was known
         * @throws RefusedException when it cannot be kept; nothing of it is
         */
        boolean bring(Told told);
    }
}
