package org.fengqiao.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long {@code java -jar} takes until the sign-in page answers — on an empty folder and on one that exists — and how much memory
 * the program holds after some work. Takes the packaged jar when there is one ({@code ./mvnw package}), else the compiled classes.
 */
final class StartBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Duration WORK = Duration.ofSeconds(20);

    private StartBench() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = program();
        List<Double> first = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> worked = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path folder = Folders.fresh("start-" + round);
            try (RunningHouse house = RunningHouse.start(folder, words)) {
                first.add(seconds(house));
            }
            try (RunningHouse house = RunningHouse.start(folder, words)) {
                again.add(seconds(house));
                idle.add(house.residentMegabytes());
                Line[] lines = new Line[16];
                for (int i = 0; i < lines.length; i++) {
                    lines[i] = new Line(house.port(), "");
                }
                Clients.run(
                        lines.length,
                        WORK,
                        (client, n) -> lines[client].get("/sign-in").expect(200));
                for (Line line : lines) {
                    line.close();
                }
                worked.add(house.residentMegabytes());
            }
            Folders.delete(folder);
        }
        System.out.printf("%nStart of %s, medians of %d%n%n", String.join(" ", words.subList(0, 1)), ROUNDS);
        System.out.println("| what | median | all | goal |");
        System.out.println("|---|--:|---|--:|");
        print("ready, very first start (s)", first, 15);
        print("ready, existing data (s)", again, 6);
        print("resident, idle (MB)", idle, 700);
        print("resident, after 20 s of load (MB)", worked, 700);
    }

    private static List<String> program() throws Exception {
        Path target = Path.of("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(path -> path.getFileName().toString().matches("fengqiao-.*\\.jar"))
                    .findFirst()
                    .map(jar -> List.of("-jar", jar.toString()))
                    .orElseGet(() -> {
                        System.out.println("No packaged jar below target: the compiled classes are started instead.");
                        return List.of("-cp", System.getProperty("java.class.path"), "org.fengqiao.Launch");
                    });
        }
    }

    private static double seconds(RunningHouse house) {
        return house.readyAfter().toMillis() / 1000.0;
    }

    private static void print(String what, List<Double> values, double goal) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %s | %.0f |%n",
                what,
                Clients.median(values),
                values.stream().map("%.1f"::formatted).toList(),
                goal);
    }
}
