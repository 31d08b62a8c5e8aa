package org.fengqiao.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what a follower does in its own time, with a deadline. */
public final class Soon {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Soon() {}

    /** Returns once it is true; fails with these words after a minute. */
    public static void it(String words, BooleanSupplier isTrue) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!isTrue.getAsBoolean()) {
            assertThat(Instant.now()).as(words).isBefore(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
