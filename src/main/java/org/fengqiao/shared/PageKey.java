package org.fengqiao.shared;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The place in a list where a page ended: the sort values of its last row. Outside it is one opaque, URL-safe word; a forged
 * one can do no more than start the list elsewhere, since each list still shows only what its reader may see.
 *
 * @param parts the sort values, most significant first, at least one
 */
public record PageKey(List<String> parts) {

    private static final int LONGEST = 512;
    private static final char BETWEEN = '\u001F';

    /** Takes a copy of the parts. */
    public PageKey {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("A page key has at least one part");
        }
        if (parts.stream().anyMatch(part -> part.indexOf(BETWEEN) >= 0)) {
            throw new IllegalArgumentException("A part of a page key must not contain U+001F");
        }
    }

    /** A key of sort values; instants keep their microseconds, everything else is taken as it prints. */
    public static PageKey of(Object... values) {
        List<String> parts = new ArrayList<>(values.length);
        for (Object value : values) {
            parts.add(value.toString());
        }
        return new PageKey(parts);
    }

    /**
     * Reads a key back that {@link #toString()} gave out.
     *
     * @throws RefusedException {@code refused.page.key} when it is not one of ours
     */
    public static PageKey parse(String word) {
        if (word.length() > LONGEST) {
            throw refused();
        }
        try {
            String joined = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(word)))
                    .toString();
            return new PageKey(List.of(joined.split(String.valueOf(BETWEEN), -1)));
        } catch (IllegalArgumentException | CharacterCodingException notOurs) {
            throw refused();
        }
    }

    /** A part as text. Refuses with {@code refused.page.key} when the key has fewer parts: a forged or outdated link. */
    public String text(int index) {
        if (index >= parts.size()) {
            throw refused();
        }
        return parts.get(index);
    }

    /** A part as a whole number, refused as in {@link #text}. */
    public long number(int index) {
        try {
            return Long.parseLong(text(index));
        } catch (NumberFormatException notANumber) {
            throw refused();
        }
    }

    /** A part as a moment, refused as in {@link #text}. */
    public Instant instant(int index) {
        try {
            return Instant.parse(text(index));
        } catch (DateTimeException notAMoment) {
            throw refused();
        }
    }

    /** The opaque word for a link: letters, digits, {@code -} and {@code _}. */
    @Override
    public String toString() {
        byte[] joined = String.join(String.valueOf(BETWEEN), parts).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined);
    }

    private static RefusedException refused() {
        return RefusedException.badInput("refused.page.key");
    }
}
