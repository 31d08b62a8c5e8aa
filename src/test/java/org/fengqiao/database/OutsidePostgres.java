package org.fengqiao.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that belongs to no house: a cluster of its own on loopback, looked after by an administrator of databases. Its locale is
 * {@code C}, the poorest there is.
 */
public final class OutsidePostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A superuser. */
    public static final String ADMINISTRATOR = "postgres";

    /** Everybody's password. */
    public static final String PASSWORD = "bridge over the river, 7";

    private final Path folder;
    private final Path home;
    private final List<String> prefix;
    private final int port;
    private @Nullable Process process;

    private OutsidePostgres(Path folder, Path home) throws IOException, InterruptedException {
        this.folder = folder;
        this.home = home;
        this.prefix = RootStepsDown.prefix(folder);
        this.port = freePort();
        Path rows = Files.createDirectories(folder.resolve("rows"));
        Files.setPosixFilePermissions(rows, PosixFilePermissions.fromString("rwx------"));
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        RootStepsDown.give(prefix, folder, rows, password);
        Process made = program(
                        "initdb",
                        List.of(
                                "-D",
                                rows.toString(),
                                "-U",
                                ADMINISTRATOR,
                                "--pwfile=" + password,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--no-sync"))
                .start();
        if (made.waitFor() != 0) {
            throw new IllegalStateException(said());
        }
    }

    /** A cluster of the binaries that come along, running with these settings ({@code name=value}). */
    public static OutsidePostgres running(String... settings) {
        return running(null, settings);
    }

    /**
     * A running cluster.
     *
     * @param home where the binaries are; null for those that come along
     */
    public static OutsidePostgres running(@Nullable Path home, String... settings) {
        try {
            Path folder = Files.createTempDirectory("fengqiao-outside");
            Path binaries = home == null ? PackedPostgres.unpack(folder.resolve("binaries")) : home;
            OutsidePostgres server = new OutsidePostgres(folder, binaries);
            server.start(settings);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it with these settings and waits until it takes connections. */
    public void start(String... settings) {
        List<String> words = new ArrayList<>(
                List.of("-D", folder.resolve("rows").toString(), "-p", Integer.toString(port), "-k", ""));
        Stream.concat(Stream.of("listen_addresses=127.0.0.1", "shared_buffers=32MB"), Stream.of(settings))
                .forEach(setting -> words.addAll(List.of("-c", setting)));
        try {
            Process started = program("postgres", words).start();
            process = started;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!takesConnections()) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(said());
                }
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean takesConnections() {
        try (Connection connection = asAdministrator("postgres")) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Ends it in order; connections are cut. */
    public void stop() {
        end("INT");
    }

    /** Ends it at once, as in a crash of the machine it runs on; it recovers at the next start. */
    public void crash() {
        end("QUIT");
    }

    /** All its processes, in the middle of what they do: it can make no more of them. Whoever asks is to kill them. */
    public long[] frozen() {
        ProcessHandle postmaster = Objects.requireNonNull(process).toHandle();
        signal("STOP", postmaster.pid());
        return LongStream.concat(
                        LongStream.of(postmaster.pid()),
                        postmaster.descendants().mapToLong(ProcessHandle::pid))
                .toArray();
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it in order and starts it with these settings. */
    public void restart(String... settings) {
        stop();
        start(settings);
    }

    private void end(String signal) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        try {
            signal(signal, running.pid());
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new IllegalStateException("PostgreSQL does not end:\n" + said());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a role that may make roles and is no superuser, and an empty database of its own. */
    public void ownerWithDatabase(String owner, String database) {
        sql(
                "postgres",
                "create role %s login createrole password '%s'".formatted(Postgres.quoted(owner), PASSWORD),
                "create database %s owner %s".formatted(Postgres.quoted(database), Postgres.quoted(owner)));
    }

    /** JDBC address of a database. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s"
                .formatted(
                        port,
                        URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /** What has to be set for a house on this database. */
    public Map<String, String> settings(String owner, String database) {
        return Map.of("FENGQIAO_DB_URL", url(database), "FENGQIAO_DB_USER", owner, "FENGQIAO_DB_PASSWORD", PASSWORD);
    }

    /** Runs statements as the superuser. */
    public void sql(String database, String... statements) {
        try (Connection connection = asAdministrator(database);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of what the superuser reads. */
    public List<String> strings(String database, String query) {
        return strings(database, ADMINISTRATOR, PASSWORD, query);
    }

    /** The first column of what somebody reads. */
    public List<String> strings(String database, String role, String password, String query) {
        try (Connection connection = DriverManager.getConnection(url(database), role, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection asAdministrator(String database) throws SQLException {
        return DriverManager.getConnection(url(database), ADMINISTRATOR, PASSWORD);
    }

    private ProcessBuilder program(String name, List<String> words) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(name).toString());
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends it and takes everything away. */
    @Override
    public void close() {
        crash();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
