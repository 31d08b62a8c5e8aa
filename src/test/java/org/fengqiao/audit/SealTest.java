package org.fengqiao.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
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

    @Test
    void aSealIsTheHashOfLengthsAndFieldsAsAnyProgramReckonsIt() {
        // Reckoned with hashlib: of every field its length in four bytes, the highest first, and its bytes; of nothing
        // the length -1.
        Seal first = Seal.of(
                ChainHash.Algorithm.SHA_256,
                "枫桥",
                3,
                -12L,
                Instant.parse("2026-11-22T10:00:00.000001Z"),
                null,
                new byte[] {0, -1},
                "");
        assertThat(first).hasToString("016cc2bbf3e7b17035f0d5568d2328ef87a417d00fc08b8d5fc72336353b95729c");
        assertThat(Seal.of(ChainHash.Algorithm.SHA_256, first, "长".repeat(100)))
                .hasToString("016ef895b8ad61c3c380c9268c2c98167fff3a35e3bb25e662e663b5cf2d635b96");
        assertThat(new ChainHash(ChainHash.Algorithm.SHA_256).seal(first, "长".repeat(100)))
                .isEqualTo(Seal.of(ChainHash.Algorithm.SHA_256, first, "长".repeat(100)));
        assertThat(new ChainHash(ChainHash.Algorithm.SM3).algorithm()).isEqualTo(ChainHash.Algorithm.SM3);
    }

    @Test
    void aSealIsReadAsItWasWritten() {
        Seal seal = Seal.of(ChainHash.Algorithm.SM3, "line");
        assertThat(Seal.parse(seal.toString())).isEqualTo(seal).hasSameHashCodeAs(seal);
        assertThat(Seal.read(null)).isEqualTo(Seal.NONE);
        assertThat(Seal.NONE.algorithm()).isEmpty();
        assertThat(Seal.read(new byte[32]).algorithm()).as("one byte short").isEmpty();
        assertThat(Seal.read(new byte[33]).algorithm())
                .as("an algorithm nobody knows")
                .isEmpty();
        assertThat(seal).isNotEqualTo(Seal.of(ChainHash.Algorithm.SHA_256, "line"));
        assertThat((Object) seal).isNotEqualTo("line");
        byte[] taken = seal.bytes();
        taken[3] ^= 1;
        assertThat(seal.isOf("line")).as("what was taken is a copy").isTrue();
        byte[] given = seal.bytes();
        Seal read = Seal.read(given);
        given[3] ^= 1;
        assertThat(read.isOf("line")).as("what was given was copied").isTrue();
    }

    @Test
    void whatHasNoFixedSpellingIsNotSealed() {
        assertThatIllegalArgumentException().isThrownBy(() -> Seal.of(ChainHash.Algorithm.SHA_256, 1.5));
    }

    @Test
    void everythingALineSaysIsInItsSeal() {
        Instant at = Instant.parse("2026-11-22T10:00:00.000001Z");
        AuditLine line = new AuditLine(7, 3, at, 2, "陈晓岚", "OFFICER", "test.looked", "resident/12", "核对", "{}", "::1");
        Seal former = Seal.of(ChainHash.Algorithm.SHA_256, "line 2");
        Seal seal = Seal.of(ChainHash.Algorithm.SHA_256, line.sealed(former));
        assertThat(seal.isOf(line.sealed(former))).isTrue();
        assertThat(seal.isOf(line.sealed(Seal.NONE))).isFalse();
        for (AuditLine other : List.of(
                new AuditLine(8, 3, at, 2, "陈晓岚", "OFFICER", "test.looked", "resident/12", "核对", "{}", "::1"),
                new AuditLine(7, 4, at, 2, "陈晓岚", "OFFICER", "test.looked", "resident/12", "核对", "{}", "::1"),
                new AuditLine(
                        7,
                        3,
                        at.plusNanos(1_000),
                        2,
                        "陈晓岚",
                        "OFFICER",
                        "test.looked",
                        "resident/12",
                        "核对",
                        "{}",
                        "::1"),
                new AuditLine(7, 3, at, 3, "陈晓岚", "OFFICER", "test.looked", "resident/12", "核对", "{}", "::1"),
                new AuditLine(7, 3, at, 2, "周建国", "OFFICER", "test.looked", "resident/12", "核对", "{}", "::1"),
                new AuditLine(7, 3, at, 2, "陈晓岚", "CHIEF", "test.looked", "resident/12", "核对", "{}", "::1"),
                new AuditLine(7, 3, at, 2, "陈晓岚", "OFFICER", "test.closed", "resident/12", "核对", "{}", "::1"),
                new AuditLine(7, 3, at, 2, "陈晓岚", "OFFICER", "test.looked", "resident/13", "核对", "{}", "::1"),
                new AuditLine(7, 3, at, 2, "陈晓岚", "OFFICER", "test.looked", "resident/12", "", "{}", "::1"),
                new AuditLine(7, 3, at, 2, "陈晓岚", "OFFICER", "test.looked", "resident/12", "核对", "[]", "::1"),
                new AuditLine(7, 3, at, 2, "陈晓岚", "OFFICER", "test.looked", "resident/12", "核对", "{}", "::2"))) {
            assertThat(seal.isOf(other.sealed(former))).as(other.toString()).isFalse();
        }
    }

    @Test
    void everyPieceOfJsonHasOneSpelling() {
        assertThat(CanonicalJson.of("[ ]")).isEqualTo("[]");
        assertThat(CanonicalJson.of("{\"b\": {}, \"a\": [[1, -2.50], {\"c\": false}]}"))
                .isEqualTo("{\"a\":[[1,-2.5],{\"c\":false}],\"b\":{}}");
        assertThat(CanonicalJson.of("\"\\b\\f\\r\\t\\\\/\\u000f\\u0010\\u001f\\u0020\""))
                .isEqualTo("\"\\b\\f\\r\\t\\\\/\\u000f\\u0010\\u001f \"");
        assertThat(CanonicalJson.of("123456789012345678901234567890.10")).isEqualTo("123456789012345678901234567890.1");
    }
}
