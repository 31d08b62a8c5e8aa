package org.fengqiao.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.fengqiao.document.Judged.Kind;
import org.fengqiao.document.Judged.Quarantined;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;

/** A DOCX or XLSX file: an archive of XML parts. Each part is unpacked into memory once, counted as it comes, and looked at. */
final class OfficeFile {

    private static final int MOST_ENTRIES = 2_000;
    private static final long MOST_UNPACKED = 100L * 1024 * 1024;
    private static final int MOST_OF_AN_XML = 40 * 1024 * 1024;
    private static final int LARGEST_RATIO = 200;
    private static final long RATIO_FROM = 1024 * 1024;
    private static final int END_LENGTH = 22;

    private static final String CONTENTS = "[Content_Types].xml";
    private static final String DOCX = "wordprocessingml.document.main+xml";
    private static final String XLSX = "spreadsheetml.sheet.main+xml";

    private static final Pattern OUTSIDE =
            Pattern.compile("<Relationship\\b[^>]*TargetMode\\s*=\\s*[\"']External[\"'][^>]*>");
    private static final Pattern ENCODING = Pattern.compile("<\\?xml[^>]*encoding\\s*=\\s*[\"']([^\"']*)[\"']");
    private static final Set<String> ENCODINGS = Set.of("utf-8", "utf-16", "us-ascii");

    /** Archives and old office files: what is inside them nobody has looked at. */
    private static final List<String> NESTED = List.of(
            "PK\u0003\u0004",
            "\u001F\u008B",
            "BZh",
            "7z\u00BC\u00AF\u0027\u001C",
            "Rar!\u001A\u0007",
            "\u00FD7zXZ",
            "\u00D0\u00CF\u0011\u00E0",
            "MZ",
            "\u007FELF",
            "%PDF-");

    private final byte[] file;
    private final Set<String> names = new HashSet<>();
    private long unpacked;
    private @Nullable Kind kind;
    private @Nullable Quarantined quarantined;

    OfficeFile(byte[] file) {
        this.file = file;
    }

    Judged judge() {
        if (!endsWithItsEnd()) {
            throw DocumentReader.refused("broken");
        }
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(file))
                .setIgnoreLocalFileHeader(false)
                .get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            int count = 0;
            while (entries.hasMoreElements()) {
                if (++count > MOST_ENTRIES) {
                    throw bomb();
                }
                look(zip, entries.nextElement());
            }
        } catch (RefusedException refused) {
            throw refused;
        } catch (IOException | RuntimeException unreadable) {
            // Readers of archives answer damaged input with every kind of exception.
            throw DocumentReader.refused("broken");
        }
        if (quarantined != null) {
            return new Judged(kind == null ? Kind.DOCX : kind, quarantined);
        }
        if (kind == null) {
            throw DocumentReader.refused("kind");
        }
        return new Judged(kind, null);
    }

    /** No bytes before the archive, none behind it and no comment: two programs could otherwise see two archives. */
    private boolean endsWithItsEnd() {
        int end = file.length - END_LENGTH;
        if (end < 0 || !isAt(end, "PK\u0005\u0006")) {
            return false;
        }
        long length = number(end + 12);
        long start = number(end + 16);
        return start + length == end && isAt((int) Math.min(start, end), "PK\u0001\u0002");
    }

    private boolean isAt(int at, String latin1) {
        return new String(file, at, latin1.length(), StandardCharsets.ISO_8859_1).equals(latin1);
    }

    private long number(int at) {
        return (file[at] & 0xFFL)
                | (file[at + 1] & 0xFFL) << 8
                | (file[at + 2] & 0xFFL) << 16
                | (file[at + 3] & 0xFFL) << 24;
    }

    private void look(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        String name = entry.getName();
        // Its reader has made slashes of backslashes already.
        String raw = new String(entry.getRawName(), StandardCharsets.UTF_8);
        if (!isPlain(name) || !isPlain(raw) || entry.isUnixSymlink() || !names.add(name.toLowerCase(Locale.ROOT))) {
            throw DocumentReader.refused("broken");
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            quarantined = Quarantined.ENCRYPTED;
            return;
        }
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            throw DocumentReader.refused("kind");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("vbaproject.bin") || lower.contains("/activex/") || lower.contains("/embeddings/")) {
            throw DocumentReader.refused("active");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = unpack(in, lower.endsWith(".xml") || lower.endsWith(".rels"));
            if (DocumentReader.isEicar(bytes, bytes.length)) {
                quarantined = Quarantined.VIRUS;
            }
            if (lower.endsWith(".xml") || lower.endsWith(".rels") || lower.endsWith(".vml")) {
                xml(lower, bytes);
            } else if (NESTED.stream().anyMatch(nested -> DocumentReader.begins(bytes, nested))) {
                throw DocumentReader.refused("active");
            }
        }
    }

    /** A name that could be mistaken for a way out of a folder. */
    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= 200
                && !name.startsWith("/")
                && !name.contains("\\")
                && !name.contains(":")
                && !name.contains("..")
                && name.chars().noneMatch(Character::isISOControl);
    }

    private byte[] unpack(InputStream in, boolean whole) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] part = new byte[64 * 1024];
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
            unpacked += read;
            if (unpacked > MOST_UNPACKED || (unpacked > RATIO_FROM && unpacked > (long) LARGEST_RATIO * file.length)) {
                throw bomb();
            }
            if (whole && kept.size() + read > MOST_OF_AN_XML) {
                throw bomb();
            }
            if (whole || kept.size() < part.length) {
                kept.write(part, 0, read);
            }
        }
        return kept.toByteArray();
    }

    private void xml(String name, byte[] bytes) {
        // What is written in UTF-16 has a zero in every second byte of its marks.
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\u0000", "");
        Matcher encoding = ENCODING.matcher(text.substring(0, Math.min(200, text.length())));
        if (encoding.find() && !ENCODINGS.contains(encoding.group(1).toLowerCase(Locale.ROOT))) {
            throw DocumentReader.refused("broken");
        }
        if (text.contains("<!")
                && Pattern.compile("<!\\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST)")
                        .matcher(text)
                        .find()) {
            throw DocumentReader.refused("active");
        }
        if (name.equals(CONTENTS.toLowerCase(Locale.ROOT))) {
            if (text.contains("macroEnabled")) {
                throw DocumentReader.refused("active");
            }
            kind = text.contains(DOCX) ? Kind.DOCX : text.contains(XLSX) ? Kind.XLSX : null;
        }
        if (name.endsWith(".rels")) {
            Matcher outside = OUTSIDE.matcher(text);
            while (outside.find()) {
                // A link that a reader may press is paper; what is fetched by itself is not.
                if (!outside.group().contains("/relationships/hyperlink")) {
                    throw DocumentReader.refused("active");
                }
            }
        }
        if (text.contains("DDEAUTO") || text.contains("<ddeLink")) {
            throw DocumentReader.refused("active");
        }
    }

    private static RefusedException bomb() {
        return RefusedException.because(Reason.TOO_LARGE, "refused.document.bomb");
    }
}
