package org.fengqiao.fault;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something to become true, up to a deadline. */
final class Until {

    private Until() {}

    /** Asks every 20 ms; an exception counts as not yet. */
    static void is(String what, Duration patience, Callable<Boolean> asked) {
        long deadline = System.nanoTime() + patience.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (asked.call()) {
                    return;
                }
            } catch (Exception notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("Not within " + patience + ": " + what, last);
    }

    /** Whether it becomes true in time. */
    static boolean becomes(Duration patience, Callable<Boolean> asked) {
        try {
            is("", patience, asked);
            return true;
        } catch (AssertionError notInTime) {
            return false;
        }
    }
}
