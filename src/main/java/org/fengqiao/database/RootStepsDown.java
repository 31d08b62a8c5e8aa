package org.fengqiao.database;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. Where the house itself runs as root, its server is started inside a user namespace of its own
 * ({@code unshare -U}); where the kernel forbids that, as the user {@code nobody}.
 */
final class RootStepsDown {

    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final List<String> NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all");

    private RootStepsDown() {}

    /** The words to put before a command of PostgreSQL; none for an ordinary user. */
    static List<String> prefix(Path data) throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (works(NAMESPACE)) {
            return NAMESPACE;
        }
        if (works(NOBODY)) {
            return NOBODY;
        }
        throw new CannotStartException(
                "以 root 身份无法启动内置 PostgreSQL：本机既不允许 unshare -U，也没有 setpriv。请换普通用户启动，或设置 FENGQIAO_DB_URL。（数据目录 %s）"
                        .formatted(data),
                "PostgreSQL does not run as root, and this machine has neither unshare -U nor setpriv. Start as an ordinary user, or set FENGQIAO_DB_URL. (Data folder %s)"
                        .formatted(data));
    }

    /** The name of the user whose files a command behind the prefix may own. */
    static String runsAs(List<String> prefix) {
        return prefix.equals(NOBODY) ? "nobody" : System.getProperty("user.name");
    }

    /**
     * Hands files to the user the prefix steps down to, where it is another one.
     *
     * @param root the data folder; that user must be able to pass through it
     */
    static void give(List<String> prefix, Path root, Path... files) throws IOException {
        if (!prefix.equals(NOBODY)) {
            return;
        }
        Set<PosixFilePermission> open = new HashSet<>(Files.getPosixFilePermissions(root));
        open.addAll(PosixFilePermissions.fromString("--x--x--x"));
        Files.setPosixFilePermissions(root, open);
        for (Path file : files) {
            UserPrincipal nobody =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.walkFileTree(file, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    Files.setOwner(folder, nobody);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path one, BasicFileAttributes attributes) throws IOException {
                    Files.setOwner(one, nobody);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    private static boolean works(List<String> prefix) throws InterruptedException {
        try {
            Process trial = new ProcessBuilder(
                            Stream.concat(prefix.stream(), Stream.of("true")).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return trial.waitFor(5, TimeUnit.SECONDS) && trial.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
