package org.fengqiao.channel.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Signing and checking of calls after <a href="https://www.standardwebhooks.com">Standard Webhooks</a> 1.0: the header
 * {@value #SIGNATURE} carries {@code v1,} and the Base64 HMAC-SHA256 of {@code id.timestamp.body}; it may carry several, separated by
 * blanks, and we may hold several secrets, so that a secret can be changed without a lost call.
 *
 * <p>The body counts byte by byte as it came over the wire: never parse and print it again before checking. A good signature proves who
 * sent a call and that it is fresh within {@link #TOLERANCE}; that it is not a repetition inside that time only the caller can
 * tell, by its {@value #ID}. Signatures other than {@code v1} (such as {@code v1a}, asymmetric) are passed over.
 *
 * <p>Safe for many threads at once.
 */
public final class StandardWebhooks {

    /** Header with the sender's identifier of the message, the same at every repetition. */
    public static final String ID = "webhook-id";

    /** Header with the moment of sending, in whole seconds since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";

    /** Header with the signatures. */
    public static final String SIGNATURE = "webhook-signature";

    /** How far the sender's clock and ours may be apart, either way. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String VERSION = "v1,";
    private static final String PREFIX = "whsec_";
    private static final int FEWEST_SECRET_BYTES = 24;
    private static final int MOST_SECRET_BYTES = 64;
    private static final int LONGEST_ID = 256;
    private static final int SIGNATURE_CHARACTERS = 44;
    private static final int MOST_SIGNATURES = 16;
    private static final byte DOT = '.';

    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(StandardWebhooks::hmacSha256);

    /** Secrets in use; while one is being changed there are two. The first signs, any of them checks. */
    private final List<SecretKeySpec> secrets;

    /**
     * Holds the secrets of one bridge.
     *
     * @param secrets at least one, the newest first, each {@code whsec_} and the Base64 of 24 to 64 bytes
     * @throws RefusedException {@code refused.hook.secret} when one is not well-formed; it is never repeated in the refusal
     */
    public StandardWebhooks(List<String> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("A bridge without a secret cannot be checked");
        }
        this.secrets = secrets.stream().map(StandardWebhooks::key).toList();
    }

    /** A new random secret of 32 bytes, to be shown to the operator of a bridge once. */
    public static String newSecret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getEncoder().encodeToString(random);
    }

    /**
     * The value of the header {@value #SIGNATURE} for a call we send.
     *
     * @param id our identifier of the message, without dots, 1 to {@value #LONGEST_ID} printable ASCII characters
     * @throws IllegalArgumentException when the identifier is none
     */
    public String sign(String id, Instant sentAt, byte[] body) {
        if (!isId(id) || id.indexOf(DOT) >= 0) {
            throw new IllegalArgumentException("Not an identifier of a message");
        }
        byte[] head = head(id, Long.toString(sentAt.getEpochSecond()));
        return VERSION + Base64.getEncoder().encodeToString(hmac(secrets.getFirst(), head, body));
    }

    /**
     * Checks a call that came in; returning means it is genuine and fresh.
     *
     * @param body the bytes as they came
     * @param now when it came
     * @throws RefusedException {@code refused.hook.headers} (BAD_INPUT: one is missing or malformed), {@code refused.hook.time}
     *     (NOT_ALLOWED: too old or too new; argument: minutes allowed), {@code refused.hook.signature} (NOT_ALLOWED: no signature fits)
     */
    public void verify(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, Instant now) {
        if (id == null || timestamp == null || signatures == null || !isId(id) || !isSeconds(timestamp)) {
            throw RefusedException.badInput("refused.hook.headers");
        }
        if (Math.abs(now.getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE.toSeconds()) {
            throw RefusedException.because(Reason.NOT_ALLOWED, "refused.hook.time", TOLERANCE.toMinutes());
        }
        byte[] head = head(id, timestamp);
        for (SecretKeySpec secret : secrets) {
            if (isAmong(Base64.getEncoder().encode(hmac(secret, head, body)), signatures)) {
                return;
            }
        }
        throw RefusedException.because(Reason.NOT_ALLOWED, "refused.hook.signature");
    }

    /** Compares the spelling, not the decoded bytes: Base64 has several spellings of one value, and only one of them was signed. */
    private static boolean isAmong(byte[] expected, String signatures) {
        int start = 0;
        for (int seen = 0; seen < MOST_SIGNATURES && start < signatures.length(); seen++) {
            int blank = signatures.indexOf(' ', start);
            int end = blank < 0 ? signatures.length() : blank;
            if (signatures.startsWith(VERSION, start) && end - start == VERSION.length() + SIGNATURE_CHARACTERS) {
                byte[] given =
                        signatures.substring(start + VERSION.length(), end).getBytes(StandardCharsets.ISO_8859_1);
                if (MessageDigest.isEqual(expected, given)) {
                    return true;
                }
            }
            start = end + 1;
        }
        return false;
    }

    private static byte[] hmac(SecretKeySpec secret, byte[] head, byte[] body) {
        Mac mac = MAC.get();
        try {
            mac.init(secret);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC takes any key", impossible);
        }
        mac.update(head);
        return mac.doFinal(body);
    }

    private static byte[] head(String id, String timestamp) {
        return (id + (char) DOT + timestamp + (char) DOT).getBytes(StandardCharsets.US_ASCII);
    }

    /** Printable ASCII. A dot is let pass from others: the timestamp behind it is digits only, so nothing can be shifted across it. */
    private static boolean isId(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSeconds(String timestamp) {
        if (timestamp.isEmpty() || timestamp.length() > 12) {
            return false;
        }
        for (int i = 0; i < timestamp.length(); i++) {
            if (timestamp.charAt(i) < '0' || timestamp.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static SecretKeySpec key(String secret) {
        byte[] bytes;
        try {
            bytes = secret.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                    : new byte[0];
        } catch (IllegalArgumentException notBase64) {
            bytes = new byte[0];
        }
        if (bytes.length < FEWEST_SECRET_BYTES || bytes.length > MOST_SECRET_BYTES) {
            throw RefusedException.badInput("refused.hook.secret", FEWEST_SECRET_BYTES, MOST_SECRET_BYTES);
        }
        var key = new SecretKeySpec(bytes, "HmacSHA256");
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    private static Mac hmacSha256() {
        try {
            return Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has HMAC-SHA256", impossible);
        }
    }
}
