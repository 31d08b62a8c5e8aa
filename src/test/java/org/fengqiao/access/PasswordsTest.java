package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static String refusal(@Nullable String password) {
        try {
            Passwords.judge(password, "chen", "陈晓岚");
            return "";
        } catch (RefusedException refused) {
            assertThat(refused.field()).isEqualTo("password");
            return refused.key().replace("refused.password.", "");
        }
    }

    private static String letters(int many) {
        return "abcdefghij".repeat(many / 10 + 1).substring(0, many);
    }

    @Test
    void aPasswordIsLongEnoughAndNotTooLong() {
        assertThat(refusal(null)).isEqualTo("short");
        assertThat(refusal(letters(Passwords.SHORTEST - 1))).isEqualTo("short");
        assertThat(refusal(letters(Passwords.SHORTEST))).isEmpty();
        assertThat(refusal(letters(Passwords.LONGEST))).isEmpty();
        assertThat(refusal(letters(Passwords.LONGEST + 1))).isEqualTo("long");
    }

    @Test
    void aPasswordThatNamesItsOwnerOrRepeatsItselfIsGuessed() {
        assertThat(refusal("Chen-at-the-bridge-7")).isEqualTo("guessable");
        assertThat(refusal("这是陈晓岚的密码-2026-abc")).isEqualTo("guessable");
        assertThat(refusal("abcd".repeat(10))).isEqualTo("guessable");
        assertThat(refusal("abcde".repeat(10))).isEmpty();
        assertThatCode(() -> Passwords.judge("a-bridge-with-one-letter-x", "login", "x"))
                .as("a name of one letter stands in many passwords")
                .doesNotThrowAnyException();
    }

    @Test
    void aRandomOneCanBeReadOutAndIsNeverTheSame() {
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> Passwords.random()).collect(Collectors.toSet()))
                .hasSize(1_000)
                .allMatch(password -> password.matches("([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}"));
    }
}
