package org.fengqiao.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words said to the program at the terminal, each in a process of its own with a heap of 128 MB. */
final class Terminal {

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private Terminal() {}

    /**
     * How a command went.
     *
     * @param seconds from the start of the program to its end
     * @param peakMegabytes most memory it had, without PostgreSQL; 0 where the system does not say
     */
    record Ran(double seconds, long peakMegabytes) {}

    /** Runs a command on a data folder and repeats what it says. */
    static Ran run(Path data, String... words) throws Exception {
        Path said = data.resolveSibling(data.getFileName() + "." + words[0] + ".log");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.fengqiao.Launch"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("FENGQIAO_DATA", data.toAbsolutePath().toString());
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
        } catch (IOException ended) {
            return 0;
        }
    }
}
