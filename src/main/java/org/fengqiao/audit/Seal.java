package org.fengqiao.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hash over fields: one byte for the algorithm and 32 of the hash. Every field goes in with its length before it, so that nothing can
 * be moved from one field into the next; numbers and times go in as decimal text, times in microseconds.
 */
public final class Seal {

    private static final int LENGTH = 33;

    /** Before the first line of a chain. */
    public static final Seal NONE = new Seal(new byte[0]);

    private final byte[] bytes;

    private Seal(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The seal of these fields. */
    public static Seal of(ChainHash.Algorithm algorithm, @Nullable Object... fields) {
        MessageDigest digest = algorithm.digest();
        for (Object field : fields) {
            add(digest, field);
        }
        byte[] bytes = new byte[LENGTH];
        bytes[0] = algorithm.mark();
        System.arraycopy(digest.digest(), 0, bytes, 1, LENGTH - 1);
        return new Seal(bytes);
    }

    /** A seal as it was written, which may be anything by now. */
    public static Seal read(byte @Nullable [] bytes) {
        return bytes == null ? NONE : new Seal(bytes.clone());
    }

    /** A seal as hexadecimal text. */
    public static Seal parse(String hex) {
        return new Seal(HexFormat.of().parseHex(hex));
    }

    /** The algorithm it was made by; empty when this is no seal. */
    public Optional<ChainHash.Algorithm> algorithm() {
        return bytes.length == LENGTH ? ChainHash.Algorithm.marked(bytes[0]) : Optional.empty();
    }

    /** Whether this is the seal of these fields, by its own algorithm. */
    public boolean isOf(@Nullable Object... fields) {
        return algorithm().filter(by -> of(by, fields).equals(this)).isPresent();
    }

    private static void add(MessageDigest digest, @Nullable Object field) {
        byte[] bytes = switch (field) {
            case null -> null;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case Integer number -> decimal(number);
            case Long number -> decimal(number);
            case Instant at -> decimal(ChronoUnit.MICROS.between(Instant.EPOCH, at));
            case byte[] raw -> raw;
            case Seal seal -> seal.bytes;
            default -> throw new IllegalArgumentException("cannot be sealed: " + field.getClass());
        };
        int length = bytes == null ? -1 : bytes.length;
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (length >> shift));
        }
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    private static byte[] decimal(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    /** As it is written. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Seal seal && Arrays.equals(bytes, seal.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
