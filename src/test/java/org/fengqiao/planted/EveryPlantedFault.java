package org.fengqiao.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * Q1: plants one fault at a time into a copy of the sources, compiles what it touches, runs the one test that has to notice, and takes
 * it out again. Before the first, all those tests pass in the same copy without any fault, or nothing would be shown. Run by {@code
 * bench/planted} or {@code ./mvnw -Pplanted test}.
 */
public final class EveryPlantedFault {

    private static final Path COPY = Path.of("target", "planted").toAbsolutePath();
    private static final Path LOGS = Path.of("target", "planted-logs").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 10;
    private static final String LIBRARIES = Arrays.stream(
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                            .split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));

    /** How a fault fared. */
    private record Fared(PlantedFault fault, boolean caught, String how, double seconds) {}

    /** One test, or what was thrown instead of one. */
    private record Ended(String verdict, String test, String thrown) {

        static Ended of(String line) {
            String[] parts = line.split("\\|", 3);
            return new Ended(parts[0], parts[1], parts[2]);
        }
    }

    /**
     * Runs them and ends with 0 when all are caught.
     *
     * @param arguments numbers of the faults; none for all
     */
    public static void main(String[] arguments) throws Exception {
        System.exit(areCaught(List.of(arguments)) ? 0 : 1);
    }

    @Test
    void everyPlantedFaultIsCaught() throws Exception {
        assertThat(areCaught(List.of())).isTrue();
    }

    private static boolean areCaught(List<String> numbers) throws Exception {
        List<PlantedFault> faults = PlantedFault.all().stream()
                .filter(fault -> numbers.isEmpty() || numbers.contains(fault.number()))
                .toList();
        Files.createDirectories(LOGS);
        copy();
        if (!soundWithout(faults)) {
            return false;
        }
        List<Fared> fared = new ArrayList<>();
        for (PlantedFault fault : faults) {
            Fared one = fare(fault);
            System.out.println(line(one));
            fared.add(one);
        }
        FileSystemUtils.deleteRecursively(COPY);
        long caught = fared.stream().filter(Fared::caught).count();
        System.out.println("\n| fault | test | caught | seconds |\n|---|---|---|--:|");
        fared.forEach(one -> System.out.println(line(one)));
        System.out.printf("%n%d of %d caught%n", caught, fared.size());
        return caught == fared.size();
    }

    private static String line(Fared one) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.1f |",
                one.fault().name(),
                one.fault().caughtBy().replaceFirst("^.*\\.", ""),
                (one.caught() ? "yes, " : "NO, ") + one.how(),
                one.seconds());
    }

    private static boolean soundWithout(List<PlantedFault> faults) throws Exception {
        System.out.println("First the tests without any fault …");
        List<Ended> ended = run(
                "without",
                faults.stream().map(PlantedFault::caughtBy).distinct().toList());
        List<Ended> failed = ended.stream()
                .filter(one -> !one.verdict().equals(RunTests.PASSED))
                .toList();
        failed.forEach(one -> System.out.println("not sound: " + one));
        System.out.printf("… %d tests, %d failed%n%n", ended.size(), failed.size());
        return failed.isEmpty() && !ended.isEmpty();
    }

    private static Fared fare(PlantedFault fault) throws Exception {
        long began = System.nanoTime();
        freshSources();
        String how = compiled(fault, fault.plantIn(COPY))
                ? judged(fault, run(fault.name(), List.of(fault.caughtBy())))
                : "it does not compile";
        boolean caught = how.startsWith("by ");
        return new Fared(fault, caught, how, (System.nanoTime() - began) / 1e9);
    }

    private static String judged(PlantedFault fault, List<Ended> ended) {
        if (ended.isEmpty()) {
            return "no test ran to its end";
        }
        for (Ended one : ended) {
            boolean foreseen = !fault.thrown().isEmpty() && one.thrown().contains(fault.thrown());
            if (one.verdict().equals(RunTests.JUDGED) || foreseen) {
                return "by " + one.test().replace("()", "");
            }
        }
        return ended.stream()
                .filter(one -> !one.verdict().equals(RunTests.PASSED))
                .map(one -> one.verdict() + ": " + one.thrown())
                .findFirst()
                .orElse("nobody noticed");
    }

    /** Everything a test looks at, so that tests find themselves in a project of their own. */
    private static void copy() throws IOException {
        FileSystemUtils.deleteRecursively(COPY);
        Files.createDirectories(COPY);
        try (Stream<Path> all = Files.list(Path.of(""))) {
            for (Path one : all.filter(path -> !path.toString().matches("target|data|\\..*"))
                    .toList()) {
                FileSystemUtils.copyRecursively(one, COPY.resolve(one));
            }
        }
        FileSystemUtils.copyRecursively(Path.of("target", "test-classes"), COPY.resolve("target/test-classes"));
        freshSources();
    }

    private static void freshSources() throws IOException {
        for (String part : List.of("src/main", "target/classes")) {
            FileSystemUtils.deleteRecursively(COPY.resolve(part));
            FileSystemUtils.copyRecursively(Path.of(part), COPY.resolve(part));
        }
    }

    private static boolean compiled(PlantedFault fault, List<Path> changed) throws IOException {
        Path classes = COPY.resolve("target/classes");
        Path resources = COPY.resolve("src/main/resources");
        List<String> sources = new ArrayList<>();
        for (Path file : changed) {
            if (file.toString().endsWith(".java")) {
                sources.add(file.toString());
            } else {
                Files.write(classes.resolve(resources.relativize(file).toString()), Files.readAllBytes(file));
            }
        }
        if (sources.isEmpty()) {
            return true;
        }
        List<String> words = new ArrayList<>(List.of("--release", "21", "-parameters", "-proc:none", "-nowarn"));
        words.addAll(List.of("-d", classes.toString(), "-cp", classes + File.pathSeparator + LIBRARIES));
        words.addAll(sources);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var said = Files.newOutputStream(LOGS.resolve(fault.name() + ".javac.log"))) {
            return compiler.run(null, said, said, words.toArray(String[]::new)) == 0;
        }
    }

    private static List<Ended> run(String name, List<String> tests) throws Exception {
        Path verdicts = COPY.resolve("verdicts");
        Path temporary = Files.createDirectories(COPY.resolve("temporary"));
        Files.deleteIfExists(verdicts);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:TieredStopAtLevel=1",
                "-XX:+EnableDynamicAgentLoading",
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                String.join(
                        File.pathSeparator,
                        COPY.resolve("target/test-classes").toString(),
                        COPY.resolve("target/classes").toString(),
                        LIBRARIES),
                RunTests.class.getName(),
                verdicts.toString()));
        command.addAll(tests);
        Process process = new ProcessBuilder(command)
                .directory(COPY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(LOGS.resolve(name + ".log").toFile())
                .start();
        if (!process.waitFor(PATIENCE_MINUTES * tests.size(), TimeUnit.MINUTES)) {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
        }
        List<Ended> ended = Files.exists(verdicts)
                ? Files.readAllLines(verdicts).stream().map(Ended::of).toList()
                : List.of();
        FileSystemUtils.deleteRecursively(COPY.resolve("target/houses"));
        FileSystemUtils.deleteRecursively(temporary);
        return ended;
    }
}
