package org.fengqiao.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** One key of the file: a secret of 32 bytes from which the keys for sealing and for each blind index are derived. */
final class SealingKey {

    /** What a key is used for. */
    enum State {
        /** Seals and opens. */
        CURRENT,
        /** Made, but not yet sealed with, until every running house knows it. */
        NEXT,
        /** Only opens what was sealed with it before. */
        FORMER
    }

    /** Version, algorithm and key stand in front of every sealed value. */
    static final int HEADER = 6;

    static final int INDEX = 16;

    private static final byte VERSION = 1;

    private final int id;
    private final Algorithm algorithm;
    private final State state;
    private final byte[] secret;
    private final byte[] header;
    private final byte[] indexRoot;
    private final Algorithm.Sealer sealer;

    SealingKey(int id, Algorithm algorithm, State state, byte[] secret) {
        this.id = id;
        this.algorithm = algorithm;
        this.state = state;
        this.secret = secret.clone();
        this.header = ByteBuffer.allocate(HEADER)
                .put(VERSION)
                .put(algorithm.code)
                .putInt(id)
                .array();
        this.indexRoot = algorithm.derived(secret, "index");
        this.sealer = algorithm.sealerOf(secret);
    }

    static SealingKey random(int id, Algorithm algorithm, State state) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new SealingKey(id, algorithm, state, secret);
    }

    SealingKey in(State another) {
        return new SealingKey(id, algorithm, another, secret);
    }

    int id() {
        return id;
    }

    Algorithm algorithm() {
        return algorithm;
    }

    State state() {
        return state;
    }

    String secret() {
        return HexFormat.of().formatHex(secret);
    }

    byte[] header() {
        return header.clone();
    }

    /** Tells this key from every other without telling anything of it. */
    byte[] fingerprint() {
        return Arrays.copyOf(algorithm.derived(secret, "fingerprint"), 8);
    }

    /** The id of the key a value was sealed with, 0 when it is no sealed value. */
    static int of(byte[] sealed) {
        return sealed.length <= HEADER || sealed[0] != VERSION
                ? 0
                : ByteBuffer.wrap(sealed).getInt(2);
    }

    byte[] seal(byte[] plain, Field field, int unit, long row) {
        try {
            byte[] body = sealer.seal(plain, associated(field, unit, row));
            return ByteBuffer.allocate(HEADER + body.length)
                    .put(header)
                    .put(body)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] open(byte[] sealed, Field field, int unit, long row) {
        if (!Arrays.equals(header, 0, HEADER, sealed, 0, HEADER)) {
            throw new SealBrokenException("not sealed with this key: %s of row %d".formatted(field, row));
        }
        try {
            return sealer.open(Arrays.copyOfRange(sealed, HEADER, sealed.length), associated(field, unit, row));
        } catch (GeneralSecurityException moved) {
            throw new SealBrokenException("does not open where it stands: %s of row %d".formatted(field, row));
        }
    }

    /** Where a value belongs. A sealed value that was carried to another column, row or unit meets other words here and stays shut. */
    private byte[] associated(Field field, int unit, long row) {
        byte[] place =
                "%s|%s|%d|%d".formatted(field.table(), field.name(), row, unit).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER + place.length).put(header).put(place).array();
    }

    byte[] index(String plain, Field field, int unit) {
        byte[] key = algorithm.derived(indexRoot, "%s|%s|%d".formatted(field.table(), field.name(), unit));
        return Arrays.copyOf(algorithm.mac(key, plain.getBytes(StandardCharsets.UTF_8)), INDEX);
    }

    @Override
    public String toString() {
        return "SealingKey[%d %s %s]".formatted(id, algorithm, state);
    }
}
