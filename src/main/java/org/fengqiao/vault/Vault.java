package org.fengqiao.vault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fengqiao.database.CannotStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Seals numbers that name a person and opens them again. A sealed value is bound to its table, column, row and unit, and says which key
 * and algorithm it was sealed with, so that both can change while older values stay readable. What cannot be searched sealed is looked
 * up by a blind index, keyed per field and unit.
 */
@Component
public class Vault {

    private static final Logger log = LoggerFactory.getLogger(Vault.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    /** More are neither remembered nor told one by one: then the key file is that of another house. */
    private static final int MOST_UNOPENED = 10_000;

    private final KeyFile file;
    private final String wanted;

    private volatile @Nullable Keys keys;
    private volatile String stamp = "";
    private volatile long lookedAt;
    private final Set<String> unopened = ConcurrentHashMap.newKeySet();

    Vault(KeyFile file, @Value("${fengqiao.cipher:AES}") String cipher) {
        this.file = file;
        this.wanted = cipher;
    }

    /** What new values are sealed with ({@code FENGQIAO_CIPHER}). */
    Algorithm algorithm() {
        try {
            return Algorithm.valueOf(wanted.strip().toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new CannotStartException(
                    "FENGQIAO_CIPHER 只能是 AES 或 SM4，现在是：%s".formatted(wanted),
                    "FENGQIAO_CIPHER is either AES or SM4, but it says: %s".formatted(wanted));
        }
    }

    /**
     * Seals a value for the place where it will stand.
     *
     * @param row id of the row; taken from its sequence before the row is inserted
     */
    public byte[] seal(Field field, int unit, long row, String plain) {
        return keys().current().seal(plain.getBytes(StandardCharsets.UTF_8), field, unit, row);
    }

    /**
     * Opens a sealed value.
     *
     * @throws SealBrokenException when it was sealed for another place, was changed, or its key is gone
     */
    public String open(Field field, int unit, long row, byte[] sealed) {
        int id = SealingKey.of(sealed);
        SealingKey key = keys().find(id)
                .or(() -> read().find(id))
                .orElseThrow(
                        () -> new SealBrokenException("the key %d is gone: %s of row %d".formatted(id, field, row)));
        return new String(key.open(sealed, field, unit, row), StandardCharsets.UTF_8);
    }

    /**
     * Opens a sealed value where one that does not open must not stand in the way of all the others. It is told once in the log and counted
     * by {@link #unopened()}.
     *
     * @return empty when it does not open
     */
    public Optional<String> tryOpen(Field field, int unit, long row, byte[] sealed) {
        try {
            String plain = open(field, unit, row, sealed);
            if (!unopened.isEmpty()) {
                unopened.remove(field + "/" + row);
            }
            return Optional.of(plain);
        } catch (SealBrokenException spoilt) {
            if (unopened.size() < MOST_UNOPENED && unopened.add(field + "/" + row)) {
                log.error("A sealed value {}", spoilt.getMessage());
            }
            return Optional.empty();
        }
    }

    /** How many sealed values were met since the start that did not open, and have not been put right since. */
    public int unopened() {
        return unopened.size();
    }

    /** The blind index a row is written with. */
    public byte[] index(Field field, int unit, String plain) {
        return keys().current().index(plain, field, unit);
    }

    /** Every blind index a row of this unit may have been written with: one, and one more for each key that is being replaced. */
    public List<byte[]> indexes(Field field, int unit, String plain) {
        return keys().all().stream().map(key -> key.index(plain, field, unit)).toList();
    }

    /**
     * Whether keys are being replaced. Then one number may have two indexes, and the unique index of a table alone does not keep two
     * at the same moment apart.
     */
    public boolean isTurning() {
        return keys().all().size() > 1;
    }

    private Keys keys() {
        Keys known = keys;
        if (known != null && System.nanoTime() - lookedAt < LOOK_NANOS) {
            return known;
        }
        lookedAt = System.nanoTime();
        return known != null && stamp.equals(file.stamp()) ? known : read();
    }

    /** Reads the file anew. */
    synchronized Keys read() {
        String before = file.stamp();
        Keys fresh;
        try {
            fresh = file.read();
        } catch (CannotStartException between) {
            // It is being replaced at this moment, or was spoilt under a running house, which goes on with what it
            // knows.
            Keys known = keys;
            if (known != null) {
                return known;
            }
            throw between;
        }
        stamp = before;
        lookedAt = System.nanoTime();
        keys = fresh;
        return fresh;
    }
}
