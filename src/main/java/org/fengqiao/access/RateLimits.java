package org.fengqiao.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * How often somebody may come, so that one who comes without end takes nothing from the others. Kept in the memory of this node: a
 * restart forgives.
 */
@Component
public class RateLimits {

    /** What is counted, each by itself. */
    public enum Of {
        /** All requests of one network address. */
        ADDRESS(9_000),
        /** Attempts to sign in from one network address. */
        SIGN_IN(60),
        /** Requests of one network address to residents' pages. */
        RESIDENTS(600),
        /** Pages of one person. */
        PERSON(600),
        /** Requests of the programs of one person. */
        API(6_000),
        /** Tables one person takes along. */
        EXPORT(10),
        /** Requests of one bridge. */
        HOOK(60_000);

        private final int usual;

        Of(int usual) {
            this.usual = usual;
        }

        private String setting() {
            return "fengqiao.limits."
                    + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** Of a minute's worth this much may come at once. */
    private static final int BURST = 5;

    private static final int SMALLEST_BURST = 10;
    private static final long MOST_REMEMBERED = 100_000;

    private final Map<Of, Integer> perMinute = new EnumMap<>(Of.class);
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    /** Reads {@code fengqiao.limits.address} and so on: how many a minute, 0 for no limit. */
    RateLimits(Environment settings) {
        for (Of one : Of.values()) {
            perMinute.put(one, settings.getProperty(one.setting(), Integer.class, one.usual));
        }
    }

    private record Key(Of of, String who) {}

    /**
     * Counts one.
     *
     * @param who whose it is: an address, the id of an officer or a bridge
     * @return seconds to wait before the next; 0 when this one may pass
     */
    public long count(Of of, String who) {
        int most = perMinute.getOrDefault(of, 0);
        if (most <= 0) {
            return 0;
        }
        Bucket bucket = buckets.get(new Key(of, who), key -> bucket(most));
        if (bucket.tryConsume(1)) {
            return 0;
        }
        long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    private static Bucket bucket(int perMinute) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(Math.max(SMALLEST_BURST, perMinute / BURST))
                        .refillGreedy(perMinute, Duration.ofMinutes(1)))
                .build();
    }
}
