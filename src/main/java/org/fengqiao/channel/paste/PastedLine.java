package org.fengqiao.channel.paste;

/**
 * One line of the pasted text and what it was taken for, so that a person can see that nothing went missing.
 *
 * @param number its place in the text, from 1
 * @param role what it was taken for
 * @param message index of the message it belongs to, −1 when it belongs to none
 * @param text the line
 */
public record PastedLine(int number, Role role, int message, String text) {

    /** What a line is for. */
    public enum Role {
        /** Nothing on it. */
        BLANK,
        /** Names a sender or a time. */
        HEADER,
        /** Words of a message, its quote and the rule between them included. */
        WORDS,
        /** Written by the software, not by a person. */
        SYSTEM
    }
}
