package org.fengqiao.bench;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipFile;
import org.fengqiao.bench.Terminal.Ran;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * B1: a house with a million matters is backed up, brought back on an empty machine beside its secrets, and examined: the counts and hashes
 * of every table by {@code restore} itself, what no constraint can hold by {@code fsck}, every chain by {@code verify}.
 */
final class RestoreBench {

    private static final int MATTERS = 1_000_000;
    private static final double MINUTES = 15;

    private RestoreBench() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        int matters = arguments.length == 0 ? MATTERS : Integer.parseInt(arguments[0]);
        Path former = FilledHouse.copyOf(matters, "restore-former");
        Path fresh = Folders.fresh("restore-fresh");
        Path file = Folders.fresh("restore.zip");
        Ran backup = Terminal.run(former, "backup", file.toAbsolutePath().toString());
        Files.createDirectories(fresh);
        Folders.copy(former.resolve("secrets"), fresh.resolve("secrets"));
        Ran restore = Terminal.run(fresh, "restore", file.toAbsolutePath().toString());
        Ran fsck = Terminal.run(fresh, "fsck");
        Ran verify = Terminal.run(fresh, "verify");
        long rows = rows(file);
        System.out.printf(
                Locale.ROOT,
                "%nBackup and restore of %,d matters: %,d rows, %,d MB as a file, %,d MB as a data folder%n%n",
                matters,
                rows,
                Files.size(file) / 1_000_000,
                Folders.size(fresh) / 1_000_000);
        System.out.println("| what | seconds | rows a second | peak memory (MB) | goal |");
        System.out.println("|---|--:|--:|--:|--:|");
        print("backup", backup, rows, "");
        print("restore, every table counted and hashed again", restore, rows, "");
        print("fsck", fsck, rows, "");
        print("verify", verify, rows, "");
        System.out.printf(
                Locale.ROOT,
                "| backup and restore | %.1f | | | %.0f s for 1,000,000 matters |%n",
                backup.seconds() + restore.seconds(),
                MINUTES * 60);
        Folders.delete(former);
        Folders.delete(fresh);
        Files.delete(file);
    }

    private static void print(String what, Ran ran, long rows, String goal) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %,.0f | %d | %s |%n",
                what,
                ran.seconds(),
                rows / ran.seconds(),
                ran.peakMegabytes(),
                goal);
    }

    private static long rows(Path file) throws Exception {
        long rows = 0;
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream manifest = zip.getInputStream(zip.getEntry("manifest.json"))) {
            for (JsonNode table :
                    JsonMapper.builder().build().readTree(manifest).path("tables")) {
                rows += table.path("rows").asLong();
            }
        }
        return rows;
    }
}
