package org.fengqiao.channel.paste;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link MessageKey}s with HMAC-SHA256 under one secret. Keys compare only with keys made under the same secret and
 * for the same group.
 *
 * <p>Words and senders are compared without regard to spaces, line ends and the width of letters and punctuation, since the
 * same message differs in these from one copy to the next.
 */
public final class Fingerprints {
    /** A secret shorter than this, in bytes, could be guessed. */
    public static final int LEAST_SECRET = 16;

    private static final int ENDING = 6;

    private final SecretKeySpec secret;

    /**
     * Fingerprints under this secret.
     *
     * @throws IllegalArgumentException if the secret is shorter than {@link #LEAST_SECRET} bytes
     */
    public Fingerprints(byte[] secret) {
        if (secret.length < LEAST_SECRET) {
            throw new IllegalArgumentException("The secret for fingerprints must have at least 16 bytes");
        }
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    /**
     * The keys of all messages of a chat, in their order.
     *
     * @param group what tells the group from all others, for example its id
     */
    public List<MessageKey> of(PastedChat chat, String group) {
        Mac mac = mac();
        boolean roughTimes = chat.layout() == Layout.NAMED;
        Map<Seen, Integer> occurrences = new HashMap<>();
        List<MessageKey> keys = new ArrayList<>(chat.messages().size());
        for (PastedMessage message : chat.messages()) {
            String sender = message.sender();
            Quote quote = message.quote();
            String words = normal(message.words());
            String said = digest(
                    mac,
                    "said",
                    group,
                    sender == null ? "" : normal(sender),
                    quote == null ? "" : normal(quote.words()),
                    words);
            LocalDateTime saidAt = message.saidAt();
            LocalDateTime minute = saidAt == null || roughTimes ? null : saidAt.truncatedTo(ChronoUnit.MINUTES);
            int occurrence = occurrences.merge(new Seen(said, minute), 1, Integer::sum);
            keys.add(new MessageKey(
                    said, ending(mac, group, words), minute, message.exactDay(), occurrence, sender != null));
        }
        return keys;
    }

    private record Seen(String said, @Nullable LocalDateTime minute) {}

    private static String ending(Mac mac, String group, String words) {
        int characters = words.codePointCount(0, words.length());
        return characters < ENDING
                ? ""
                : digest(mac, "ending", group, words.substring(words.offsetByCodePoints(words.length(), -ENDING)));
    }

    private static String normal(String text) {
        StringBuilder normal = new StringBuilder(text.length());
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (!Character.isWhitespace(c) && !Spaces.isSpace(c) && c != '\u200d' && c != '\ufe0f') {
                normal.append(c);
            }
        }
        return normal.toString();
    }

    // Each part is preceded by its length, so that no two lists of parts give the same bytes.
    private static String digest(Mac mac, String... parts) {
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            mac.update(bytes);
        }
        return HexFormat.of().formatHex(mac.doFinal());
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
