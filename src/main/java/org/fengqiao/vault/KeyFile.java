package org.fengqiao.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.DataFolder;
import org.fengqiao.vault.SealingKey.State;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keys of all sealed fields, in one file of the data folder that only the house's own user may read; one key a line. */
@Component
final class KeyFile {

    static final String NAME = "fields";

    private static final String HEADING = """
            # 枫桥字段密钥：数据库里的电话和公民身份号码用它们加密。丢了就再也读不出来；与数据库备份分开保存。
            # Fengqiao's keys of sealed fields: phone and citizen numbers in the database are encrypted with them. Once lost they cannot be
            # read again; keep a copy apart from the backups of the database.
            """;

    private final Path file;
    private final Path lock;

    KeyFile(DataFolder data) {
        this.file = data.secrets().resolve(NAME);
        this.lock = data.secrets().resolve(NAME + ".lock");
    }

    Path path() {
        return file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Changes whenever another process wrote the file. */
    String stamp() {
        try {
            return Files.getLastModifiedTime(file) + "/"
                    + Files.readAttributes(file, "unix:ino").get("ino");
        } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
            return "" + file.toFile().lastModified();
        } catch (IOException absent) {
            return "";
        }
    }

    /**
     * Reads all keys.
     *
     * @throws CannotStartException when the file is there but is not ours, or cannot be read
     */
    Keys read() {
        List<SealingKey> keys = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.strip().split(" ");
                    keys.add(new SealingKey(
                            Integer.parseInt(parts[0]),
                            Algorithm.valueOf(parts[1]),
                            State.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                            HexFormat.of().parseHex(parts[3])));
                }
            }
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException unreadable) {
            throw spoilt();
        }
        if (keys.stream().filter(key -> key.state() == State.CURRENT).count() != 1) {
            throw spoilt();
        }
        return new Keys(keys);
    }

    private CannotStartException spoilt() {
        return new CannotStartException(
                "字段密钥文件 %s 读不出来或已损坏。请从备份里恢复这个文件，再启动。".formatted(file),
                "The file %s with the keys of sealed fields cannot be read or is damaged. Put it back from your backup and start again."
                        .formatted(file));
    }

    /** Replaces the file as a whole, so that nobody ever reads half of it, and wipes what stood there before. */
    void write(Keys keys) {
        StringBuilder text = new StringBuilder(HEADING);
        for (SealingKey key : keys.all()) {
            text.append("%d %s %s %s%n"
                    .formatted(key.id(), key.algorithm(), key.state().name().toLowerCase(Locale.ROOT), key.secret()));
        }
        try {
            Path fresh = Files.createTempFile(file.getParent(), NAME, ".new");
            if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                channel.force(true);
            }
            if (!exists()) {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                keepName();
                return;
            }
            try (FileChannel before = FileChannel.open(file, StandardOpenOption.WRITE)) {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                keepName();
                before.write(ByteBuffer.allocate((int) before.size()), 0);
                before.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wiped next must not come back under this name when the power goes. */
    private void keepName() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    /** Held by whoever changes keys; null when somebody else does at this moment. */
    @Nullable
    Held hold() {
        try {
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held;
            try {
                held = channel.tryLock();
            } catch (java.nio.channels.OverlappingFileLockException here) {
                held = null;
            }
            if (held == null) {
                channel.close();
                return null;
            }
            return new Held(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends with {@link #close()}. */
    record Held(FileChannel channel) implements AutoCloseable {

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
