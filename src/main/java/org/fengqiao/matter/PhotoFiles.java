package org.fengqiao.matter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.fengqiao.database.DataFolder;
import org.fengqiao.shared.Photo;
import org.springframework.stereotype.Component;

/** The files of photos, each under the hash of its content: {@code files/ab/cd/abcd….jpg} in the data folder. */
@Component
class PhotoFiles {

    private final DataFolder data;

    /** Between looking at a file that is there and saying that it is needed, nobody discards it. */
    private final ReentrantLock needed = new ReentrantLock();

    PhotoFiles(DataFolder data) {
        this.data = data;
    }

    /** Whether a file is what its name says. */
    enum Verdict {
        SOUND,
        LOST,
        DAMAGED
    }

    /**
     * A file as it lies on its shelf.
     *
     * @param sha256 hash by its name; of one not finished, no hash
     * @param touched when it was last written or found needed again
     */
    record Kept(Path path, String sha256, Instant touched) {}

    /** All files whose hashes begin with {@code name}. */
    record Shelf(String name, List<Kept> files) {}

    /** Keeps a picture so that it survives a crash from now on. What is kept already is not written again. */
    void keep(Photo.Picture picture) {
        Path all = all();
        Path outer = all.resolve(picture.sha256().substring(0, 2));
        Path folder = outer.resolve(picture.sha256().substring(2, 4));
        Path file = folder.resolve(picture.sha256() + ".jpg");
        try {
            if (isThere(file)) {
                return;
            }
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, ".", ".part");
            try {
                write(unfinished, picture.bytes());
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            settle(folder);
            settle(outer);
            settle(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes under a hash, empty when the file was lost. */
    Optional<byte[]> read(String sha256) {
        try {
            return Optional.of(Files.readAllBytes(fileOf(sha256)));
        } catch (NoSuchFileException lost) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file and judges it. */
    Verdict judge(String sha256) {
        try {
            byte[] bytes = Files.readAllBytes(fileOf(sha256));
            return Photo.Picture.sha256(bytes).equals(sha256) ? Verdict.SOUND : Verdict.DAMAGED;
        } catch (NoSuchFileException lost) {
            return Verdict.LOST;
        } catch (IOException unreadable) {
            return Verdict.DAMAGED;
        }
    }

    /** The names of all shelves: the first two letters of the hashes. */
    List<String> shelves() {
        if (!Files.isDirectory(all())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(all())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies on a shelf now. */
    Shelf shelf(String name) {
        List<Kept> found = new ArrayList<>();
        try {
            Files.walkFileTree(all().resolve(name), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.add(new Kept(
                            file,
                            file.getFileName().toString().replace(".jpg", ""),
                            attributes.lastModifiedTime().toInstant()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException trouble) throws IOException {
                    // An unfinished file has got its name meanwhile.
                    if (trouble instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw trouble;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Shelf(name, found);
    }

    /** Takes a file away, unless it was needed since. */
    boolean discard(Kept file, Instant since) {
        needed.lock();
        try {
            return Files.getLastModifiedTime(file.path()).toInstant().isBefore(since)
                    && Files.deleteIfExists(file.path());
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            needed.unlock();
        }
    }

    /** The same for a picture known by its hash alone. */
    void discard(String sha256, Instant since) {
        discard(new Kept(fileOf(sha256), sha256, since), since);
    }

    private boolean isThere(Path file) throws IOException {
        needed.lock();
        try {
            if (!Files.exists(file)) {
                return false;
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } finally {
            needed.unlock();
        }
    }

    private Path all() {
        return data.root().resolve("files");
    }

    private Path fileOf(String sha256) {
        return all().resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256 + ".jpg");
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    /** A new name in a folder is on disk only when the folder is; Windows keeps folders by itself and does not open them. */
    private static void settle(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
