package org.fengqiao.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child of this process, its binaries unpacked from the program itself and its rows in the data folder. Runs with
 * fsync, synchronous_commit and full_page_writes on and asks for a password (ADR 2 tells why the binaries are driven directly).
 */
final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OWNER = "fengqiao";
    private static final String DATABASE = "fengqiao";

    private final Path rows;
    private final Secrets secrets;
    private final Process process;
    private final int port;

    private EmbeddedPostgres(Path rows, Secrets secrets, Process process, int port) {
        this.rows = rows;
        this.secrets = secrets;
        this.process = process;
        this.port = port;
    }

    /** Unpacks, creates and starts what is not yet there, and returns when the server accepts connections. */
    static EmbeddedPostgres start(DataFolder data, Secrets secrets) {
        try {
            Path home = unpack(data.folder("postgres"));
            Path rows = data.root().resolve("rows");
            List<String> prefix = RootStepsDown.prefix(data.root());
            stopLeftOver(rows);
            if (!Files.exists(rows.resolve("PG_VERSION"))) {
                create(home, rows, prefix, secrets);
            }
            int port = freePort();
            Process process = launch(home, rows, prefix, port);
            EmbeddedPostgres started = new EmbeddedPostgres(rows, secrets, process, port);
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL was starting", e);
        }
    }

    Postgres address() {
        return new Postgres(url(DATABASE), OWNER, secrets.named("database-owner"), secrets.named("database-app"));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static Path unpack(Path folder) throws IOException {
        String resource = "/postgres-%s-%s.txz".formatted(operatingSystem(), architecture());
        try (InputStream packed = EmbeddedPostgres.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new CannotStartException(
                        "本机（%s）没有内置的 PostgreSQL。请设置 FENGQIAO_DB_URL 使用外部 PostgreSQL（16 或更高）。".formatted(resource),
                        "No PostgreSQL is packed for this machine (%s). Set FENGQIAO_DB_URL to use an outside PostgreSQL, 16 or newer."
                                .formatted(resource));
            }
            byte[] archive = packed.readAllBytes();
            Path home = folder.resolve("18-" + Integer.toHexString(java.util.Arrays.hashCode(archive)));
            if (Files.exists(home.resolve("complete"))) {
                return home;
            }
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new java.io.ByteArrayInputStream(archive)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    put(home, entry, tar);
                }
            }
            Files.createFile(home.resolve("complete"));
            return home;
        }
    }

    private static void put(Path home, TarArchiveEntry entry, InputStream content) throws IOException {
        Path target = home.resolve(entry.getName()).normalize();
        if (!target.startsWith(home)) {
            throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        if ((entry.getMode() & 0111) != 0 && isPosix(target)) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void create(Path home, Path rows, List<String> prefix, Secrets secrets)
            throws IOException, InterruptedException {
        Files.createDirectories(rows);
        if (isPosix(rows)) {
            Files.setPosixFilePermissions(
                    rows,
                    Set.copyOf(EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE)));
        }
        Path password = Files.createTempFile("fengqiao", ".pw");
        try {
            Files.writeString(password, secrets.named("database-owner"));
            RootStepsDown.give(prefix, rows, password);
            run(
                    prefix,
                    home.resolve("bin/initdb").toString(),
                    "-D",
                    rows.toString(),
                    "-U",
                    OWNER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    "--data-checksums");
        } finally {
            Files.deleteIfExists(password);
        }
    }

    private static Process launch(Path home, Path rows, List<String> prefix, int port) throws IOException {
        List<String> command = new ArrayList<>(sessionOfItsOwn());
        command.addAll(prefix);
        command.add(home.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", rows.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "shared_buffers=" + sharedBuffers(),
                "max_connections=80",
                "max_wal_size=2GB",
                "min_wal_size=256MB",
                "wal_compression=on",
                "checkpoint_completion_target=0.9",
                "random_page_cost=1.1",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "lc_messages=C",
                "log_min_error_statement=panic",
                "log_checkpoints=off")) {
            command.addAll(List.of("-c", setting));
        }
        Path logFile = rows.resolveSibling("postgres.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                .start();
        process.getOutputStream().close();
        return process;
    }

    /** Ctrl+C in a terminal reaches every process of the session; the server must outlive the house's last commits. */
    private static List<String> sessionOfItsOwn() {
        return Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();
    }

    /** A sixteenth of the machine's memory, 64 to 256 MB: enough for what is open, whatever is past. */
    private static String sharedBuffers() {
        if (java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean machine) {
            return Math.max(64, Math.min(256, machine.getTotalMemorySize() / 1024 / 1024 / 16)) + "MB";
        }
        return "128MB";
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        SQLException last = null;
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new CannotStartException(
                        "内置 PostgreSQL 没有启动起来。原因见 %s 的最后几行。".formatted(rows.resolveSibling("postgres.log")),
                        "The embedded PostgreSQL did not start. The last lines of %s tell why."
                                .formatted(rows.resolveSibling("postgres.log")));
            }
            try (Connection connection =
                            DriverManager.getConnection(url("postgres"), OWNER, secrets.named("database-owner"));
                    var statement = connection.createStatement()) {
                try (var found =
                        statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                    if (found.next()) {
                        return;
                    }
                }
                statement.execute("create database " + DATABASE);
                return;
            } catch (SQLException notYet) {
                last = notYet;
                TimeUnit.MILLISECONDS.sleep(25);
            }
        }
        throw new IllegalStateException("PostgreSQL did not accept connections within " + PATIENCE, last);
    }

    /** A house that was killed leaves its server running; it is stopped in order before a new one starts on the same rows. */
    private static void stopLeftOver(Path rows) throws IOException, InterruptedException {
        Path pidFile = rows.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty()) {
            return;
        }
        ProcessHandle left =
                ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElse(null);
        boolean ours = left != null
                && left.isAlive()
                && left.info()
                        .command()
                        .map(command -> command.endsWith("postgres") || command.endsWith("postgres.exe"))
                        .orElse(false);
        if (left == null || !ours) {
            return;
        }
        log.info("Stopping the PostgreSQL left over by a killed process ({})", left.pid());
        signal(left, "INT");
        left.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Stops the server in order (fast shutdown): open transactions are rolled back, everything committed is kept. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        try {
            for (String line : Files.readAllLines(rows.resolve("postmaster.pid"))) {
                ProcessHandle.of(Long.parseLong(line.strip())).ifPresent(server -> signal(server, "INT"));
                break;
            }
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }

    private static void signal(ProcessHandle server, String name) {
        try {
            if (operatingSystem().equals("windows")) {
                server.destroy();
            } else {
                new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                        .start()
                        .waitFor();
            }
        } catch (IOException e) {
            server.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.destroy();
        }
    }

    private static void run(List<String> prefix, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new CannotStartException(
                    "内置 PostgreSQL 初始化失败：%n%s".formatted(said),
                    "The embedded PostgreSQL could not be set up:%n%s".formatted(said));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String operatingSystem() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") || name.equals("arm64") ? "arm_64" : "x86_64";
    }
}
