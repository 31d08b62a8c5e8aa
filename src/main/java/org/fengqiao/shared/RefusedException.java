package org.fengqiao.shared;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that a person can understand and act on. It carries no text of its own: the words live under {@link #key()} in
 * the message files and are filled with {@link #args()}, so that the same refusal can be told in Chinese and in English.
 *
 * <p>It is an expected answer, not a fault of the program; it therefore has no stack trace and costs little. Arguments may
 * reach a screen or a log: never put a whole citizen number, phone number or secret into them.
 */
public final class RefusedException extends RuntimeException {

    /** Why something was refused, in the terms a caller can act on. */
    public enum Reason {
        /** What was given is not well-formed; give it again, corrected. */
        BAD_INPUT,
        /** There is no such thing, or the asker may not know of it. */
        NOT_FOUND,
        /** The asker lacks the right. */
        NOT_ALLOWED,
        /** It does not fit the present state, for example because somebody else was quicker. */
        CONFLICT,
        /** More than we take in one go. */
        TOO_LARGE,
        /** It was there and is over, for example an expired link. */
        GONE,
        /** Not now; try again later. */
        BUSY
    }

    private final Reason reason;
    private final String key;
    private final transient List<Object> args;
    private final @Nullable String field;

    private RefusedException(Reason reason, @Nullable String field, String key, List<Object> args) {
        super(reason + " " + key + (field == null ? "" : " in " + field), null, false, false);
        this.reason = reason;
        this.key = key;
        this.args = args;
        this.field = field;
    }

    /**
     * A refusal for a reason, told by the message under a key.
     *
     * @param key key in a {@code messages-*.properties} file, for example {@code refused.phone.shape}
     * @param args values for {@code {0}}, {@code {1}} … of the message
     */
    public static RefusedException because(Reason reason, String key, Object... args) {
        return new RefusedException(reason, null, key, List.copyOf(Arrays.asList(args)));
    }

    /** A {@link Reason#BAD_INPUT} refusal, by far the most frequent one. */
    public static RefusedException badInput(String key, Object... args) {
        return because(Reason.BAD_INPUT, key, args);
    }

    /** The same refusal, pointing at the form field or JSON property it is about. */
    public RefusedException at(String fieldName) {
        return new RefusedException(reason, fieldName, key, args);
    }

    /** Why, in the terms a caller can act on. */
    public Reason reason() {
        return reason;
    }

    /** Where the words are: a key in the message files. */
    public String key() {
        return key;
    }

    /** What fills the gaps in the words. */
    public List<Object> args() {
        return args;
    }

    /** The field the refusal is about, or null when it is about the whole. */
    public @Nullable String field() {
        return field;
    }
}
