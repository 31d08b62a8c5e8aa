package org.fengqiao.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Papers as office programs write them, and what may be done to them. */
final class Papers {

    static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private Papers() {}

    static byte[] pdf(String inside) {
        return """
                %%PDF-1.7
                1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
                2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj
                %s
                trailer << /Root 1 0 R >>
                %%%%EOF
                """.formatted(inside).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] docx(String name, byte[] bytes) {
        return docx(Map.of(name, bytes));
    }

    static byte[] docx(String name, String text) {
        return docx(name, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] docx(Map<String, byte[]> more) {
        return office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", more);
    }

    static byte[] xlsx(Map<String, byte[]> more) {
        return office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", more);
    }

    static byte[] office(String type, Map<String, byte[]> more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "[Content_Types].xml", """
                    <?xml version="1.0" encoding="UTF-8"?><Types><Override PartName="/word/document.xml" ContentType="%s"/></Types>""".formatted(type).getBytes(StandardCharsets.UTF_8));
            entry(
                    zip,
                    "word/document.xml",
                    "<w:document><w:t>调解协议书</w:t></w:document>".getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> one : more.entrySet()) {
                entry(zip, one.getKey(), one.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    static byte[] zip(int entries, byte[] each) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries; i++) {
                entry(zip, "e" + i, each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** With one byte of every local and central header changed: the bit that says "encrypted". */
    static byte[] saidToBeEncrypted(byte[] zip) {
        byte[] changed = zip.clone();
        for (int i = 0; i + 10 < changed.length; i++) {
            if (changed[i] == 'P' && changed[i + 1] == 'K') {
                if (changed[i + 2] == 3 && changed[i + 3] == 4) {
                    changed[i + 6] |= 1;
                } else if (changed[i + 2] == 1 && changed[i + 3] == 2) {
                    changed[i + 8] |= 1;
                }
            }
        }
        return changed;
    }
}
