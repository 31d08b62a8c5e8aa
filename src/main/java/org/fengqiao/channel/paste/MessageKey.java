package org.fengqiao.channel.paste;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a message to know it again, even after its words were forgotten. Made by {@link Fingerprints}; without
 * the secret that was used there, neither sender nor words can be guessed from it.
 *
 * @param said keyed digest of group, sender and words: 64 hexadecimal digits
 * @param ending keyed digest of group and the last few characters of the words, by which a message copied from its middle
 *     is known; empty when the words are too short for it
 * @param minute when it was said, to the minute; {@code null} when unknown or only roughly known
 * @param exactDay whether the day of {@code minute} was written, not supposed
 * @param occurrence 1 for the first message that the same sender said in the same words in the same minute, 2 for the next
 * @param senderKnown whether the text told the sender
 */
public record MessageKey(
        String said,
        String ending,
        @Nullable LocalDateTime minute,
        boolean exactDay,
        int occurrence,
        boolean senderKnown) {

    public MessageKey {
        minute = minute == null ? null : minute.truncatedTo(ChronoUnit.MINUTES);
    }

    /**
     * The identity of the message in its group: SHA-256 over {@code said}, the minute if known, and the occurrence; 64
     * hexadecimal digits.
     */
    public String fingerprint() {
        String identity = said + '|' + (minute == null ? "" : minute) + '|' + occurrence;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The same message as a later one among its equals. */
    MessageKey occurring(int occurrence) {
        return new MessageKey(said, ending, minute, exactDay, occurrence, senderKnown);
    }

    /**
     * Whether two keys may be one message. Minutes must agree; where one of the days was only supposed, the time of day
     * must agree, and the written day cannot be later, since the latest possible day is what gets supposed; a missing time
     * agrees with any.
     */
    boolean mayBe(MessageKey other) {
        if (!said.equals(other.said)) {
            return false;
        }
        if (minute == null || other.minute == null) {
            return true;
        }
        if (exactDay && other.exactDay) {
            return minute.equals(other.minute);
        }
        boolean possible = exactDay ? !minute.isAfter(other.minute) : !other.exactDay || !other.minute.isAfter(minute);
        return possible && minute.toLocalTime().equals(other.minute.toLocalTime());
    }

    /** Whether two keys that may be one message also tell the same minute of the same day. */
    boolean surelyIs(MessageKey other) {
        return minute != null && minute.equals(other.minute);
    }
}
