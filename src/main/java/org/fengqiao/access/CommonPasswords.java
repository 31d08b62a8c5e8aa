package org.fengqiao.access;

import com.nulabinc.zxcvbn.Zxcvbn;

/** Passwords that many people have, and what comes of them by a capital, a year or a sign at the end. */
final class CommonPasswords {

    /** Of the five marks of the estimate the two lowest: guessed within a million tries. */
    private static final int GUESSED = 1;

    private CommonPasswords() {}

    /** Reads thirty thousand words for every question: asked seldom, and not worth keeping in memory. */
    static boolean has(String password) {
        return new Zxcvbn().measure(password).getScore() <= GUESSED;
    }
}
