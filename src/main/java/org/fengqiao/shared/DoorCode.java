package org.fengqiao.shared;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * The code on the poster of a chat group or grid: ten letters and digits (49 random bits) without those that look alike, so that it
 * can be typed from paper. It only leads to a page where one may speak; it shows nothing of anybody.
 */
public final class DoorCode {

    private static final char[] LETTERS = "abcdefghjkmnpqrstuvwxyz23456789".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Letters of a code. */
    public static final int LENGTH = 10;

    private DoorCode() {}

    /** A code nobody had before. */
    public static String random() {
        char[] code = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            code[i] = LETTERS[RANDOM.nextInt(LETTERS.length)];
        }
        return new String(code);
    }

    /** A code as somebody typed it, in the one spelling that is kept. */
    public static String spelled(String typed) {
        return typed.length() > 40 ? "" : typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
