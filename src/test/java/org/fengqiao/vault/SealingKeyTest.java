package org.fengqiao.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.fengqiao.vault.SealingKey.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealingKeyTest {

    private static final Field PHONE = Field.indexed("people.resident", "phone");
    private static final Field CITIZEN = Field.indexed("people.resident", "citizen");
    private static final Field OTHER_TABLE = Field.indexed("people.nickname", "phone");
    private static final byte[] NUMBER = "19900001234".getBytes(StandardCharsets.UTF_8);

    private static SealingKey key(Algorithm algorithm) {
        return SealingKey.random(3, algorithm, State.CURRENT);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void aValueOpensWhereItWasSealedAndNowhereElse(Algorithm algorithm) {
        SealingKey key = key(algorithm);
        byte[] sealed = key.seal(NUMBER, PHONE, 2, 40);
        assertThat(key.open(sealed, PHONE, 2, 40)).isEqualTo(NUMBER);
        assertThat(sealed).hasSize(SealingKey.HEADER + 12 + NUMBER.length + 16);
        assertThat(SealingKey.of(sealed)).isEqualTo(3);
        for (Runnable elsewhere : List.<Runnable>of(
                () -> key.open(sealed, PHONE, 2, 41),
                () -> key.open(sealed, PHONE, 3, 40),
                () -> key.open(sealed, CITIZEN, 2, 40),
                () -> key.open(sealed, OTHER_TABLE, 2, 40),
                () -> key(algorithm).open(sealed, PHONE, 2, 40),
                () -> key.open(Arrays.copyOf(sealed, SealingKey.HEADER + 5), PHONE, 2, 40),
                () -> new SealingKey(4, algorithm, State.CURRENT, HexFormat.of().parseHex(key.secret()))
                        .open(sealed, PHONE, 2, 40))) {
            assertThatThrownBy(elsewhere::run).isInstanceOf(SealBrokenException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingAtAllIsSealedAndOpenedToo(Algorithm algorithm) {
        SealingKey key = key(algorithm);
        byte[] sealed = key.seal(new byte[0], PHONE, 2, 40);
        assertThat(key.open(sealed, PHONE, 2, 40)).isEmpty();
        assertThatThrownBy(() -> key.open(Arrays.copyOf(sealed, sealed.length - 1), PHONE, 2, 40))
                .isInstanceOf(SealBrokenException.class);
    }

    @ParameterizedTest
    @EnumSource
    void oneValueIsNeverSealedTheSameWayTwice(Algorithm algorithm) {
        SealingKey key = key(algorithm);
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            byte[] sealed = key.seal(NUMBER, PHONE, 2, 40);
            nonces.add(hex(Arrays.copyOfRange(sealed, SealingKey.HEADER, SealingKey.HEADER + 12)));
        }
        assertThat(nonces).hasSize(2_000);
    }

    @ParameterizedTest
    @EnumSource
    void oneNumberHasAnIndexOfItsOwnInEveryUnitFieldAndKey(Algorithm algorithm) {
        SealingKey key = key(algorithm);
        String number = "19900001234";
        Set<String> indexes = new HashSet<>();
        indexes.add(hex(key.index(number, PHONE, 2)));
        indexes.add(hex(key.index(number, PHONE, 3)));
        indexes.add(hex(key.index(number, CITIZEN, 2)));
        indexes.add(hex(key.index(number, OTHER_TABLE, 2)));
        indexes.add(hex(key(algorithm).index(number, PHONE, 2)));
        indexes.add(hex(key.index("19900001235", PHONE, 2)));
        assertThat(indexes).hasSize(6).allMatch(index -> index.length() == 2 * SealingKey.INDEX);
        assertThat(key.index(number, PHONE, 2)).isEqualTo(key.index(number, PHONE, 2));
    }

    @Test
    void whatIsNoSealedValueNamesNoKey() {
        SealingKey key = key(Algorithm.AES);
        byte[] sealed = key.seal(NUMBER, PHONE, 2, 40);
        assertThat(SealingKey.of(new byte[0])).isZero();
        assertThat(SealingKey.of(key.header())).isZero();
        sealed[0] = 2;
        assertThat(SealingKey.of(sealed)).isZero();
        assertThatThrownBy(() -> key.open(sealed, PHONE, 2, 40)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void aKeyIsToldFromOthersWithoutBeingTold() {
        SealingKey key = key(Algorithm.SM4);
        SealingKey read =
                new SealingKey(3, Algorithm.SM4, State.FORMER, HexFormat.of().parseHex(key.secret()));
        assertThat(read.fingerprint()).isEqualTo(key.fingerprint()).hasSize(8);
        assertThat(read.fingerprint()).isNotEqualTo(key(Algorithm.SM4).fingerprint());
        assertThat(key.toString()).doesNotContain(key.secret()).contains("3", "SM4", "CURRENT");
        assertThat(key.secret()).hasSize(64).doesNotContain(hex(key.fingerprint()));
    }

    @Test
    void oneKeySealsAndTheFormerOnesOnlyOpen() {
        SealingKey first = SealingKey.random(1, Algorithm.AES, State.CURRENT);
        SealingKey second = SealingKey.random(5, Algorithm.SM4, State.NEXT);
        Keys both = new Keys(List.of(first)).with(second);
        assertThat(both.current()).isSameAs(first);
        assertThat(both.highest()).isEqualTo(5);
        assertThat(both.find(5)).hasValue(second);
        assertThat(both.find(2)).isEmpty();
        Keys turned = both.sealingWith(5);
        assertThat(turned.current().id()).isEqualTo(5);
        assertThat(turned.find(1).orElseThrow().state()).isEqualTo(State.FORMER);
        assertThat(turned.only(5).all()).extracting(SealingKey::id).containsExactly(5);
        assertThat(new Keys(List.of()).highest()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> new Keys(List.of()).current());
    }
}
