package org.fengqiao.channel.paste;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Text from an uploaded file, with the encoding it was found to be in.
 *
 * @param text the text, not yet cleaned
 * @param encoding the encoding that was recognised
 */
public record PastedText(String text, Charset encoding) {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Charset GB2312 = Charset.forName("GB2312");

    private static final String NOT_TEXT = "refused.paste.not-text";
    private static final String ENCODING = "refused.paste.encoding";

    /** Below this share of usual characters a guess at the encoding is taken for wrong. */
    private static final double LEAST_USUAL = 0.6;

    /**
     * Reads bytes as text: a byte order mark decides; else valid UTF-8 is UTF-8; else that of UTF-16 (either order) and
     * GB18030 which is valid and gives the larger share of characters in everyday use.
     *
     * @throws RefusedException {@code refused.paste.large} (argument: most MiB allowed); {@code refused.paste.not-text} for a
     *     picture, a document, an archive; {@code refused.paste.encoding} for any other encoding
     */
    public static PastedText decode(byte[] bytes) {
        if (bytes.length > PastedChat.MOST_BYTES) {
            throw PastedChat.tooLarge();
        }
        Charset marked = byMark(bytes);
        if (marked != null) {
            String text = strictly(marked, bytes);
            if (text == null) {
                throw RefusedException.badInput(ENCODING);
            }
            return checked(new PastedText(text.substring(1), marked));
        }
        String utf8 = strictly(UTF_8, bytes);
        if (utf8 != null && utf8.indexOf('\0') < 0) {
            return checked(new PastedText(utf8, UTF_8));
        }
        return guess(bytes);
    }

    private static PastedText guess(byte[] bytes) {
        PastedText best = null;
        double bestShare = 0;
        for (Charset charset : List.of(GB18030, UTF_16LE, UTF_16BE)) {
            String text = strictly(charset, bytes);
            double share = text == null || holdsControls(text) ? 0 : usualShare(text);
            if (text != null && share > bestShare) {
                best = new PastedText(text, charset);
                bestShare = share;
            }
        }
        if (best == null || bestShare < LEAST_USUAL) {
            throw RefusedException.badInput(looksBinary(bytes) ? NOT_TEXT : ENCODING);
        }
        return best;
    }

    private static @Nullable Charset byMark(byte[] bytes) {
        int first = bytes.length > 0 ? bytes[0] & 0xff : -1;
        int second = bytes.length > 1 ? bytes[1] & 0xff : -1;
        if (first == 0xef && second == 0xbb && bytes.length > 2 && (bytes[2] & 0xff) == 0xbf) {
            return UTF_8;
        }
        if (first == 0xff && second == 0xfe) {
            return UTF_16LE;
        }
        return first == 0xfe && second == 0xff ? UTF_16BE : null;
    }

    private static @Nullable String strictly(Charset charset, byte[] bytes) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notThisOne) {
            return null;
        }
    }

    private static PastedText checked(PastedText pasted) {
        if (holdsControls(pasted.text)) {
            throw RefusedException.badInput(NOT_TEXT);
        }
        return pasted;
    }

    /** Control characters that no chat holds: a sure sign of a picture or an archive. */
    private static boolean holdsControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x0b);
    }

    private static boolean looksBinary(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < 9) {
                return true;
            }
        }
        return false;
    }

    /** Share of characters in everyday use: ASCII, those of GB 2312, emoji; a rarer Chinese character counts half. */
    private static double usualShare(String text) {
        CharsetEncoder everyday = GB2312.newEncoder();
        double usual = 0;
        int all = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            all++;
            if (c < 0x20 ? c == '\n' || c == '\r' || c == '\t' : c < 0x7f) {
                usual++;
            } else if (c >= 0x1f000 && c < 0x1fb00) {
                usual++;
            } else if (c < 0x10000 && everyday.canEncode((char) c)) {
                usual++;
            } else if (Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN) {
                usual += 0.5;
            }
        }
        return all == 0 ? 1 : usual / all;
    }
}
