package org.fengqiao.access;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords and compares with hashes: Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage). Two hashes run at a time, so that
 * a flood of sign-ins cannot take the machine.
 */
@Component
class Passwords {

    /** As dear to compare with as a real one, and equal to none. */
    private static final String HASH_OF_NOBODY =
            "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
    private final java.util.concurrent.Semaphore atOnce = new java.util.concurrent.Semaphore(2);

    private final PasswordPolicy policy;

    /** {@code FENGQIAO_PASSWORD_POLICY}. */
    Passwords(@Value("${fengqiao.password-policy:DENGBAO}") String policy) {
        this.policy = PasswordPolicy.chosen(policy);
    }

    /** The rule this house goes by. */
    PasswordPolicy policy() {
        return policy;
    }

    String hash(String password) {
        atOnce.acquireUninterruptibly();
        try {
            return argon2.encode(password);
        } finally {
            atOnce.release();
        }
    }

    /** Takes as long for a person who does not exist as for one who does. */
    boolean matches(String password, @Nullable String hash) {
        if (password.length() > PasswordPolicy.LONGEST) {
            return false;
        }
        atOnce.acquireUninterruptibly();
        try {
            return argon2.matches(password, hash == null ? HASH_OF_NOBODY : hash) && hash != null;
        } finally {
            atOnce.release();
        }
    }

    /** A password that can be read out on the phone: 16 letters and digits, 79 random bits. */
    static String random() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            password.append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
            if (i % 4 == 3 && i < 15) {
                password.append('-');
            }
        }
        return password.toString();
    }
}
