package org.fengqiao.channel.paste;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message cut out of a pasted chat.
 *
 * @param index its place in the chat, from 0
 * @param sender the nickname it was said under, {@code null} when the text does not tell
 * @param saidAt when it was said, by the clock of the group; {@code null} when the text does not tell. In
 *     {@link Layout#NAMED} it is the time standing above: said then, or some minutes later
 * @param exactDay whether the text tells the day ("2026/11/20", "昨天"); {@code false} when it was only supposed from a
 *     bare time, or is unknown
 * @param words what was said, lines parted by {@code \n}, placeholders and @names as written, without what it quotes
 * @param marks the placeholders in the words, in their order
 * @param quote the message it answers, if it repeats one
 */
public record PastedMessage(
        int index,
        @Nullable String sender,
        @Nullable LocalDateTime saidAt,
        boolean exactDay,
        String words,
        List<Mark> marks,
        @Nullable Quote quote) {

    public PastedMessage {
        marks = List.copyOf(marks);
    }

    /** The names that the words address with {@code @}, in their order. */
    public List<String> mentions() {
        List<String> names = new ArrayList<>();
        int at = words.indexOf('@');
        while (at >= 0) {
            int end = at + 1;
            while (end < words.length() && !endsMention(words.charAt(end))) {
                end++;
            }
            // An address like someone@example.com is no mention: there the sign follows a letter directly.
            boolean startsWord = at == 0 || !isAsciiWord(words.charAt(at - 1));
            if (startsWord && end > at + 1) {
                names.add(words.substring(at + 1, end));
            }
            at = words.indexOf('@', end);
        }
        return names;
    }

    /** The words without placeholders. */
    String spoken() {
        return Spaces.strip(Mark.without(words).strip());
    }

    private static boolean endsMention(char c) {
        return c == '\n' || c == '@' || Spaces.isSpace(c) || "，。！？；：、,!?;:".indexOf(c) >= 0;
    }

    private static boolean isAsciiWord(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
