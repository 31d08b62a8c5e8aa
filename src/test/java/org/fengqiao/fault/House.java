package org.fengqiao.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.fengqiao.access.RateLimits;
import org.fengqiao.database.OutsidePostgres;
import org.jspecify.annotations.Nullable;

/** A house in a process of its own, with a data folder of its own, started the way a person starts it. */
final class House implements AutoCloseable {

    private static final Duration OPENS = Duration.ofMinutes(3);
    private static final Path PROGRAM = Path.of(
                    "target", "fengqiao-under-fault-" + ProcessHandle.current().pid() + ".jar")
            .toAbsolutePath();
    private static final Path ARCHIVE = PROGRAM.resolveSibling(PROGRAM.getFileName() + ".jsa");
    private static final String CLASS_PATH = classPath();

    final Path data;
    final int port;
    private final Path log;
    private final Path archive;
    private final Map<String, String> environment;
    private final List<String> prefix;
    private List<String> options = List.of();
    private @Nullable Process process;
    private @Nullable String outside;

    private House(Path data, int port, Map<String, String> environment, List<String> prefix) {
        this(data, port, ".log", environment, prefix);
    }

    private House(Path data, int port, String log, Map<String, String> environment, List<String> prefix) {
        this.data = data;
        this.port = port;
        this.log = data.resolveSibling(data.getFileName() + log);
        this.archive = prefix.isEmpty() ? ARCHIVE : data.resolveSibling("classes.jsa");
        this.environment = environment;
        this.prefix = prefix;
    }

    /** A house on an empty data folder; not yet started. */
    static House fresh(String name) {
        return fresh(name, Map.of(), List.of());
    }

