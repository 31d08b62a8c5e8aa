package org.fengqiao.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server processes that work in one folder of rows: what a former house left behind, and how one of them is ended. */
final class ServerProcesses {

    private static final Logger log = LoggerFactory.getLogger(ServerProcesses.class);
    private static final Duration LEFT_OVER_STOPS = Duration.ofSeconds(60);
    private static final Duration SURVIVORS_END = Duration.ofSeconds(5);

    private final DataFolder data;
    private final Path rows;

    ServerProcesses(DataFolder data, Path rows) {
        this.data = data;
        this.rows = rows;
    }

    /**
     * A process of a server that was killed may live on, waiting for ever for a lock that another one took with it into the grave. As
     * long as it does, it holds the memory of the server and no other server starts on these rows.
     */
    void endSurvivors() throws InterruptedException {
        List<ProcessHandle> survivors =
                ProcessHandle.allProcesses().filter(this::worksInTheseRows).toList();
        for (ProcessHandle survivor : survivors) {
            log.warn("A process of the former PostgreSQL is still there ({}); it is ended", survivor.pid());
            survivor.destroyForcibly();
        }
        long deadline = System.nanoTime() + SURVIVORS_END.toNanos();
        while (survivors.stream().anyMatch(this::worksInTheseRows) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A house that was killed leaves its server running; it is stopped in order before a new one starts on the same rows. */
    void stopLeftOver() throws IOException {
        Path pidFile = rows.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> holder = Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,18}"))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line)));
        if (holder.isEmpty()) {
            return;
        }
        ProcessHandle left = holder.get();
        if (!servesTheseRows(left)) {
            // PostgreSQL would take any living process under its former id for itself, as is common after a container
            // restarts.
            Files.delete(pidFile);
            return;
        }
        log.info("Stopping the PostgreSQL left over by a killed process ({})", left.pid());
        interrupt(left);
        if (!ends(left, LEFT_OVER_STOPS)) {
            throw new CannotStartException(
                    "上次留下的 PostgreSQL（进程 %d）停不下来，请先结束它。".formatted(left.pid()),
                    "The PostgreSQL left over from last time (process %d) does not stop; end it first."
                            .formatted(left.pid()));
        }
    }

    /** True where the system tells in which folder a process works, and it is this one. */
    private boolean worksInTheseRows(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), rows) && isPostgres(process);
        } catch (IOException elsewhere) {
            return false;
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("postgres") || command.endsWith("postgres.exe"))
                .orElse(false);
    }

    /** A process id may belong to something else by now. A server works in the folder of its rows, wherever that was moved. */
    private boolean servesTheseRows(ProcessHandle process) {
        try {
            Path workingFolder = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return isPostgres(process) && (!Files.exists(workingFolder) || Files.isSameFile(workingFolder, rows));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether the process has ended within this time. */
    static boolean ends(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException stillThere) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Asks for a fast shutdown. */
    void interrupt(ProcessHandle server) {
        if (!PackedPostgres.onWindows()) {
            signal(server, "INT");
            return;
        }
        try (Stream<Path> homes = Files.list(data.folder("postgres"))) {
            for (Path home : homes.toList()) {
                PackedPostgres.run(
                        List.of(),
                        home.resolve("bin/pg_ctl.exe").toString(),
                        "stop",
                        "-m",
                        "fast",
                        "-D",
                        rows.toString());
            }
        } catch (IOException | RuntimeException e) {
            server.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.destroy();
        }
    }

    static void signal(ProcessHandle server, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            server.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.destroy();
        }
    }
}
