package org.fengqiao.channel.paste;

import java.time.LocalDateTime;
import java.util.List;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;

/**
 * A stretch of a group chat as an officer pasted it, cut into messages. Immutable.
 *
 * <p>Every line that is not blank is exactly one of: a header, words of one message, a system line; see {@link #lines()}.
 */
public final class PastedChat {
    /** A pasted text holds at most this many bytes, counted in UTF-8: 1 MiB. */
    public static final int MOST_BYTES = 1 << 20;

    /** A pasted text holds at most this many messages. */
    public static final int MOST_MESSAGES = 5_000;

    private final Layout layout;
    private final List<PastedMessage> messages;
    private final List<PastedLine> lines;

    PastedChat(Layout layout, List<PastedMessage> messages, List<PastedLine> lines) {
        this.layout = layout;
        this.messages = List.copyOf(messages);
        this.lines = List.copyOf(lines);
    }

    /**
     * Cuts a text into messages. Takes time in proportion to the length of the text, whatever it holds.
     *
     * @param text what was pasted; line ends of any kind, invisible characters are removed
     * @param pastedAt when it was pasted, by the clock of the group: "昨天", weekdays, missing years and bare times are
     *     counted from it. A bare time later than {@code pastedAt} belongs to the day before, and so does one that is
     *     later than the message below it
     * @throws RefusedException {@code refused.paste.large} (argument: most MiB allowed) or {@code refused.paste.many}
     *     (argument: most messages allowed)
     */
    public static PastedChat read(String text, LocalDateTime pastedAt) {
        if (utf8Length(text) > MOST_BYTES) {
            throw tooLarge();
        }
        return new ChatReader(Words.clean(text), pastedAt).read();
    }

    /** How the text marks where a message begins. */
    public Layout layout() {
        return layout;
    }

    /** The messages, in the order of the text. */
    public List<PastedMessage> messages() {
        return messages;
    }

    /** Lines written by the software, not by a person: joined, recalled, red packet, title of a record. */
    public List<String> systemLines() {
        return lines.stream()
                .filter(line -> line.role() == PastedLine.Role.SYSTEM)
                .map(line -> Spaces.strip(line.text()))
                .toList();
    }

    /** Every line of the text with what it was taken for. */
    public List<PastedLine> lines() {
        return lines;
    }

    /** The messages, consecutive words of one sender on one subject joined; see {@link Turn}. */
    public List<Turn> turns() {
        return Turn.of(messages);
    }

    static RefusedException tooLarge() {
        return RefusedException.because(Reason.TOO_LARGE, "refused.paste.large", MOST_BYTES >> 20);
    }

    private static long utf8Length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate is half of a character of four bytes.
            length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return length;
    }
}
