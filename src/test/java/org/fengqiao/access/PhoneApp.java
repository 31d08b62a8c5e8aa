package org.fengqiao.access;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;

/** The app on somebody's phone, which knows nothing but the secret typed into it. */
public final class PhoneApp {

    private final byte[] secret;

    /** The app after the secret was typed in as base 32. */
    public PhoneApp(String typed) {
        BigInteger number = BigInteger.ONE;
        for (char one : typed.toCharArray()) {
            number = number.shiftLeft(5).or(BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(one)));
        }
        byte[] marked = number.shiftRight(typed.length() * 5 % 8).toByteArray();
        secret = java.util.Arrays.copyOfRange(marked, 1, marked.length);
    }

    /** What it shows now, or some half minutes before or after. */
    public String code(int off) {
        return Totp.code(secret, Totp.step(Instant.now()) + off, Totp.DIGITS);
    }

    /** The secret in hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(secret);
    }
}
