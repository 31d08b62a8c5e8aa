package org.fengqiao.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fengqiao.access.RateLimits;

/** The house as a process of its own, with its own data folder, measured from outside. */
final class RunningHouse implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double TICKS_A_SECOND = 100;

    private final Process process;
    private final Path data;
    private final int port;
    private final Duration readyAfter;

    private RunningHouse(Process process, Path data, int port, Duration readyAfter) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.readyAfter = readyAfter;
    }

    /** Starts the compiled classes on this Java and waits until the sign-in page answers. */
    static RunningHouse start(Path data) throws IOException, InterruptedException {
        return start(data, List.of("-cp", System.getProperty("java.class.path"), "org.fengqiao.Launch"));
    }

    /** Starts {@code java} with these words and waits until the sign-in page answers. */
    static RunningHouse start(Path data, List<String> words) throws IOException, InterruptedException {
        Files.createDirectories(data);
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("FENGQIAO_DATA", data.toAbsolutePath().toString());
        builder.environment().put("FENGQIAO_PORT", Integer.toString(port));
        builder.environment().put("FENGQIAO_SECOND_FACTOR_ROLES", "");
        for (RateLimits.Of one : RateLimits.Of.values()) {
            builder.environment().put("FENGQIAO_LIMITS_" + one, "1000000000");
        }
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling(data.getFileName() + ".log").toFile()));
        long began = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        while (true) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the house did not start; see " + data + ".log");
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                process.destroy();
                throw new IllegalStateException("the house was not ready within " + PATIENCE);
            }
            try (Line line = new Line(port, "")) {
                if (line.get("/sign-in").status() == 200) {
                    return new RunningHouse(process, data, port, Duration.ofNanos(System.nanoTime() - began));
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    int port() {
        return port;
    }

    Duration readyAfter() {
        return readyAfter;
    }

    /** A connection as the owner of the tables, who stands outside the walls. */
    Connection owner() throws SQLException, IOException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgresPort() + "/fengqiao", "fengqiao", ownerPassword());
    }

    int postgresPort() throws IOException {
        return Integer.parseInt(postmaster().get(3).strip());
    }

    String ownerPassword() throws IOException {
        return Files.readString(data.resolve("secrets/database-owner")).strip();
    }

    /** Resident memory of the program alone, in MB (Linux). */
    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return Double.NaN;
    }

    /** Processor time the program has used, in milliseconds. */
    double programMillis() throws IOException {
        return cpuMillis(process.pid(), false);
    }

    /** Processor time PostgreSQL has used with all its processes, in milliseconds (Linux). */
    double postgresMillis() throws IOException {
        long server = Long.parseLong(postmaster().get(0).strip());
        double sum = cpuMillis(server, true);
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path one : all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                String[] stat = stat(one);
                if (stat.length > 3 && stat[1].equals(Long.toString(server))) {
                    sum += ticks(stat, 11) + ticks(stat, 12);
                }
            }
        }
        return sum;
    }

    private static double cpuMillis(long pid, boolean withGone) throws IOException {
        String[] stat = stat(Path.of("/proc", Long.toString(pid)));
        return ticks(stat, 11) + ticks(stat, 12) + (withGone ? ticks(stat, 13) + ticks(stat, 14) : 0);
    }

    /** The fields of {@code /proc/<pid>/stat} from the state on; empty for a process that is gone. */
    private static String[] stat(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException gone) {
            return new String[0];
        }
    }

    private static double ticks(String[] stat, int field) {
        return stat.length > field ? Long.parseLong(stat[field]) * 1000 / TICKS_A_SECOND : 0;
    }

    private List<String> postmaster() throws IOException {
        return Files.readAllLines(data.resolve("rows/postmaster.pid"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
