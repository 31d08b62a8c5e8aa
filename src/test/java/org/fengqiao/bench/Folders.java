package org.fengqiao.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folders a bench works in, all below {@code target/bench}. */
final class Folders {

    private Folders() {}

    static Path fresh(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "bench")).resolve(name);
        delete(folder);
        return folder;
    }

    /** Copies with {@code cp}, which shares blocks where the file system can. */
    static void copy(Path from, Path to) throws IOException, InterruptedException {
        int code = new ProcessBuilder("cp", "-a", "--reflink=auto", from.toString(), to.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("copying " + from + " failed");
        }
    }

    /** Bytes of all files. */
    static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
