package org.fengqiao.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fengqiao.database.DataFolder;

/** Where checkpoints are: in the data folder, and in a second one ({@code FENGQIAO_CHECKPOINTS}) that the house only adds to. */
final class CheckpointFolders {

    private final Path own;
    private final Optional<Path> second;

    CheckpointFolders(DataFolder data, String second) {
        this.own = data.root().resolve("checkpoints");
        this.second = second.isBlank()
                ? Optional.empty()
                : Optional.of(Path.of(second.strip()).toAbsolutePath());
    }

    Path own() {
        return own;
    }

    Optional<Path> second() {
        return second;
    }

    /** Both, the own one first. */
    List<Path> all() {
        return Stream.concat(Stream.of(own), second.stream()).toList();
    }

    /** The checkpoints of a folder by their numbers; none where there is no folder. */
    static TreeMap<Integer, Path> in(Path folder) {
        TreeMap<Integer, Path> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> Checkpoint.numberOf(file).ifPresent(number -> found.put(number, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Writes a file under another name, makes sure it is on the disk, and only then gives it its name. */
    static void place(Path from, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, name, ".part");
        try {
            Files.copy(from, unfinished, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
