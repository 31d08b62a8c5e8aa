package org.fengqiao.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code strace} (package strace of Debian) attached to running processes: sees their calls to the system, or makes some fail. */
final class Strace implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/strace");

    private final Process process;
    private final Path calls;
    private final Path said;

    private Strace(Process process, Path calls, Path said) {
        this.process = process;
        this.calls = calls;
        this.said = said;
    }

    /** Attaches to these processes; leaves the test out where that cannot be done. */
    static Strace to(List<Long> pids, String... words) {
        assumeTrue(Files.isExecutable(PROGRAM), "strace is not installed (Debian: apt install strace)");
        try {
            Path calls = Files.createTempFile("fengqiao-calls", ".strace");
            Path said = Files.createTempFile("fengqiao-said", ".strace");
            List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-o", calls.toString()));
            command.addAll(List.of(words));
            pids.forEach(pid -> command.addAll(List.of("-p", Long.toString(pid))));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            Strace strace = new Strace(process, calls, said);
            // One that has ended meanwhile is no longer there to be attached to.
            Until.becomes(
                    Duration.ofSeconds(15),
                    () -> !process.isAlive()
                            || Files.readString(said).split("attached|No such process", -1).length > pids.size());
            assumeTrue(
                    process.isAlive() && Files.readString(said).contains("attached"),
                    "strace may not be attached to other processes here: " + Files.readString(said));
            return strace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of all processes and returns the calls seen, in their order. */
    List<String> calls() {
        end();
        try {
            return Files.readAllLines(calls, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        House.signal("INT", process.pid());
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            end();
        }
        try {
            Files.deleteIfExists(calls);
            Files.deleteIfExists(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
