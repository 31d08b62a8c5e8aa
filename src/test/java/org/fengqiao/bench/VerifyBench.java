package org.fengqiao.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * L6: how long {@code verify} takes over a house with about a million lines in its ledger, from the start of the program to its end, the
 * house being stopped; before it, the first checkpoint, which names every chain.
 */
final class VerifyBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int MATTERS = 210_000;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private VerifyBench() {}

    private record Ran(double seconds, long peakMegabytes) {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        int matters = arguments.length == 0 ? MATTERS : Integer.parseInt(arguments[0]);
        Path folder = FilledHouse.copyOf(matters, "verify");
        Ran checkpoint = run(folder, "checkpoint");
        List<Ran> verified = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            verified.add(run(folder, "verify"));
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

    private static Ran run(Path folder, String word) throws Exception {
        Path said = folder.resolveSibling(folder.getFileName() + "." + word + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.fengqiao.Launch",
                word);
        builder.environment().put("FENGQIAO_DATA", folder.toAbsolutePath().toString());
        builder.redirectErrorStream(true).redirectOutput(said.toFile());
        long began = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakOf(process.pid()));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(said));
        }
        System.out.print(Files.readString(said));
        return new Ran(seconds, peak);
    }

    private static long peakOf(long pid) {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
        } catch (java.io.IOException ended) {
            return 0;
        }
    }
}
