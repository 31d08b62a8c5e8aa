package org.fengqiao.channel.paste;

import org.jspecify.annotations.Nullable;

/**
 * The earlier message that a reply repeats above its own words: {@code 「张三：没水了」}, a line of dashes, the reply.
 *
 * @param sender who said the quoted words, {@code null} when the quote does not tell
 * @param words the quoted words
 */
public record Quote(@Nullable String sender, String words) {

    /** A reply taken apart: what it repeats, and what it says itself. */
    record Reply(@Nullable Quote quote, String words) {}

    /** Splits quoted from own words; text that quotes nothing comes back whole. */
    static Reply split(String words) {
        int open = words.isEmpty() ? -1 : "「『“\"".indexOf(words.charAt(0));
        if (open < 0) {
            return new Reply(null, words);
        }
        char close = "」』”\"".charAt(open);
        int lineEnd = words.indexOf('\n');
        while (lineEnd >= 0) {
            int nextEnd = words.indexOf('\n', lineEnd + 1);
            String next = words.substring(lineEnd + 1, nextEnd < 0 ? words.length() : nextEnd);
            if (isFence(next)) {
                String quoted = words.substring(0, lineEnd).strip();
                if (quoted.length() > 1 && quoted.charAt(quoted.length() - 1) == close) {
                    String own = nextEnd < 0 ? "" : words.substring(nextEnd + 1).strip();
                    return new Reply(of(quoted.substring(1, quoted.length() - 1)), own);
                }
                return new Reply(null, words);
            }
            lineEnd = nextEnd;
        }
        return new Reply(null, words);
    }

    /** A line of nothing but dashes, at least five, as WeChat draws it between a quote and its reply. */
    static boolean isFence(String line) {
        int dashes = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '-' || c == '—' || c == '─' || c == '－') {
                dashes++;
            } else if (!Spaces.isSpace(c)) {
                return false;
            }
        }
        return dashes >= 5;
    }

    private static Quote of(String quoted) {
        // A nickname may itself hold a colon, but the first one that is not at the start is where WeChat puts its own.
        for (int i = 1; i < Math.min(quoted.length(), ChatReader.LONGEST_NICKNAME + 1); i++) {
            char c = quoted.charAt(i);
            if (c == '\n') {
                break;
            }
            if (c == ':' || c == '：') {
                return new Quote(
                        quoted.substring(0, i).strip(), quoted.substring(i + 1).strip());
            }
        }
        return new Quote(null, quoted.strip());
    }
}
