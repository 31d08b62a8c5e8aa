package org.fengqiao.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.fengqiao.document.Judged.Kind;
import org.fengqiao.document.Judged.Quarantined;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;

/**
 * Judges what somebody uploaded as a paper (ADR 18). What it is, is decided by its bytes alone. It is kept as it came or not at all:
 * nothing in it is run, rendered or unpacked to disk, and no entry is unpacked further than the limits allow.
 */
public final class DocumentReader {

    /** Bytes a file may have: 10 MiB. */
    public static final int MOST_BYTES = 10 * 1024 * 1024;

    /** The harmless file every virus scanner takes for a virus, in two parts so that no scanner stumbles over ours. */
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private static final List<String> NO_TEXT =
            List.of("%PDF-", "PK\u0003\u0004", "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1");

    private static final Pattern ESCAPED = Pattern.compile("#([0-9A-Fa-f]{2})");

    /** What makes a PDF more than paper: scripts, programs to start, files inside, forms sent away, sound and film. */
    private static final Pattern ACTIVE = Pattern.compile(
            "/(JavaScript|JS|Launch|EmbeddedFiles?|SubmitForm|ImportData|RichMedia|XFA|GoToR|GoToE|Movie|Sound)(?![A-Za-z])");

    private static final Pattern ENCRYPTED_PDF = Pattern.compile("/Encrypt(?![A-Za-z])");

    private DocumentReader() {}

    /**
     * Judges a file.
     *
     * @throws RefusedException {@code refused.document.empty}; {@code .bytes} with {@link Reason#TOO_LARGE}; {@code .kind} when it is no
     *     kind we take; {@code .broken}; {@code .active} when it holds what runs or fetches; {@code .bomb} with {@link Reason#TOO_LARGE}
     */
    static Judged judge(byte[] file) {
        weigh(file);
        if (begins(file, "%PDF-")) {
            return pdf(file);
        }
        if (begins(file, "PK\u0003\u0004")) {
            return new OfficeFile(file).judge();
        }
        if (begins(file, "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1")) {
            return locked(file);
        }
        throw refused("kind");
    }

    /**
     * Judges a file that is to be read as a table.
     *
     * @return true for a workbook, false for what can only be plain text
     * @throws RefusedException as {@link #judge}; {@code refused.document.table} for other papers, {@code .locked} and {@code .virus} for
     *     what would go into quarantine
     */
    public static boolean isWorkbook(byte[] file) {
        weigh(file);
        if (isEicar(file, file.length)) {
            throw refused("virus");
        }
        if (NO_TEXT.stream().noneMatch(beginning -> begins(file, beginning))) {
            return false;
        }
        Judged judged = judge(file);
        if (judged.quarantined() != null) {
            throw refused(judged.quarantined() == Quarantined.VIRUS ? "virus" : "locked");
        }
        if (judged.kind() != Kind.XLSX) {
            throw refused("table");
        }
        return true;
    }

    private static void weigh(byte[] file) {
        if (file.length == 0) {
            throw RefusedException.badInput("refused.document.empty");
        }
        if (file.length > MOST_BYTES) {
            throw RefusedException.because(Reason.TOO_LARGE, "refused.document.bytes", MOST_BYTES / 1024 / 1024);
        }
    }

    private static Judged pdf(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("%%EOF");
        if (end < 0 || !text.substring(end + 5).isBlank()) {
            throw refused("broken");
        }
        // A PDF that is also an archive means something else to every program that opens it.
        if (text.contains("PK\u0005\u0006")) {
            throw refused("kind");
        }
        String names = ESCAPED.matcher(text)
                .replaceAll(escaped -> java.util.regex.Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(escaped.group(1), 16))));
        if (text.contains(EICAR)) {
            return new Judged(Kind.PDF, Quarantined.VIRUS);
        }
        if (ENCRYPTED_PDF.matcher(names).find()) {
            return new Judged(Kind.PDF, Quarantined.ENCRYPTED);
        }
        if (ACTIVE.matcher(names).find()) {
            throw refused("active");
        }
        return new Judged(Kind.PDF, null);
    }

    /** An office file behind a password is wrapped in the old format. */
    private static Judged locked(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_16LE);
        String shifted = new String(file, 1, file.length - 1, StandardCharsets.UTF_16LE);
        if (text.contains("EncryptedPackage") || shifted.contains("EncryptedPackage")) {
            return new Judged(Kind.DOCX, Quarantined.ENCRYPTED);
        }
        throw refused("kind");
    }

    static boolean isEicar(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(EICAR);
    }

    static boolean begins(byte[] file, String latin1) {
        return file.length >= latin1.length()
                && new String(file, 0, latin1.length(), StandardCharsets.ISO_8859_1).equals(latin1);
    }

    static RefusedException refused(String why) {
        return RefusedException.badInput("refused.document." + why.toLowerCase(Locale.ROOT));
    }
}
