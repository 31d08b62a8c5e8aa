package org.fengqiao.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several clients that do the same at the same time for a while. */
final class Clients {

    private Clients() {}

    /** What one client does over and over; {@code n} counts its own rounds. */
    interface Work {
        void once(int client, int n) throws Exception;
    }

    /**
     * What came out.
     *
     * @param nanos how long each round took, ascending
     * @param elapsed wall-clock time of the whole
     */
    record Result(long[] nanos, Duration elapsed) {

        double perSecond() {
            return nanos.length / (elapsed.toNanos() / 1e9);
        }

        /** Milliseconds under which this share of the rounds stayed. */
        double millis(double share) {
            return nanos.length == 0
                    ? Double.NaN
                    : nanos[(int) Math.min(nanos.length - 1L, Math.round(share * (nanos.length - 1)))] / 1e6;
        }
    }

    static Result run(int clients, Duration howLong, Work work) throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            long began = System.nanoTime();
            long end = began + howLong.toNanos();
            List<Future<long[]>> all = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                int client = c;
                all.add(pool.submit(() -> {
                    long[] nanos = new long[1024];
                    int n = 0;
                    for (long now = System.nanoTime(); now < end; n++) {
                        work.once(client, n);
                        long then = System.nanoTime();
                        if (n == nanos.length) {
                            nanos = Arrays.copyOf(nanos, n * 2);
                        }
                        nanos[n] = then - now;
                        now = then;
                    }
                    return Arrays.copyOf(nanos, n);
                }));
            }
            List<long[]> results = new ArrayList<>();
            for (Future<long[]> one : all) {
                results.add(one.get());
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
            long[] nanos =
                    results.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Result(nanos, elapsed);
        }
    }

    /** The middle one. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }
}
