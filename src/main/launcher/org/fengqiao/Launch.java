package org.fengqiao;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first class that runs. It is compiled for Java 17, so that on a machine whose default Java is older than the house needs it
 * can look for a newer one and hand over to it, or say plainly what to install.
 */
public final class Launch {

    private static final int NEEDED = 21;
    private static final String NEXT = "org.fengqiao.Fengqiao";

    private Launch() {}

    /**
     * Starts the house on this Java, or on a newer one found on the machine.
     *
     * @param args the words of the command line, handed on unchanged
     * @throws Exception whatever stopped the start
     */
    public static void main(String[] args) throws Exception {
        if (Runtime.version().feature() >= NEEDED) {
            ClassLoader loader = loader();
            Thread.currentThread().setContextClassLoader(loader);
            Class.forName(NEXT, true, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
            return;
        }
        Optional<Path> home = newestJava(System.getenv(), usualFolders());
        if (home.isEmpty()) {
            System.err.printf(
                    "%n  枫桥需要 Java %d 或更高版本，本机默认是 Java %d，也没有找到更新的。%n  请安装 JDK 25（例如 Temurin、毕昇、龙井），或把 JAVA_HOME 指向它，再启动一次。%n"
                            + "%n  Fengqiao needs Java %d or newer; this is Java %d and no newer one was found.%n  Install a JDK 25, or point JAVA_HOME to one, and start again.%n%n",
                    NEEDED,
                    Runtime.version().feature(),
                    NEEDED,
                    Runtime.version().feature());
            System.exit(1);
            return;
        }
        System.exit(handOver(home.get(), args));
    }

    /** Files that cannot be read or are lost must not keep the house shut: then it runs from the jar itself. */
    private static ClassLoader loader() {
        ClassLoader ofJar = Thread.currentThread().getContextClassLoader();
        try {
            Optional<Unpacked> program = Unpacked.ofThisProgram();
            if (program.isEmpty()) {
                return ofJar;
            }
            Path data = Path.of(System.getenv().getOrDefault("FENGQIAO_DATA", "data"));
            return program.get().loader(data.resolve(Unpacked.FOLDER)).orElse(ofJar);
        } catch (IOException | RuntimeException unreadable) {
            return ofJar;
        }
    }

    private static int handOver(Path home, String[] args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve(isWindows() ? "java.exe" : "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dfengqiao.launcher=" + ProcessHandle.current().pid());
        String path = System.getProperty("java.class.path");
        if (path.endsWith(".jar") && !path.contains(File.pathSeparator)) {
            command.add("-jar");
            command.add(path);
        } else {
            command.add("-cp");
            command.add(path);
            command.add(Launch.class.getName());
        }
        command.addAll(List.of(args));
        Process child = new ProcessBuilder(command).inheritIO().start();
        Thread hook = new Thread(() -> {
            child.destroy();
            try {
                child.waitFor();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return child.waitFor();
    }

    /**
     * The home of the newest Java that is new enough.
     *
     * @param environment names homes (JAVA_HOME and the like) and, in PATH, folders with programs
     * @param folders folders in which Javas are installed side by side
     */
    static Optional<Path> newestJava(Map<String, String> environment, List<Path> folders) {
        List<Path> candidates = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (name.matches("(JAVA|JDK)_?\\d*_?(HOME)?(_\\w+)?")) {
                add(candidates, value);
            }
        });
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            try {
                candidates.add(
                        Path.of(folder, isWindows() ? "java.exe" : "java").toRealPath().resolve("../..").normalize());
            } catch (IOException | RuntimeException absent) {
                continue;
            }
        }
        for (Path folder : folders) {
            try (Stream<Path> inside = Files.list(folder)) {
                inside.forEach(path -> {
                    candidates.add(path);
                    candidates.add(path.resolve("Contents").resolve("Home"));
                });
            } catch (IOException | RuntimeException absent) {
                continue;
            }
        }
        return candidates.stream()
                .filter(home -> feature(home) >= NEEDED)
                .max(Comparator.comparingInt(Launch::feature));
    }

    private static void add(List<Path> candidates, String home) {
        try {
            candidates.add(Path.of(home));
        } catch (RuntimeException noPath) {
            return;
        }
    }

    private static List<Path> usualFolders() {
        Path user = Path.of(System.getProperty("user.home"));
        return isWindows()
                ? List.of(
                        Path.of("C:\\Program Files\\Java"),
                        Path.of("C:\\Program Files\\Eclipse Adoptium"),
                        Path.of("C:\\Program Files\\Microsoft"),
                        user.resolve(".jdks"))
                : List.of(
                        Path.of("/usr/lib/jvm"),
                        Path.of("/usr/lib64/jvm"),
                        Path.of("/usr/java"),
                        Path.of("/opt"),
                        Path.of("/opt/java"),
                        Path.of("/opt/jdk"),
                        Path.of("/usr/local/java"),
                        Path.of("/Library/Java/JavaVirtualMachines"),
                        user.resolve(".sdkman/candidates/java"),
                        user.resolve(".jdks"));
    }

    private static int feature(Path home) {
        try {
            if (!Files.isExecutable(home.resolve("bin").resolve(isWindows() ? "java.exe" : "java"))) {
                return 0;
            }
            for (String line : Files.readAllLines(home.resolve("release"))) {
                if (line.startsWith("JAVA_VERSION=")) {
                    return Runtime.Version.parse(line.substring(13).replace("\"", "").trim())
                            .feature();
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            return 0;
        }
        return 0;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
