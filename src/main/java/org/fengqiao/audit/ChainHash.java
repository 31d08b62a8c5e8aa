package org.fengqiao.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes the seals of this house, by the algorithm of the setting {@code fengqiao.hash}: {@code SHA-256}, or {@code SM3} (GB/T 32905). */
@Component
public class ChainHash {

    private final Algorithm algorithm;

    ChainHash(@Value("${fengqiao.hash:SHA-256}") Algorithm algorithm) {
        this.algorithm = algorithm;
    }

    /** Hash functions of 256 bits. Each seal names its own, so a house may change over and its former lines stay good. */
    public enum Algorithm {
        /** FIPS 180-4. */
        SHA_256((byte) 1),
        /** GB/T 32905-2016. */
        SM3((byte) 2);

        private final byte mark;

        Algorithm(byte mark) {
            this.mark = mark;
        }

        byte mark() {
            return mark;
        }

        MessageDigest digest() {
            return switch (this) {
                case SHA_256 -> sha256();
                case SM3 -> new org.bouncycastle.jcajce.provider.digest.SM3.Digest();
            };
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }

        static Optional<Algorithm> marked(byte mark) {
            return Arrays.stream(values()).filter(one -> one.mark == mark).findFirst();
        }
    }

    /** The algorithm of new seals. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /**
     * The seal of these fields in this order.
     *
     * @param fields text, whole numbers, times, bytes, seals, or null
     */
    public Seal seal(@Nullable Object... fields) {
        return Seal.of(algorithm, fields);
    }
}
