package org.fengqiao.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealTest {

    @Test
    void sm3IsThatOfTheStandard() {
        byte[] hash = ChainHash.Algorithm.SM3.digest().digest("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    @Test
    void nothingMovesFromOneFieldIntoTheNext() {
        Seal seal = Seal.of(ChainHash.Algorithm.SHA_256, "ab", "c");
        assertThat(seal).isNotEqualTo(Seal.of(ChainHash.Algorithm.SHA_256, "a", "bc"));
        assertThat(seal).isNotEqualTo(Seal.of(ChainHash.Algorithm.SHA_256, "abc"));
        assertThat(Seal.of(ChainHash.Algorithm.SHA_256, "a", null))
                .isNotEqualTo(Seal.of(ChainHash.Algorithm.SHA_256, "a", ""));
    }

    @Test
    void eachSealNamesItsAlgorithm() {
        Object[] fields = {"line", 3, 12L, Instant.parse("2026-11-22T10:00:00.000001Z")};
        for (ChainHash.Algorithm algorithm : ChainHash.Algorithm.values()) {
            Seal seal = Seal.read(Seal.of(algorithm, fields).bytes());
            assertThat(seal.algorithm()).contains(algorithm);
            assertThat(seal.isOf(fields)).isTrue();
            assertThat(seal.isOf("line", 4, 12L)).isFalse();
        }
        assertThat(Seal.read(new byte[] {9, 9}).isOf(fields)).isFalse();
        assertThat(Seal.NONE.isOf(fields)).isFalse();
    }

    @Test
    void jsonReadsTheSameHoweverItWasWritten() {
        assertThat(CanonicalJson.of("{\"b\": 1.50, \"a\": [true, null, \"x\\u0041\\n\\\"\"], \"c\": 1E2}"))
                .isEqualTo("{\"a\":[true,null,\"xA\\n\\\"\"],\"b\":1.5,\"c\":100}");
        assertThat(CanonicalJson.of("{}")).isEqualTo("{}");
        assertThat(CanonicalJson.of("\"\\u0001枫桥\"")).isEqualTo("\"\\u0001枫桥\"");
    }
}
