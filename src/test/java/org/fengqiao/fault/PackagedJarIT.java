package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is delivered: {@code java -jar} of the packaged program, on the Java most machines have by default. */
@Tag("fault")
class PackagedJarIT {

    private static final Path OLDER_JAVA = Path.of("/usr/lib/jvm/java-17-openjdk-amd64/bin/java");

    private static String java;
    private static Path jar;

    @BeforeAll
    static void isPackaged() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Optional<Path> packaged = files.filter(
                            file -> file.getFileName().toString().matches("fengqiao-\\d.*\\.jar"))
                    .findFirst();
            assumeTrue(packaged.isPresent(), "there is no jar; ./mvnw package makes it");
            jar = packaged.orElseThrow().toAbsolutePath();
        }
        java = Files.isExecutable(OLDER_JAVA)
                ? OLDER_JAVA.toString()
                : Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Test
    void opensIsExaminedStopsAndOpensAgain() throws IOException {
        try (House house = House.fresh("jar")) {
            Path program = house.data.resolve("program");
            Files.createDirectories(program.resolve("of-an-older-version"));
            Duration first = opened(house);
            Until.is("the program lies unpacked, and alone", Duration.ofMinutes(1), () -> {
                List<Path> unpacked = inside(program);
                return unpacked.size() == 1 && inside(unpacked.getFirst()).size() > 50;
            });
            assertThat(house.said()).contains("http://localhost:" + house.port).containsOnlyOnce("一次性密码");

            House second = house.second().startJar(java, jar);
            assertThat(second.ended(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(second.said())
                    .contains("正被另一个枫桥进程使用", "is in use by another running Fengqiao")
                    .doesNotContain("\tat ", " ERROR ");

            isClean(house);
            Duration stop = house.stop();
            assertThat(stop).isLessThan(Duration.ofSeconds(30));
            assertThat(house.postmaster()).as("no PostgreSQL stays behind").isZero();
            isClean(house);
            assertThat(house.postmaster())
                    .as("no PostgreSQL stays behind the examination")
                    .isZero();

            Duration again = opened(house);
            if (Files.isDirectory(Path.of("/proc"))) {
                assertThat(openFiles(house)).anyMatch(file -> file.startsWith(program));
            }
            assertThat(house.stop()).isLessThan(Duration.ofSeconds(30));
            System.out.printf(
                    "java -jar by %s: open after %d ms on an empty folder, %d ms on its own; stopped in %d ms%n",
                    java, first.toMillis(), again.toMillis(), stop.toMillis());
        }
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static List<Path> openFiles(House house) throws IOException {
        List<Path> open = new ArrayList<>();
        ProcessHandle started = house.process().toHandle();
        for (ProcessHandle one :
                Stream.concat(Stream.of(started), started.descendants()).toList()) {
            for (Path file : inside(Path.of("/proc", Long.toString(one.pid()), "fd"))) {
                if (Files.exists(file)) {
                    open.add(Files.readSymbolicLink(file));
                }
            }
        }
        return open;
    }

    private static Duration opened(House house) {
        long asked = System.nanoTime();
        house.startJar(java, jar).open();
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    private static void isClean(House house) {
        House.Examined examined = house.fsckOfJar(java, jar);
        assertThat(examined.code()).as(examined.said()).isZero();
        assertThat(examined.said()).contains("没有发现问题。/ Nothing wrong was found.");
    }
}
