package org.fengqiao.database;

/** Looks for what no constraint of the database can hold; each stands beside the tables it looks at. */
public interface Check {

    /** What must hold, in a few words. */
    BothLanguages about();

    /** What to do when it does not. */
    BothLanguages advice();

    /** Looks at everything and says what is wrong. Runs in a transaction that only reads and sees one moment of the whole house. */
    void look(Look look);
}
