package org.fengqiao.database;

import java.time.Duration;

/**
 * How long work on this thread waits for a word of the server before it gives the connection up. A network that swallows everything
 * gives no sign; where somebody waits at a page or a bridge waits for its answer, asking again is better than waiting on.
 */
public final class Patience {

    /** Where somebody waits. Looks take milliseconds, a commit on a slow and busy disk a few seconds. */
    static final Duration SHORT = Duration.ofSeconds(8);

    /** For the work of the house itself, whose single statements may read whole tables. */
    static final Duration LONG = Duration.ofSeconds(60);

    private static final ThreadLocal<Boolean> SOMEBODY_WAITS = ThreadLocal.withInitial(() -> false);

    private Patience() {}

    /** From now on somebody waits for what this thread does. */
    public static void shorten() {
        SOMEBODY_WAITS.set(true);
    }

    /** Nobody waits any more. */
    public static void restore() {
        SOMEBODY_WAITS.remove();
    }

    static boolean isShort() {
        return SOMEBODY_WAITS.get();
    }
}
