package org.fengqiao.shared;

/** Reading digits the way people and phones write them: full-width, with blanks and dashes of every kind in between. */
final class Digits {

    private Digits() {}

    /** A full-width form as its plain twin, every other character unchanged. */
    static char narrow(char c) {
        return switch (c) {
            case '\u3000' -> ' ';
            default -> (c >= '\uFF01' && c <= '\uFF5E') ? (char) (c - 0xFEE0) : c;
        };
    }

    /** Whether a character is one of the blanks, dashes and invisible marks that people leave between digits. */
    static boolean isGap(char c) {
        return switch (c) {
            case '-', ' ', '\t', '\u00A0', '\u3000', '\uFF0D', '\u2212', '\u00AD', '\uFEFF', '\uFE63', '\u2060' -> true;
            default ->
                (c >= '\u2000' && c <= '\u2015')
                        || (c >= '\u202A' && c <= '\u202F')
                        || (c >= '\u2066' && c <= '\u2069');
        };
    }

    /** Everything but the gaps, narrow. */
    static String compact(String words) {
        var compact = new StringBuilder(words.length());
        for (int i = 0; i < words.length(); i++) {
            if (!isGap(words.charAt(i))) {
                compact.append(narrow(words.charAt(i)));
            }
        }
        return compact.toString();
    }
}
