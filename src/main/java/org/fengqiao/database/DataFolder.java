package org.fengqiao.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The one folder that holds everything the house must not lose: the database, the photos and the keys. It is held by a single
 * running house at a time.
 */
public final class DataFolder implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;
    private final @Nullable FileLock lock;

    private DataFolder(Path root, FileChannel channel, @Nullable FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the folder, making it where it is missing, and holds it until closed.
     *
     * @throws CannotStartException when another house holds it or it cannot be written
     */
    public static DataFolder hold(Path root) {
        try {
            Path folder = root.toAbsolutePath().normalize();
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("in-use"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException heldHere) {
                lock = null;
            }
            if (lock == null) {
                channel.close();
                throw new CannotStartException(
                        "数据目录 %s 正被另一个枫桥进程使用。请先停掉它，或用 FENGQIAO_DATA 指定另一个目录。".formatted(folder),
                        "The data folder %s is in use by another running Fengqiao. Stop that one first, or name another folder in FENGQIAO_DATA."
                                .formatted(folder));
            }
            return new DataFolder(folder, channel, lock);
        } catch (IOException unwritable) {
            throw new CannotStartException(
                    "数据目录 %s 无法写入：%s".formatted(root.toAbsolutePath(), unwritable.getMessage()),
                    "The data folder %s cannot be written: %s"
                            .formatted(root.toAbsolutePath(), unwritable.getMessage()));
        }
    }

    /** The folder itself, absolute. */
    public Path root() {
        return root;
    }

    /** A folder below, made where it is missing. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder below that only its owner may open: for keys and passwords. */
    public Path secrets() {
        Path folder = folder("secrets");
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (UnsupportedOperationException notPosix) {
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.release();
            }
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
