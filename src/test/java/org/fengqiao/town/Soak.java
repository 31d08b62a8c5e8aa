package org.fengqiao.fault;

import java.util.Random;

/** How long a fault test goes on: short in every build, long before a release ({@code -Dfengqiao.soak=true}). */
final class Soak {

    private Soak() {}

    /** The number for this run. */
    static int times(int ci, int soak) {
        return Boolean.getBoolean("fengqiao.soak") ? soak : ci;
    }

    /** Chance, whose seed is printed and can be given again ({@code -Dfengqiao.seed=…}). */
    static Random chance(String test) {
        long seed = Long.getLong("fengqiao.seed", System.nanoTime());
        System.out.println(test + ": -Dfengqiao.seed=" + seed);
        return new Random(seed);
    }
}
