package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    @Test
    void aRandomOneCanBeReadOutAndIsNeverTheSame() {
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> Passwords.random()).collect(Collectors.toSet()))
                .hasSize(1_000)
                .allMatch(password -> password.matches("([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}"));
    }
}
