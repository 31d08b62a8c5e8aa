package org.fengqiao.database;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip that tells by itself whether it is whole: its comment, which is the end of the file, is the SHA-256 of every byte before (with
 * zeros in the place of the hash). A bit that turned anywhere is seen, also where a zip keeps no checksum. Written straight to disk.
 */
final class SealedZip implements Closeable {

    private static final String OPEN = "0".repeat(64);
    private static final byte[] ZEROS = OPEN.getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final MessageDigest all = RowsDigest.sha256();
    private final ZipOutputStream zip;

    /** Begins a file that only its owner may read. There must be none yet. */
    SealedZip(Path path) throws IOException {
        Files.createFile(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
        file = FileChannel.open(path, StandardOpenOption.WRITE);
        OutputStream written = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
        zip = new ZipOutputStream(new DigestOutputStream(written, all), StandardCharsets.UTF_8);
        zip.setComment("sha256:" + OPEN);
    }

    /** Begins the next part, which ends when it is closed. */
    OutputStream part(String name) throws IOException {
        return part(name, Deflater.BEST_SPEED);
    }

    /** Begins the next part with what cannot be pressed any smaller, as pictures. */
    OutputStream pressedPart(String name) throws IOException {
        return part(name, Deflater.NO_COMPRESSION);
    }

    private OutputStream part(String name, int level) throws IOException {
        zip.setLevel(level);
        zip.putNextEntry(new ZipEntry(name));
        return new FilterOutputStream(new BufferedOutputStream(zip, BUFFER)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                out.flush();
                zip.closeEntry();
            }
        };
    }

    /** Writes the hash; from now on the file is whole and on disk. */
    void seal() throws IOException {
        zip.finish();
        zip.flush();
        byte[] hash = HexFormat.of().formatHex(all.digest()).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer rest = ByteBuffer.wrap(hash);
        long at = file.size() - hash.length;
        while (rest.hasRemaining()) {
            at += file.write(rest, at);
        }
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** What a look at a file showed. */
    enum Verdict {
        WHOLE,
        /** Broken off while it was written or copied, or something else than a backup. */
        NOT_WHOLE,
        /** Some of its bytes are not what they were. */
        DAMAGED
    }

    /** Reads every byte of a file. */
    static Verdict judge(Path path) throws IOException {
        long size = Files.size(path);
        if (size < OPEN.length()) {
            return Verdict.NOT_WHOLE;
        }
        MessageDigest all = RowsDigest.sha256();
        byte[] end;
        try (InputStream in = Files.newInputStream(path)) {
            byte[] buffer = new byte[BUFFER];
            for (long left = size - OPEN.length(); left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    return Verdict.NOT_WHOLE;
                }
                all.update(buffer, 0, read);
                left -= read;
            }
            end = in.readNBytes(OPEN.length());
        }
        all.update(ZEROS);
        if (HexFormat.of().formatHex(all.digest()).equals(new String(end, StandardCharsets.US_ASCII))) {
            return Verdict.WHOLE;
        }
        return new String(end, StandardCharsets.US_ASCII).matches("[0-9a-f]{64}")
                        && !java.util.Arrays.equals(end, ZEROS)
                ? Verdict.DAMAGED
                : Verdict.NOT_WHOLE;
    }
}
