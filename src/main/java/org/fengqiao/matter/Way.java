package org.fengqiao.matter;

/** The way a matter came, and so the way its answer goes back. */
public enum Way {
    /** Pasted out of a chat group by an officer: the answer is a text to put into that group. */
    PASTE,
    /** Over a signed bridge: the answer is called out to it. */
    HOOK,
    /** On the residents' page: the answer stands there. */
    WEB,
    /** Told to an officer on the phone or in person: the officer tells the answer. */
    DESK,
    /** Opened by a program with a token. */
    API
}
