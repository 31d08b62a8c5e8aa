package org.fengqiao.shared;

import java.util.Collection;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Free text with what points at a person hidden, for words that leave the circle of those who handle a matter, such as an answer
 * copied into a group (个人信息保护法 §6, §51).
 *
 * <p>Hidden are phone numbers (mobile, and fixed lines with their area code), citizen numbers of both generations and any other
 * unbroken run of 15 digits or more (bank cards, accounts), number plates, and the names given; numbers also when they are
 * written full-width or with blanks, dashes, dots or invisible characters inside. Left alone are matter numbers, dates, times and
 * amounts, and short and service numbers, which belong to offices. <strong>In doubt it hides:</strong> a list such as
 * {@code 1500 1600 170} reads like a mobile number and is hidden. A fixed line without area code cannot be told from an amount
 * and stays.
 */
public final class MaskedText {

    private static final String GAP = "[ \\-.·•()]{0,4}";

    private static final Pattern LEFT_ALONE = Pattern.compile(
            // （2026）QS01-000123
            "\\([0-9]{4}\\)[A-Za-z0-9]{0,12}-[0-9]{4,8}(?![0-9])"
                    // 2026-11-20, 2026.11.20, 2026/11/20
                    + "|(?<![0-9\\-.])(?:19|20)[0-9]{2}([-./])(?:1[0-2]|0?[1-9])\\1(?:3[01]|[12][0-9]|0?[1-9])(?![-./]?[0-9])");

    private static final Pattern HIDDEN = Pattern.compile("(?<![0-9])(?:"
            + ("(?<citizen>[1-9](?:G[0-9]){5}G(?:1G[89]|2G0)G[0-9]G[0-9]G(?:0G[1-9]|1G[0-2])G(?:[0-2]G[0-9]|3G[01])"
                            + "(?:G[0-9]){3}G[0-9Xx])"
                            + "|(?<account>[0-9]{14,}[0-9Xx])"
                            + "|(?:(?:\\+|00)?86G0?|0)?(?<mobile>1G[3-9](?:G[0-9]){9}[0-9]{0,3})"
                            + "|(?:(?:\\+|00)?86G\\(?0?|0)(?<area>10|2[0-9]|[3-9][0-9]{2})G(?<line>[2-9](?:G[0-9]){6,7})")
                    .replace("G", GAP)
            + ")(?![0-9])"
            + ("|(?<plate>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]G[A-Za-z])G"
                            + "(?=[A-Za-z]{0,5}G[0-9])(?<serial>(?:[0-9A-Za-z]G){4,5}[0-9A-Za-z挂学警港澳领])(?![0-9A-Za-z])")
                    .replace("G", "[ \\-.·•]{0,2}"));

    private MaskedText() {}

    /**
     * Hides what points at a person.
     *
     * @param words any text; positions of what is not hidden do not matter to the caller, since hidden parts change their length
     * @param names full names of persons to hide down to their first character; blank names and single characters are ignored
     */
    public static String of(String words, Collection<String> names) {
        return hideNames(hideNumbers(words), names);
    }

    private static String hideNumbers(String words) {
        String view = narrowView(words);
        view = LEFT_ALONE
                .matcher(view)
                .replaceAll(kept -> "\uFFFF".repeat(kept.group().length()));
        var masked = new StringBuilder(words.length());
        var hidden = HIDDEN.matcher(view);
        int done = 0;
        while (hidden.find()) {
            masked.append(words, done, hidden.start()).append(mask(hidden));
            done = hidden.end();
        }
        return masked.append(words, done, words.length()).toString();
    }

    private static String mask(MatchResult hidden) {
        if (hidden.group("mobile") != null) {
            return ends(hidden.group("mobile"), 3, 4);
        }
        if (hidden.group("citizen") != null) {
            return ends(hidden.group("citizen"), 3, 2);
        }
        if (hidden.group("account") != null) {
            return ends(hidden.group("account"), 3, 2);
        }
        if (hidden.group("line") != null) {
            return "0" + hidden.group("area") + "-" + ends(hidden.group("line"), 0, 3);
        }
        return bare(hidden.group("plate")) + ends(hidden.group("serial"), 0, 2);
    }

    private static String ends(String number, int first, int last) {
        String bare = bare(number);
        return bare.substring(0, first)
                + "*".repeat(bare.length() - first - last)
                + bare.substring(bare.length() - last);
    }

    private static String bare(String spelling) {
        return spelling.replaceAll("[ \\-.·•()]", "");
    }

    /** The same text, character for character, in which digits, brackets, blanks and dashes of every kind look plain. */
    private static String narrowView(String words) {
        var view = new StringBuilder(words.length());
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            int digit = Character.digit(c, 10);
            char narrow = Digits.narrow(c);
            view.append(digit >= 0 ? (char) ('0' + digit) : Digits.isGap(c) && narrow != '-' ? gapLike(c) : narrow);
        }
        return view.toString();
    }

    private static char gapLike(char c) {
        return (c >= '\u2010' && c <= '\u2015') || c == '\u2212' || c == '\uFE63' ? '-' : ' ';
    }

    private static String hideNames(String words, Collection<String> names) {
        String any = names.stream()
                .map(Words::clean)
                .filter(name -> name.codePointCount(0, name.length()) > 1)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(MaskedText::spelling)
                .collect(Collectors.joining("|"));
        if (any.isEmpty()) {
            return words;
        }
        return Pattern.compile(any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(words)
                .replaceAll(name -> firstOnly(name.group()));
    }

    /** A name as people write it: Chinese ones may be spaced out, others must not be cut out of a longer word. */
    private static String spelling(String name) {
        String spaced = name.codePoints()
                .filter(point -> !Character.isWhitespace(point))
                .mapToObj(point -> Pattern.quote(Character.toString(point)))
                .collect(Collectors.joining("[\\s\\u3000\\u00A0\\u200B-\\u200F\\u2060\\uFEFF]{0,3}"));
        return (isLatin(name.codePointAt(0)) ? "(?<![A-Za-z])" : "")
                + spaced
                + (isLatin(name.codePointBefore(name.length())) ? "(?![A-Za-z])" : "");
    }

    private static boolean isLatin(int point) {
        return Character.isLetter(point) && point < 0x250;
    }

    private static String firstOnly(String name) {
        int first = name.offsetByCodePoints(0, 1);
        long rest = name.substring(first)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .count();
        return name.substring(0, first) + "*".repeat((int) rest);
    }
}
