package org.fengqiao.channel.paste;

/** The many ways in which copied text is blank. */
final class Spaces {
    private Spaces() {}

    static boolean isSpace(char c) {
        return c == ' '
                || c == '\t'
                || c == '\u00a0'
                || c == '\u3000'
                || c == '\u202f'
                || c == '\u205f'
                || c == '\u1680'
                || (c >= '\u2000' && c <= '\u200a');
    }

    /** The same text, character for character, with every kind of space as the plain one. */
    static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ' ' && isSpace(text.charAt(i))) {
                char[] chars = text.toCharArray();
                for (int j = i; j < chars.length; j++) {
                    if (isSpace(chars[j])) {
                        chars[j] = ' ';
                    }
                }
                return new String(chars);
            }
        }
        return text;
    }

    /** Without spaces at either end. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
