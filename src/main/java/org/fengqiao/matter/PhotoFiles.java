package org.fengqiao.matter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.fengqiao.database.DataFolder;
import org.fengqiao.shared.Photo;
import org.springframework.stereotype.Component;

/** The files of photos, each under the hash of its content: {@code files/ab/cd/abcd….jpg} in the data folder. */
@Component
class PhotoFiles {

    private final DataFolder data;

    PhotoFiles(DataFolder data) {
        this.data = data;
    }

    /** Keeps a picture so that it survives a crash from now on. What is kept already is not written again. */
    void keep(Photo.Picture picture) {
        Path all = data.root().resolve("files");
        Path outer = all.resolve(picture.sha256().substring(0, 2));
        Path folder = outer.resolve(picture.sha256().substring(2, 4));
        Path file = folder.resolve(picture.sha256() + ".jpg");
        if (Files.exists(file)) {
            return;
        }
        try {
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

    private Path fileOf(String sha256) {
        return data.root()
                .resolve("files")
                .resolve(sha256.substring(0, 2))
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
