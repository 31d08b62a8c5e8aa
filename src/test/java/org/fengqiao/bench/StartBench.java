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
 * the program holds: empty, and as the demo town whose pages are asked for. Takes the packaged jar when there is one ({@code ./mvnw package}), else the compiled classes.
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
        List<Double> demo = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path folder = Folders.fresh("start-" + round);
            try (RunningHouse house = RunningHouse.start(folder, words)) {
                first.add(seconds(house));
            }
            try (RunningHouse house = RunningHouse.start(folder, words)) {
                again.add(seconds(house));
                idle.add(house.residentMegabytes());
            }
            demo.add(demoMegabytes(Folders.fresh("demo-" + round), words));
            Folders.delete(folder);
        }
        System.out.printf("%nStart of %s, medians of %d%n%n", String.join(" ", words.subList(0, 1)), ROUNDS);
        System.out.println("| what | median | all | goal |");
        System.out.println("|---|--:|---|--:|");
        print("ready, very first start (s)", first, 15);
        print("ready, existing data (s)", again, 6);
        print("resident, idle (MB)", idle, 700);
        print("resident, demo town, after 20 s of pages (MB)", demo, 700);
    }

    /** The demo town, while an officer goes through its pages as fast as they come. */
    private static double demoMegabytes(Path folder, List<String> words) throws Exception {
        List<String> asDemo = new ArrayList<>(words);
        asDemo.add("--spring.profiles.active=demo");
        List<String> pages = List.of("/", "/matters", "/groups", "/residents", "/callbacks");
        try (RunningHouse house = RunningHouse.start(folder, asDemo)) {
            String cookie = signedIn(house);
            Line[] lines = new Line[16];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = Line.withCookie(house.port(), cookie);
            }
            Clients.run(
                    lines.length,
                    WORK,
                    (client, n) -> lines[client]
                            .get(pages.get((int) (n % pages.size())))
                            .expect(200));
            for (Line line : lines) {
                line.close();
            }
            return house.residentMegabytes();
        } finally {
            Folders.delete(folder);
        }
    }

    /** The town is founded while the page answers already. */
    private static String signedIn(RunningHouse house) throws Exception {
        for (int second = 0; second < 60; second++) {
            String cookie = Line.cookieOf(house.port(), "chen", "qingshi-demo-2026");
            try (Line line = Line.withCookie(house.port(), cookie)) {
                if (line.get("/matters").status() == 200) {
                    return cookie;
                }
            }
            Thread.sleep(1_000);
        }
        throw new IllegalStateException("nobody can sign in to the demo town");
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
