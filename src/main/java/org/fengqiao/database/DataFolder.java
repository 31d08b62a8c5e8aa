package org.fengqiao.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one folder that holds everything the house must not lose: the database, the photos and the keys. It is held by a single
 * running house at a time.
 */
public final class DataFolder implements AutoCloseable {

    private static final String RESTORING = "restoring";
    private static final String RESTORED = "restored";

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
        DataFolder folder = holdToRestore(root);
        if (Files.exists(folder.root.resolve(RESTORING))) {
            folder.close();
            throw new CannotStartException(
                    "数据目录 %s 的恢复没有做完，里面的数据不完整。请再运行一次恢复（restore），它会从头做起。".formatted(folder.root),
                    "The restore into the data folder %s was not completed; the data in it is not whole. Run restore again: it begins anew."
                            .formatted(folder.root));
        }
        return folder;
    }

    /** Opens the folder like {@link #hold}, also where a restore into it was not completed. */
    static DataFolder holdToRestore(Path root) {
        try {
            Path folder = root.toAbsolutePath().normalize();
            ownerOnly(folder);
            FileChannel channel = open(folder);
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
                    "数据目录 %s 无法写入（%s）。请检查它的权限和磁盘，或用 FENGQIAO_DATA 指定另一个目录。"
                            .formatted(root.toAbsolutePath().normalize(), why(unwritable)),
                    "The data folder %s cannot be written (%s). Check its permissions and the disk, or name another folder in FENGQIAO_DATA."
                            .formatted(root.toAbsolutePath().normalize(), why(unwritable)));
        }
    }

    /**
     * Opens the folder of a house to look at it. Where no house runs on it, it is held, so that none starts meanwhile. Nothing is made.
     *
     * @throws CannotStartException when no house has ever run on it
     */
    public static DataFolder join(Path root) {
        Path folder = root.toAbsolutePath().normalize();
        if (!Files.isReadable(folder.resolve("secrets").resolve("master"))) {
            throw new CannotStartException(
                    "数据目录 %s 里没有枫桥的数据，或当前用户无权读取。请用 FENGQIAO_DATA 指定正确的目录，并以运行枫桥的用户执行。".formatted(folder),
                    "The data folder %s holds no data of Fengqiao, or this user may not read it. Name the right folder in FENGQIAO_DATA and run as the user who runs Fengqiao."
                            .formatted(folder));
        }
        try {
            FileChannel channel = open(folder);
            return new DataFolder(folder, channel, channel.tryLock());
        } catch (IOException unreadable) {
            throw new CannotStartException(
                    "数据目录 %s 打不开（%s）。".formatted(folder, why(unreadable)),
                    "The data folder %s cannot be opened (%s).".formatted(folder, why(unreadable)));
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(
                folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Whether it is held here, and not by a house that runs in another process. */
    boolean isHeld() {
        return lock != null;
    }

    private static String why(IOException unwritable) {
        if (unwritable instanceof AccessDeniedException) {
            return "没有权限 / permission denied";
        }
        if (unwritable instanceof FileAlreadyExistsException) {
            return "不是目录 / not a folder";
        }
        return unwritable instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : String.valueOf(unwritable.getMessage());
    }

    /** The folder itself, absolute. */
    public Path root() {
        return root;
    }

    /**
     * Returns when a house may be built up in this folder: nobody's data is in it, or only what a restore left that was not completed.
     *
     * @throws CannotStartException otherwise
     */
    void requireEmpty() throws IOException {
        if (Files.exists(root.resolve(RESTORING))) {
            return;
        }
        for (String taken : List.of("rows", "files", "checkpoints")) {
            if (Files.exists(root.resolve(taken))) {
                throw new CannotStartException(
                        "数据目录 %s 里已经有数据（%s），没有恢复任何东西。请用 FENGQIAO_DATA 指定一个空目录（里面只放 secrets）。".formatted(root, taken),
                        "The data folder %s holds data already (%s); nothing was restored. Name an empty folder in FENGQIAO_DATA (with nothing but secrets in it)."
                                .formatted(root, taken));
            }
        }
    }

    /** Whether a restore to this place was begun here and not completed. */
    boolean restoring(String place) throws IOException {
        Path mark = root.resolve(RESTORING);
        return Files.exists(mark) && Files.readString(mark).equals(place);
    }

    /** From now on until its end no house opens here. */
    void beginRestore(String place) throws IOException {
        Files.writeString(root.resolve(RESTORING), place);
    }

    /**
     * The house may open again; what it was restored to is kept until it has told it.
     *
     * @param to the moment whose state it is in
     */
    void endRestore(String to) throws IOException {
        Files.writeString(root.resolve(RESTORED), to);
        Files.delete(root.resolve(RESTORING));
    }

    /** The moment this house was restored to, where nobody has been told of it yet. */
    public Optional<String> restoredTo() {
        Path mark = root.resolve(RESTORED);
        try {
            return Files.exists(mark) ? Optional.of(Files.readString(mark)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It has been told. */
    public void restoreIsTold() {
        try {
            Files.deleteIfExists(root.resolve(RESTORED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder below, made where it is missing; only its owner may open it. */
    public Path folder(String name) {
        try {
            return ownerOnly(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder below for keys and passwords. */
    public Path secrets() {
        return folder("secrets");
    }

    private static Path ownerOnly(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
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
