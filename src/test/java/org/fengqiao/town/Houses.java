package org.fengqiao.town;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** Data folders of the houses in this process, below {@code target/houses}. Whoever comes first takes away those of processes that ended. */
public final class Houses {

    private static final Path ALL = Path.of("target", "houses");

    private Houses() {}

    /** An empty data folder. */
    public static Path fresh(String name) {
        try {
            sweep(Files.createDirectories(ALL));
            return Files.createTempDirectory(ALL, ProcessHandle.current().pid() + "-" + name)
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in two processes: the other one may take the same away at the same moment. */
    private static void takenAway(Path folder) throws IOException {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (NoSuchFileException | DirectoryNotEmptyException byAnother) {
            // It is on its way.
        }
    }

    private static void sweep(Path houses) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.list(houses)) {
            found = all.toList();
        }
        for (Path one : found) {
            String pid = one.getFileName().toString().replaceFirst("-.*", "");
            if (!pid.matches("[0-9]{1,18}")
                    || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                takenAway(one);
            }
        }
    }
}
