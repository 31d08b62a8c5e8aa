package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theCodesAreThoseOfAppendixBOfRfc6238() {
        Map.of(
                        59L, "94287082",
                        1_111_111_109L, "07081804",
                        1_111_111_111L, "14050471",
                        1_234_567_890L, "89005924",
                        2_000_000_000L, "69279037",
                        20_000_000_000L, "65353130")
                .forEach((second, code) -> assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second)), 8))
                        .isEqualTo(code));
    }

    @Test
    void aClockMayBeHalfAMinuteOffAndNoMore() {
        for (int off = -3; off <= 3; off++) {
            assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, 100 + off, Totp.DIGITS), 100)
                            .isPresent())
                    .as("off by %d", off)
                    .isEqualTo(Math.abs(off) <= 1);
        }
    }

    @Test
    void aSecretIsTypedAsRfc4648Says() {
        Map.of(
                        "",
                        "",
                        "f",
                        "MY",
                        "fo",
                        "MZXQ",
                        "foo",
                        "MZXW6",
                        "foob",
                        "MZXW6YQ",
                        "fooba",
                        "MZXW6YTB",
                        "foobar",
                        "MZXW6YTBOI")
                .forEach((plain, typed) -> assertThat(Totp.base32(plain.getBytes(StandardCharsets.US_ASCII)))
                        .isEqualTo(typed));
    }
}
