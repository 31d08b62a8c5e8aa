package org.fengqiao.shared;

import java.util.Locale;
import java.util.Optional;

/**
 * The code with which a resident follows a matter: 16 of Crockford's letters. People type it from paper, so small letters, blanks and
 * dashes are taken, and O, I and L are read as the digits they look like.
 *
 * @param letters the 16 letters, without blanks
 */
public record TrackingCode(String letters) {

    /** A code as somebody typed it; empty when it cannot be one. */
    public static Optional<TrackingCode> typed(String words) {
        if (words.length() > 60) {
            return Optional.empty();
        }
        String letters = Digits.compact(words)
                .strip()
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return letters.matches("[0-9A-HJKMNP-TV-Z]{16}") ? Optional.of(new TrackingCode(letters)) : Optional.empty();
    }

    /** In groups of four, as it is read out and written down. */
    public String spaced() {
        return letters.replaceAll("(.{4})(?!$)", "$1-");
    }
}
