package org.fengqiao.channel.paste;

/** How a pasted text marks where a message begins. */
public enum Layout {
    /** {@code 昵称 2026/11/20 10:03}, then the words: copied in WeChat for Windows or Mac. */
    DATED,
    /** {@code 昵称 10:03}, then the words: copied on the day itself. */
    TIMED,
    /** {@code 昵称:} or {@code 昵称：}, then the words; times, if any, stand on lines of their own. */
    NAMED,
    /** {@code —————  2026-11-20  —————}, then {@code 昵称  10:03}: a chat sent by mail or forwarded as one record. */
    RECORD,
    /** {@code 2026-11-20 10:03:22 昵称}, then the words: exported by a tool. */
    TIME_FIRST,
    /** None of these: the whole text is one message of an unknown sender. */
    UNKNOWN
}
