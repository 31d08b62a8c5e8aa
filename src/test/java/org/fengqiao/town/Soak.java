package org.fengqiao.town;

import java.util.Random;

/** How much a test with chance in it does: little in every build, much before a release ({@code -Dfengqiao.soak=true}). */
public final class Soak {

    private Soak() {}

    /** The number for this run. */
    public static int times(int ci, int soak) {
        return Boolean.getBoolean("fengqiao.soak") ? soak : ci;
    }

    /** How often a fault is brought about in this run; {@code -Dfengqiao.rounds=…} says another number than both. */
    public static int rounds(int ci, int soak) {
        return Integer.getInteger("fengqiao.rounds", times(ci, soak));
    }

    /** Chance, whose seed is printed and can be given again ({@code -Dfengqiao.seed=…}). */
    public static Random chance(String test) {
        long seed = Long.getLong("fengqiao.seed", System.nanoTime());
        System.out.println(test + ": -Dfengqiao.seed=" + seed);
        return new Random(seed);
    }
}
