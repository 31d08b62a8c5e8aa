package org.fengqiao.channel;

/** Why something that came well signed could not be read. The words for people are under {@code fault.}NAME. */
public enum Fault {
    /** No JSON, or JSON that breaks off. */
    NOT_JSON,
    /** Bytes that are not UTF-8. */
    NOT_UTF8,
    /** Something else where a message should stand. */
    NOT_A_MESSAGE,
    /** A field holds another type than agreed. */
    WRONG_TYPE,
    /** No id of the vendor, or an empty one: it could not be told from a repetition. */
    NO_ID,
    /** The vendor's id or the reference of the group has more than 200 characters. */
    LONG_ID,
    /** No words. */
    NO_WORDS,
    /** More words than one message may have. */
    LONG_WORDS,
    /** The time is no ISO 8601 time with an offset, or lies out of reason. */
    NOT_A_TIME,
    /** The database would not take it. */
    UNSTORABLE
}
