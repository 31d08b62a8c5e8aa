package org.fengqiao.shared;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A photo fit to be kept and shown: JPEG made anew by {@link PhotoReader}, upright, without anything of the file it came from but
 * what can be seen.
 *
 * @param full at most {@value PhotoReader#LONGEST_EDGE} pixels on its longer edge
 * @param thumbnail at most {@value PhotoReader#THUMBNAIL_EDGE} pixels on its longer edge
 */
public record Photo(Picture full, Picture thumbnail) {

    /** One JPEG. Its bytes are handed out uncopied: do not change them. */
    public static final class Picture {

        private final byte[] bytes;
        private final int width;
        private final int height;
        private final String sha256;

        Picture(byte[] bytes, int width, int height) {
            this.bytes = bytes;
            this.width = width;
            this.height = height;
            this.sha256 = sha256(bytes);
        }

        /** The JPEG file. */
        public byte[] bytes() {
            return bytes;
        }

        /** Pixels across. */
        public int width() {
            return width;
        }

        /** Pixels down. */
        public int height() {
            return height;
        }

        /** SHA-256 of the bytes, 64 lower-case hexadecimal digits: the name under which it is stored. */
        public String sha256() {
            return sha256;
        }

        /** The name of bytes such as these. */
        public static String sha256(byte[] bytes) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java has SHA-256", impossible);
            }
        }
    }
}
