package org.fengqiao.shared;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote, made safe to keep and to show: in Unicode form NFC, line ends as {@code \n}, without control characters,
 * zero-width characters, overrides of writing direction and lone surrogates (all of which are used to hide or to forge words),
 * trimmed. Nothing visible is changed; emoji keep their joiners.
 */
public final class Words {

    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int LEFT_OUT = -1;

    /**
     * Combining marks kept on one letter, after the Stream-Safe Text Format of UAX #15. The time to normalize grows with the
     * square of such a run, so a long one would hold up the house.
     */
    private static final int MOST_MARKS = 30;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\u3000\\u00A0]+");

    private Words() {}

    /**
     * Words that must be there.
     *
     * @param longest most code points allowed, after cleaning
     * @throws RefusedException {@code refused.words.empty} when nothing visible remains; {@code refused.words.long} (arguments: most
     *     allowed, found)
     */
    public static String required(@Nullable String raw, int longest) {
        String words = orEmpty(raw, longest);
        if (words.isEmpty()) {
            throw RefusedException.badInput("refused.words.empty");
        }
        return words;
    }

    /**
     * Words that may be missing; null becomes the empty string.
     *
     * @param longest most code points allowed, after cleaning
     * @throws RefusedException {@code refused.words.long} (arguments: most allowed, found)
     */
    public static String orEmpty(@Nullable String raw, int longest) {
        if (raw == null) {
            return "";
        }
        String words = clean(raw);
        int length = words.codePointCount(0, words.length());
        if (length > longest) {
            throw RefusedException.badInput("refused.words.long", longest, length);
        }
        return words;
    }

    /** Words of one line: as {@link #required}, and every run of blanks and line ends is one blank. */
    public static String line(@Nullable String raw, int longest) {
        return required(raw == null ? null : inOneLine(raw), longest);
    }

    /** Cleans without judging; every run of blanks and line ends is one blank. */
    public static String inOneLine(String raw) {
        return BLANKS.matcher(clean(raw)).replaceAll(" ");
    }

    /** Cleans without judging. Cleaning what is clean changes nothing. */
    public static String clean(String raw) {
        if (isPlain(raw)) {
            return raw.strip();
        }
        var kept = new StringBuilder(raw.length());
        int marks = 0;
        for (int i = 0; i < raw.length(); ) {
            int point = raw.codePointAt(i);
            int next = i + Character.charCount(point);
            int keep = keep(raw, i, point, next);
            if (keep != LEFT_OUT) {
                marks = isMark(keep) ? marks + 1 : 0;
                if (marks <= MOST_MARKS) {
                    kept.appendCodePoint(keep);
                }
            }
            i = next;
        }
        return Normalizer.normalize(kept, Normalizer.Form.NFC).strip();
    }

    private static int keep(String raw, int at, int point, int next) {
        return switch (point) {
            case '\n', '\t' -> point;
            case '\r' -> next < raw.length() && raw.charAt(next) == '\n' ? LEFT_OUT : '\n';
            case 0x2028, 0x2029, 0x85 -> '\n';
            case ZERO_WIDTH_JOINER -> joinsPictures(raw, at, next) ? point : LEFT_OUT;
            default ->
                switch (Character.getType(point)) {
                    case Character.CONTROL, Character.SURROGATE, Character.FORMAT -> LEFT_OUT;
                    // Emoji newer than our Unicode tables are unassigned too; private use holds rare characters of
                    // names.
                    case Character.UNASSIGNED -> isNoncharacter(point) ? LEFT_OUT : point;
                    default -> isInvisible(point) ? LEFT_OUT : point;
                };
        };
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isInvisible(int point) {
        return switch (point) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x2800 -> true;
            default -> false;
        };
    }

    private static boolean isNoncharacter(int point) {
        return (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
    }

    private static boolean joinsPictures(String raw, int at, int next) {
        if (at == 0 || next >= raw.length()) {
            return false;
        }
        return isPicture(raw.codePointBefore(at)) && isPicture(raw.codePointAt(next));
    }

    private static boolean isPicture(int point) {
        return (point >= 0x1F000 && point <= 0x1FAFF) || (point >= 0x2190 && point <= 0x2BFF) || point == 0xFE0F;
    }

    /** ASCII, CJK ideographs and their punctuation are already clean; that is nearly every message. */
    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean plain = (c >= 0x20 && c < 0x7F)
                    || c == '\n'
                    || (c >= 0x4E00 && c <= 0x9FA5)
                    || (c >= 0x3001 && c <= 0x3011)
                    || (c >= 0xFF01 && c <= 0xFF5E)
                    || (c >= 0x2018 && c <= 0x201D);
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
