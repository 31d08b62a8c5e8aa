package org.fengqiao.vault;

import java.nio.charset.StandardCharsets;

/** What one number costs to be sealed, opened and indexed, on one thread, after warming up. */
public final class SealCost {

    private static final int WARM = 60_000;
    private static final int TIMES = 200_000;
    private static final Field FIELD = Field.indexed("people.resident", "phone");

    private SealCost() {}

    private interface Work {
        int once(int n);
    }

    /** Prints microseconds for both algorithms. */
    public static void print() {
        System.out.println("| a number of 11 digits | seal µs | open µs | index µs |");
        System.out.println("|---|--:|--:|--:|");
        for (Algorithm algorithm : Algorithm.values()) {
            SealingKey key = SealingKey.random(1, algorithm, SealingKey.State.CURRENT);
            byte[] plain = "19900001234".getBytes(StandardCharsets.UTF_8);
            byte[] sealed = key.seal(plain, FIELD, 7, 12);
            System.out.printf(
                    "| %s | %.2f | %.2f | %.2f |%n",
                    algorithm,
                    micros(n -> key.seal(plain, FIELD, 7, n).length),
                    micros(n -> key.open(sealed, FIELD, 7, 12).length),
                    micros(n -> key.index("19900001234", FIELD, n).length));
        }
        System.out.println();
    }

    private static double micros(Work work) {
        long sum = 0;
        for (int n = 0; n < WARM; n++) {
            sum += work.once(n);
        }
        long began = System.nanoTime();
        for (int n = 0; n < TIMES; n++) {
            sum += work.once(n);
        }
        double micros = (System.nanoTime() - began) / 1e3 / TIMES;
        if (sum == 0) {
            throw new IllegalStateException();
        }
        return micros;
    }
}