    /**
     * A house on an empty data folder; not yet started.
     *
     * @param environment further environment variables
     * @param prefix words before the command, such as another user to run as
     */
    static House fresh(String name, Map<String, String> environment, List<String> prefix) {
        try {
            Path folder = Files.createTempDirectory("fengqiao-" + name);
            if (!prefix.isEmpty()) {
                Files.setPosixFilePermissions(
                        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            return new House(folder.resolve("data"), freePort(), environment, prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A house on an empty data folder whose rows are kept by somebody else's PostgreSQL; not yet started.
     *
     * @param port where the house reaches that server
     */
    static House outside(String name, OutsidePostgres server, int port) {
        server.ownerWithDatabase("police", "qingshi");
        Map<String, String> settings = new HashMap<>(server.settings("police", "qingshi"));
        settings.put("FENGQIAO_DB_URL", "jdbc:postgresql://127.0.0.1:%d/qingshi?sslmode=disable".formatted(port));
        House house = fresh(name, settings, List.of());
        house.outside = server.url("qingshi");
        return house;
    }

    /** Another house on the same data folder, on another port. */
    House second() {
        return new House(data, freePort(), environment, prefix);
    }

    /** Another house on the same outside database, with the same secrets and a data folder of its own. */
    House twin(String name) {
        House twin = fresh(name, environment, prefix);
        try (Stream<Path> secrets = Files.walk(data.resolve("secrets"))) {
            for (Path one : secrets.toList()) {
                Path copy = twin.data.resolve(data.relativize(one).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(one, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return twin;
    }

    /** The same port on another data folder. */
    House sameDoor(String name) {
        return new House(fresh(name).data, port, environment, prefix);
    }

    /** The same house, started by another user. */
    House asSomebodyElse(List<String> otherPrefix) {
        return new House(data, port, environment, otherPrefix);
    }

    /** Path of some library on the class path. */
    static String aLibrary() {
        return CLASS_PATH.substring(CLASS_PATH.lastIndexOf(File.pathSeparatorChar) + 1);
    }

    /** From the next start on its Java runs with these options and no others. */
    House under(List<String> others) {
        options = others;
        return this;
    }

    /** Starts the process without waiting for the house to open. */
    House start(String... words) {
        return startOn(Path.of(System.getProperty("java.home"), "bin", "java").toString(), words);
    }

    /** Starts the process on the given Java. */
    House startOn(String java, String... words) {
        List<String> program = new ArrayList<>();
        if (java.startsWith(System.getProperty("java.home")) && options.isEmpty()) {
            // Classes read once by a house that stopped in order are mapped at every later start of any house: a
            // hundred starts are
            // quicker.
            program.addAll(List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive));
        }
        if (!options.isEmpty() && Files.exists(archive)) {
            program.add("-XX:SharedArchiveFile=" + archive);
        }
        program.addAll(options);
        program.addAll(List.of("-cp", CLASS_PATH, "org.fengqiao.Launch"));
        return startAs(java, program, words);
    }

    /** Starts the packaged program on the given Java. */
    House startJar(String java, Path jar, String... words) {
        return startAs(java, List.of("-jar", jar.toString()), words);
    }

    private House startAs(String java, List<String> program, String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-Xshare:auto"));
        command.addAll(program);
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("FENGQIAO_DATA", data.toString());
        builder.environment().put("FENGQIAO_PORT", Integer.toString(port));
        builder.environment().put("FENGQIAO_PLAIN_HTTP", "true");
        builder.environment().put("FENGQIAO_SECOND_FACTOR_ROLES", "");
        builder.environment().put("FENGQIAO_DOOR_PER_ADDRESS", "1000000");
        for (RateLimits.Of one : RateLimits.Of.values()) {
            builder.environment().put("FENGQIAO_LIMITS_" + one, "0");
        }
        builder.environment().put("FENGQIAO_DOOR_PER_DOOR", "1000000");
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** What runs, without the tests themselves: our classes in a jar, as they are delivered, and the libraries. */
    private static String classPath() {
        PROGRAM.toFile().deleteOnExit();
        ARCHIVE.toFile().deleteOnExit();
        int done = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", PROGRAM.toString(), "-C", "target/classes", ".");
        if (done != 0) {
            throw new IllegalStateException("The classes could not be packed");
        }
        return Stream.concat(
                        Stream.of(PROGRAM.toString()),
                        Arrays.stream(
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                        .split(File.pathSeparator)))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry ->
                        !entry.matches(".*(/junit/|spring-boot-test|-starter-test|playwright|surefire|archunit).*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** How an examination of the house ended, and all that was said. */
    record Examined(int code, String said) {}

    /** Examines the house in a process of its own, whether it runs or not. */
    Examined fsck() {
        return examined(examiner().start("fsck"));
    }

    /** Runs a command on the data folder in a process of its own. */
    Examined run(String... words) {
        return examined(examiner().start(words));
    }

    /** The same by the packaged program on the given Java. */
    Examined fsckOfJar(String java, Path jar) {
        return examined(examiner().startJar(java, jar, "fsck"));
    }

    private House examiner() {
        return new House(data, port, "." + System.nanoTime() + ".fsck", environment, prefix);
    }

    private static Examined examined(House examiner) {
        return new Examined(examiner.ended(Duration.ofMinutes(5)), examiner.said());
    }

    /** Waits until the house answers. */
    House open() {
        try {
            Until.is("the house opens\n" + data, OPENS, () -> !process().isAlive() || answers());
        } catch (AssertionError stuck) {
            throw new AssertionError(stuck.getMessage() + "\n" + explained(), stuck);
        }
        if (!process().isAlive()) {
            throw new AssertionError("The house ended instead of opening:\n" + said());
        }
        return this;
    }

    /** Has the classes written down for the next starts, if no house has done so yet: only one that stops in order does. */
    House classesKept() {
        if (!Files.exists(archive)) {
            stop();
            start().open();
        }
        return this;
    }

    boolean answers() throws IOException, InterruptedException {
        try (Socket door = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // Somebody is there: only now it is worth while to be a client.
            door.setSoLinger(true, 0);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                                    HttpRequest.newBuilder(at("/sign-in"))
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        }
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Process process() {
        return Objects.requireNonNull(process);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** How many threads the process has. */
    int threads() {
        try (Stream<Path> all =
                Files.list(Path.of("/proc", Long.toString(process().pid()), "task"))) {
            return (int) all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server processes of this house: the postmaster first, then its children. */
    List<Long> servers() {
        ProcessHandle postmaster = ProcessHandle.of(postmaster()).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.children())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** What its own PostgreSQL has logged so far. */
    String serverSaid() {
        try {
            return Files.readString(data.resolve("postgres.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The password of the first administrator. It is said when the pages answer already, so it is waited for. */
    String firstPassword() {
        Pattern shown = Pattern.compile("one-time password: (\\S+)\\s");
        Until.is(
                "a one-time password",
                Duration.ofSeconds(30),
                () -> shown.matcher(said()).find());
        return shown.matcher(said()).results().findFirst().orElseThrow().group(1);
    }

    /** Everything the process has written so far. */
    String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the process without any chance to tidy up; its PostgreSQL goes on. */
    void kill() {
        signal("KILL", process().pid());
        ended(Duration.ofSeconds(10));
    }

    /** Asks the process to stop and returns how long it took. */
    Duration stop() {
        long asked = System.nanoTime();
        signal("TERM", process().pid());
        ended(Duration.ofSeconds(60));
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    /** Waits for the end and returns the exit code. */
    int ended(Duration patience) {
        try {
            if (!process().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("The process does not end:\n" + said());
            }
            return process().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void signal(String name, long... pids) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        for (long pid : pids) {
            command.add(Long.toString(pid));
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Prints what is needed to understand why the house does not go on: what all its threads do, the end of what it and its server
     * said, the processes of the server; returns the last lines of that.
     */
    String explained() {
        if (isAlive()) {
            signal("QUIT", process().pid());
            Until.becomes(Duration.ofSeconds(5), () -> said().contains("Full thread dump"));
            Until.becomes(Duration.ofSeconds(2), () -> said().lastIndexOf("def new generation") > 0);
        }
        List<String> house = said().lines().toList();
        List<String> postgres = postgresSaid();
        System.out.println("The house is " + (isAlive() ? "there" : "gone") + "; it said:\n"
                + String.join("\n", last(1_500, house)) + "\nPostgreSQL said:\n"
                + String.join("\n", last(60, postgres)) + "\nProcesses of PostgreSQL:\n" + postgresProcesses());
        return String.join(
                "\n",
                Stream.concat(
                                last(
                                        12,
                                        house.stream()
                                                .takeWhile(line -> !line.contains("Full thread dump"))
                                                .toList())
                                        .stream(),
                                last(8, postgres).stream())
                        .toList());
    }

    private static List<String> last(int most, List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    private List<String> postgresSaid() {
        try {
            return Files.readAllLines(data.resolve("postgres.log"));
        } catch (IOException none) {
            return List.of(none.toString());
        }
    }

    private String postgresProcesses() {
        return ProcessHandle.allProcesses()
                .filter(process -> isOfPostgres(process.pid()))
                .map(process -> {
                    try {
                        Path of = Path.of("/proc", Long.toString(process.pid()));
                        return process.pid() + " "
                                + Files.readString(of.resolve("cmdline")).replace('\0', ' ') + " waits in "
                                + Files.readString(of.resolve("wchan"));
                    } catch (IOException gone) {
                        return process.pid() + " is gone";
                    }
                })
                .collect(Collectors.joining("\n"));
    }

    /** Whether the process belongs to the PostgreSQL of this house and is at work. */
    boolean isOfPostgres(long pid) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), data.resolve("rows"));
        } catch (IOException gone) {
            return false;
        }
    }

    private List<String> postmasterFile() {
        try {
            Path file = data.resolve("rows/postmaster.pid");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Process id of the running PostgreSQL of this house; 0 when there is none. */
    long postmaster() {
        List<String> lines = postmasterFile();
        long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).strip());
        return pid != 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) ? pid : 0;
    }

    /** Port of the running PostgreSQL of this house. */
    int postgresPort() {
        return Integer.parseInt(postmasterFile().get(3).strip());
    }

    /** The postmaster and all its children. */
    long[] postgresPids() {
        ProcessHandle postmaster = ProcessHandle.of(postmaster()).orElseThrow();
        return java.util.stream.LongStream.concat(
                        java.util.stream.LongStream.of(postmaster.pid()),
                        postmaster.descendants().mapToLong(ProcessHandle::pid))
                .toArray();
    }

    /** Kills the PostgreSQL of this house: the postmaster and all its children at once. */
    void killPostgres() {
        signal("KILL", postgresPids());
    }

    /** A connection past all walls, as the owner of the tables: to plan a test and to judge it. */
    Connection asOwner() throws SQLException {
        String server = outside != null ? outside : environment.get("FENGQIAO_DB_URL");
        if (server != null) {
            return DriverManager.getConnection(server, OutsidePostgres.ADMINISTRATOR, OutsidePostgres.PASSWORD);
        }
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:%s/fengqiao"
                            .formatted(postmasterFile().get(3).strip()),
                    "fengqiao",
                    Files.readString(data.resolve("secrets/database-owner")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void sql(String statement) {
        try (Connection owner = asOwner();
                Statement run = owner.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> strings(String query) {
        try (Connection owner = asOwner();
                Statement run = owner.createStatement();
                ResultSet rows = run.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String query) {
        return Long.parseLong(strings(query).get(0));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts one station and one bridge into an empty house.
     *
     * @return the id of the bridge
     */
    int bridge() {
        Until.is(
                "the house has its first unit",
                Duration.ofSeconds(30),
                () -> count("select count(*) from org.unit") > 0);
        sql(
                "insert into org.unit (parent_id, kind, name, code, ancestors) select id, 'STATION', '青石派出所', 'QSZ', array[id] from org.unit limit 1");
        sql("update org.unit set ancestors = ancestors || id where code = 'QSZ'");
        sql(
                "insert into channel.bridge (unit_id, name, opens) select id, '桥', 'MATTER' from org.unit where code = 'QSZ'");
        return (int) count("select max(id) from channel.bridge");
    }

    /** The secret of a bridge, which follows from the secret of the house. */
    String secretOf(int bridge) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    HexFormat.of()
                            .parseHex(Files.readString(data.resolve("secrets/master"))
                                    .strip()),
                    "HmacSHA256"));
            return "whsec_"
                    + Base64.getEncoder()
                            .encodeToString(mac.doFinal(("bridge/" + bridge + "/1").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops what still runs and takes the data away. */
    @Override
    public void close() {
        if (isAlive()) {
            stop();
        }
        long left = postmaster();
        if (left != 0) {
            signal("QUIT", left);
            Until.becomes(Duration.ofSeconds(10), () -> postmaster() == 0);
        }
        try (var files = Files.walk(data.getParent())) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
