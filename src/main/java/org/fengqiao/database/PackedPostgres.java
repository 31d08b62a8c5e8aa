package org.fengqiao.database;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of PostgreSQL as they are packed with the house for this kind of machine. */
final class PackedPostgres {

    private PackedPostgres() {}

    /** Unpacks the binaries where that is not done yet, and tells where they are. */
    static Path unpack(Path folder) throws IOException {
        String resource = "/postgres-%s-%s.txz".formatted(operatingSystem(), architecture());
        try (InputStream packed = PackedPostgres.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new CannotStartException(
                        "本机（%s）没有内置的 PostgreSQL。请设置 FENGQIAO_DB_URL 使用外部 PostgreSQL（16 或更高）。".formatted(resource),
                        "No PostgreSQL is packed for this machine (%s). Set FENGQIAO_DB_URL to use an outside PostgreSQL, 16 or newer."
                                .formatted(resource));
            }
            byte[] archive = packed.readAllBytes();
            Path home = folder.resolve("18-" + Integer.toHexString(Arrays.hashCode(archive)));
            if (Files.exists(home.resolve("complete"))) {
                return home;
            }
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
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

    /**
     * Runs one of the programs to its end.
     *
     * @param prefix the words that step down from root
     * @throws CannotStartException when it says that it failed
     */
    static void run(List<String> prefix, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new CannotStartException(
                    "内置 PostgreSQL 初始化失败：%n%s".formatted(said),
                    "The embedded PostgreSQL could not be set up:%n%s".formatted(said));
        }
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static boolean onWindows() {
        return operatingSystem().equals("windows");
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
