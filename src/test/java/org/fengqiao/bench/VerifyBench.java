package org.fengqiao.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fengqiao.bench.Terminal.Ran;

/**
 * L6: how long {@code verify} takes over a house with about a million lines in its ledger, from the start of the program to its end, the
 * house being stopped; before it, the first checkpoint, which names every chain.
 */
final class VerifyBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int MATTERS = 210_000;

    private VerifyBench() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        int matters = arguments.length == 0 ? MATTERS : Integer.parseInt(arguments[0]);
        Path folder = FilledHouse.copyOf(matters, "verify");
        Ran checkpoint = Terminal.run(folder, "checkpoint");
        List<Ran> verified = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            verified.add(Terminal.run(folder, "verify"));
        }
        System.out.printf(Locale.ROOT, "%nVerification of %,d matters, %d rounds%n%n", matters, ROUNDS);
        System.out.println("| what | seconds | peak memory (MB) | goal |");
        System.out.println("|---|--:|--:|--:|");
        print("first checkpoint", checkpoint, "");
        verified.forEach(one -> print("verify", one, "60 s for 1,000,000 lines"));
        Folders.delete(folder);
    }

    private static void print(String what, Ran ran, String goal) {
        System.out.printf(Locale.ROOT, "| %s | %.1f | %d | %s |%n", what, ran.seconds(), ran.peakMegabytes(), goal);
    }
}
