package org.fengqiao.database;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A backup that has been read to its last byte and found to be what was written. */
final class Backup implements Closeable {

    private final ZipFile zip;
    private final Manifest manifest;

    private Backup(ZipFile zip, Manifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Reads a backup and everything in it, and judges it before anything is done with it.
     *
     * @throws CannotStartException when it is not whole, damaged, or of a layout this program does not know
     */
    static Backup verified(Path file) throws IOException {
        whole(file);
        ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        try {
            Backup backup = new Backup(zip, manifest(zip));
            backup.everyPart();
            return backup;
        } catch (IOException | RuntimeException trouble) {
            zip.close();
            throw trouble;
        }
    }

    /** Reads a file to its last byte and judges its seal. */
    static void whole(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CannotStartException("没有备份文件 %s。".formatted(file), "There is no backup %s.".formatted(file));
        }
        switch (SealedZip.judge(file)) {
            case NOT_WHOLE ->
                throw new CannotStartException(
                        "%s 不是完整的备份：可能没有写完，或没有复制完。请换一份。".formatted(file),
                        "%s is no whole backup: it broke off while it was written or copied. Take another one."
                                .formatted(file));
            case DAMAGED ->
                throw new CannotStartException(
                        "备份 %s 已损坏：内容与封存时不一致。什么都没有恢复，请换一份。".formatted(file),
                        "The backup %s is damaged: its content is not what was sealed. Nothing was restored; take another one."
                                .formatted(file));
            case WHOLE -> {}
        }
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        try (InputStream in = zip.getInputStream(entry(zip, Manifest.PART))) {
            byte[] json = in.readAllBytes();
            JsonMapper mapper = JsonMapper.builder().build();
            int format = mapper.readTree(json).path("format").asInt();
            if (format != Manifest.FORMAT) {
                throw new CannotStartException(
                        "备份的格式（%d）本程序不认识，请用写备份的版本或更新的版本来恢复。".formatted(format),
                        "This program does not know the layout of the backup (%d). Restore with the version that wrote it, or a newer one."
                                .formatted(format));
            }
            return mapper.readValue(json, Manifest.class);
        } catch (JacksonException unreadable) {
            throw new IOException(unreadable);
        }
    }

    private static ZipEntry entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("the backup has no part " + name);
        }
        return entry;
    }

    private void everyPart() throws IOException {
        for (Manifest.Table table : manifest.tables()) {
            RowsDigest rows = new RowsDigest();
            MessageDigest bytes = RowsDigest.sha256();
            try (InputStream in = new DigestInputStream(part(table.part()), bytes)) {
                in.transferTo(rows);
            }
            same(table.part(), table.sha256(), bytes);
            if (rows.rows() != table.rows() || !rows.value().equals(table.digest())) {
                throw new IOException("the rows of " + table.name() + " are not those of the manifest");
            }
        }
        Map<String, String> files = files();
        if (files.size() != manifest.fileCount()) {
            throw new IOException("the list of files is not that of the manifest");
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            MessageDigest bytes = RowsDigest.sha256();
            try (InputStream in = new DigestInputStream(part(file.getKey()), bytes)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            same(file.getKey(), file.getValue(), bytes);
        }
    }

    private static void same(String part, String expected, MessageDigest found) throws IOException {
        if (!HexFormat.of().formatHex(found.digest()).equals(expected)) {
            throw new IOException("the part " + part + " is not what the manifest says");
        }
    }

    Manifest manifest() {
        return manifest;
    }

    InputStream part(String name) throws IOException {
        return zip.getInputStream(entry(zip, name));
    }

    /** The files and their hashes. */
    Map<String, String> files() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        MessageDigest hash = RowsDigest.sha256();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new DigestInputStream(part(Manifest.FILES_PART), hash), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                files.put(line.substring(66), line.substring(0, 64));
            }
        }
        same(Manifest.FILES_PART, manifest.files(), hash);
        return files;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
