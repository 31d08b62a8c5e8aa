package org.fengqiao.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child of this process, its binaries unpacked from the program itself and its rows in the data folder. Runs with
 * fsync, synchronous_commit and full_page_writes on and asks for a password (ADR 2 tells why the binaries are driven directly).
 */
final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** Recovery after a power cut reads up to 2 GB of log; as long as the server lives, it is waited for. */
    private static final Duration RECOVERY = Duration.ofMinutes(10);

    private static final Duration FAST_STOP = Duration.ofSeconds(8);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int TRIES = 4;
    private static final String OWNER = "fengqiao";
    private static final String DATABASE = "fengqiao";

    private final DataFolder data;
    private final @Nullable WalArchive archive;
    private final Path rows;
    private final ServerProcesses processes;
    private final String password;
    private final String appPassword;
    private volatile int port;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stop = lock.newCondition();
    private boolean stopping;
    private @Nullable Process process;

    /**
     * Nothing runs yet; only the port is chosen, and kept as long as nobody else takes it.
     *
     * @param archive where its log is copied to, null for nowhere
     */
    EmbeddedPostgres(DataFolder data, Secrets secrets, @Nullable WalArchive archive) {
        this.data = data;
        this.archive = archive;
        this.rows = data.root().resolve("rows");
        this.processes = new ServerProcesses(data, rows);
        this.password = secrets.named("database-owner");
        this.appPassword = secrets.named("database-app");
        this.port = freePort();
    }

    /**
     * Unpacks, creates and starts what is not yet there, and returns when the server accepts connections. From then on the server is
     * started again whenever it ends by itself.
     *
     * @throws CannotStartException when it cannot run here
     */
    void start() {
        try {
            enoughSpace();
            Path home = PackedPostgres.unpack(data.folder("postgres"));
            List<String> prefix = RootStepsDown.prefix(data.root());
            processes.stopLeftOver();
            RootStepsDown.give(prefix, data.root(), data.folder("postgres"));
            if (!Files.exists(rows.resolve("PG_VERSION"))) {
                create(home, prefix);
            } else {
                RootStepsDown.give(prefix, data.root(), rows);
                belongsToUs(prefix);
            }
            if (archive != null) {
                archive.ready();
                RootStepsDown.give(prefix, data.root(), archive.folder());
            }
            Process running = launch(home, prefix);
            archiveIsOurs();
            Thread.ofPlatform().name("postgres-watch").daemon().start(() -> watch(running, home, prefix));
        } catch (IOException e) {
            throw new CannotStartException(
                    "数据目录 %s 读写失败：%s。请检查磁盘空间和权限。".formatted(data.root(), e),
                    "The data folder %s cannot be read or written: %s. Check the space on the disk and the permissions."
                            .formatted(data.root(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL was starting", e);
        }
    }

    private void archiveIsOurs() throws IOException {
        if (archive == null) {
            return;
        }
        try (Connection owner = address().asOwner()) {
            archive.belongsTo(owner);
        } catch (SQLException trouble) {
            throw NotReached.as(OWNER, address(), trouble);
        } catch (CannotStartException another) {
            close();
            throw another;
        }
    }

    /** Where it is now. */
    Postgres address() {
        return new Postgres(url(port, DATABASE), DATABASE, OWNER, password, appPassword);
    }

    /**
     * Where the server of the house is that is running on this folder now.
     *
     * @throws CannotStartException when it cannot be told: that house is just being opened or closed
     */
    static Postgres running(DataFolder data, Secrets secrets) {
        try {
            String port = Files.readAllLines(data.root().resolve("rows").resolve("postmaster.pid"))
                    .get(3)
                    .strip();
            return new Postgres(
                    url(Integer.parseInt(port), DATABASE),
                    DATABASE,
                    OWNER,
                    secrets.named("database-owner"),
                    secrets.named("database-app"));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException notYet) {
            throw new CannotStartException(
                    "数据目录 %s 上的枫桥正在启动或停止，请稍后再试。".formatted(data.root()),
                    "The Fengqiao on the data folder %s is just starting or stopping. Try again in a moment."
                            .formatted(data.root()));
        }
    }

    /** @throws CannotStartException when there are no rows to look at */
    static void requireRows(DataFolder data) {
        if (!Files.exists(data.root().resolve("rows").resolve("PG_VERSION"))) {
            throw new CannotStartException(
                    "数据目录 %s 里没有数据库。如果用的是外部 PostgreSQL，请设置 FENGQIAO_DB_URL、FENGQIAO_DB_USER、FENGQIAO_DB_PASSWORD。"
                            .formatted(data.root()),
                    "The data folder %s holds no database. If an outside PostgreSQL is used, set FENGQIAO_DB_URL, FENGQIAO_DB_USER and FENGQIAO_DB_PASSWORD."
                            .formatted(data.root()));
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void enoughSpace() throws IOException {
        long free = Files.getFileStore(data.root()).getUsableSpace();
        if (free < DiskSpace.LEAST) {
            throw new CannotStartException(
                    "数据目录 %s 所在磁盘只剩 %d MB，至少需要 %d MB。请清理后再启动。"
                            .formatted(data.root(), free >> 20, DiskSpace.LEAST >> 20),
                    "The disk of the data folder %s has only %d MB left; %d MB are needed. Free some space and start again."
                            .formatted(data.root(), free >> 20, DiskSpace.LEAST >> 20));
        }
    }

    /** PostgreSQL runs only for the owner of its rows. */
    private void belongsToUs(List<String> prefix) throws IOException {
        String owner = Files.getOwner(rows).getName();
        String us = RootStepsDown.runsAs(prefix);
        if (PackedPostgres.isPosix(rows) && !owner.equals(us)) {
            throw new CannotStartException(
                    "数据目录 %s 属于用户 %s，现在以 %s 身份启动。请以 %s 启动，或用 chown -R 把目录交给 %s。"
                            .formatted(data.root(), owner, us, owner, us),
                    "The data folder %s belongs to the user %s; this is %s. Start as %s, or hand the folder to %s with chown -R."
                            .formatted(data.root(), owner, us, owner, us));
        }
    }

    /**
     * Starts the server and waits until it takes connections. What a server that was killed leaves behind may be in the way for a
     * moment, so an early end is tried again.
     */
    private Process launch(Path home, List<String> prefix) throws IOException, InterruptedException {
        for (int tried = 1; ; tried++) {
            long logged = logSize();
            if (!isRunning()) {
                processes.endSurvivors();
            }
            Process started = onItsWay(home, prefix);
            if (acceptsConnections(started)) {
                return started;
            }
            if (tried == TRIES || pauseOrStop(Duration.ofMillis(500))) {
                throw new CannotStartException(
                        "内置 PostgreSQL 没有启动起来：%n%s".formatted(lastWords(logged)),
                        "The embedded PostgreSQL did not start:%n%s".formatted(lastWords(logged)));
            }
        }
    }

    /** One that a former try left behind while it still recovers, or a new one. */
    private Process onItsWay(Path home, List<String> prefix) throws IOException {
        lock.lock();
        try {
            if (stopping) {
                throw new IllegalStateException("the house is being closed");
            }
            Process running = process;
            if (running == null || !running.isAlive()) {
                port = isFree(port) ? port : freePort();
                running = spawn(home, prefix);
                process = running;
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void watch(Process first, Path home, List<String> prefix) {
        Process running = first;
        Duration pause = Duration.ofMillis(100);
        try {
            while (true) {
                int code = running.waitFor();
                do {
                    if (pauseOrStop(pause)) {
                        return;
                    }
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                    log.error("PostgreSQL has ended by itself (code {}); starting it again", code);
                } while (!isBack(home, prefix));
                pause = Duration.ofMillis(100);
                lock.lock();
                try {
                    running = Objects.requireNonNull(process);
                } finally {
                    lock.unlock();
                }
                log.warn("PostgreSQL is back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isBack(Path home, List<String> prefix) throws InterruptedException {
        try {
            launch(home, prefix);
            return true;
        } catch (IOException | RuntimeException | Error notYet) {
            // Whatever it is: a thread that gives up here leaves the house without a server for good.
            log.error("PostgreSQL does not start: {}", notYet.toString());
            return false;
        }
    }

    /** Waits; true when the house is being closed. */
    private boolean pauseOrStop(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!stopping && left > 0) {
                left = stop.awaitNanos(left);
            }
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private Path logFile() {
        return data.root().resolve("postgres.log");
    }

    private long logSize() throws IOException {
        return Files.exists(logFile()) ? Files.size(logFile()) : 0;
    }

    private String lastWords(long from) throws IOException {
        try (var channel = Files.newByteChannel(logFile())) {
            long start = Math.max(from, channel.size() - 1_500);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - start));
            channel.position(start).read(bytes);
            return new String(bytes.array(), StandardCharsets.UTF_8).strip();
        }
    }

    private void create(Path home, List<String> prefix) throws IOException, InterruptedException {
        Files.createDirectories(rows);
        if (PackedPostgres.isPosix(rows)) {
            Files.setPosixFilePermissions(rows, PosixFilePermissions.fromString("rwx------"));
        }
        Path passwordFile = Files.createTempFile("fengqiao", ".pw");
        try {
            Files.writeString(passwordFile, password);
            RootStepsDown.give(prefix, data.root(), rows, passwordFile);
            PackedPostgres.run(
                    prefix,
                    home.resolve("bin/initdb").toString(),
                    "-D",
                    rows.toString(),
                    "-U",
                    OWNER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--set=scram_iterations=1", // stretching is for passwords people choose; these are 256 random bits
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    "--data-checksums");
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private Process spawn(Path home, List<String> prefix) throws IOException {
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
        if (archive != null) {
            archive.settings().forEach(setting -> command.addAll(List.of("-c", setting)));
        }
        Process spawned = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
        spawned.getOutputStream().close();
        return spawned;
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

    private boolean isRunning() {
        lock.lock();
        try {
            return process != null && process.isAlive();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a server just started; false when it ended instead. */
    private boolean acceptsConnections(Process started) throws InterruptedException {
        Properties owner = new Properties();
        owner.putAll(Map.of("user", OWNER, "password", password, "loginTimeout", "5", "socketTimeout", "60"));
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        SQLException last = null;
        while (System.nanoTime() < deadline) {
            if (!started.isAlive()) {
                return false;
            }
            try (Connection connection = DriverManager.getConnection(url(port, "postgres"), owner);
                    Statement statement = connection.createStatement()) {
                try (ResultSet found =
                        statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                    if (found.next()) {
                        return true;
                    }
                }
                statement.execute("create database " + DATABASE);
                return true;
            } catch (SQLException notYet) {
                last = notYet;
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IllegalStateException("PostgreSQL did not accept connections within " + RECOVERY, last);
    }

    /**
     * Stops the server in order (fast shutdown): open transactions are rolled back, everything committed is kept. One that takes too
     * long is stopped at once and recovers at the next start.
     */
    @Override
    public void close() {
        Process running;
        lock.lock();
        try {
            stopping = true;
            stop.signalAll();
            running = process;
        } finally {
            lock.unlock();
        }
        if (running == null || !running.isAlive()) {
            return;
        }
        processes.interrupt(running.toHandle());
        if (!ServerProcesses.ends(running.toHandle(), FAST_STOP)) {
            log.warn("PostgreSQL takes long to stop; it will recover at the next start");
            ServerProcesses.signal(running.toHandle(), "QUIT");
            if (!ServerProcesses.ends(running.toHandle(), IMMEDIATE_STOP)) {
                running.destroyForcibly();
            }
        }
    }

    /** Another program may have taken it while the server was away. */
    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
