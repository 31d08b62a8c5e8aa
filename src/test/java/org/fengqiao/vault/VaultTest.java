package org.fengqiao.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.DataFolder;
import org.fengqiao.town.Soon;
import org.fengqiao.vault.SealingKey.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaultTest {

    private static final Field PHONE = Field.indexed("people.resident", "phone");
    private static final String NUMBER = "19900001234";

    @TempDir
    Path folder;

    private DataFolder data;
    private KeyFile file;
    private Vault vault;
    private final SealingKey first = SealingKey.random(1, Algorithm.AES, State.CURRENT);
    private final SealingKey second = SealingKey.random(2, Algorithm.SM4, State.CURRENT);

    @BeforeEach
    void aHouseWithOneKey() {
        data = DataFolder.hold(folder.resolve("data"));
        file = new KeyFile(data);
        file.write(new Keys(List.of(first)));
        vault = new Vault(file, "AES");
    }

    @AfterEach
    void theHouseIsLeft() {
        data.close();
    }

    /** What another house on the same folder does. */
    private void turned() {
        new KeyFile(data).write(new Keys(List.of(first.in(State.FORMER), second)));
    }

    private byte[] sealedBy(SealingKey key, long row) {
        return key.seal(NUMBER.getBytes(StandardCharsets.UTF_8), PHONE, 2, row);
    }

    @ParameterizedTest
    @CsvSource({"AES, AES", "sm4, SM4", "' Aes ', AES"})
    void theCipherIsNamedInAnySpelling(String named, Algorithm meant) {
        assertThat(new Vault(file, named).algorithm()).isEqualTo(meant);
    }

    @Test
    void anotherCipherStopsTheStart() {
        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> new Vault(file, "ROT13").algorithm())
                .withMessageContaining("ROT13");
    }

    @Test
    void whatWasSealedOpensAtItsPlaceAlone() {
        byte[] sealed = vault.seal(PHONE, 2, 40, NUMBER);
        assertThat(vault.open(PHONE, 2, 40, sealed)).isEqualTo(NUMBER);
        assertThatExceptionOfType(SealBrokenException.class)
                .isThrownBy(() -> vault.open(PHONE, 2, 41, sealed))
                .withMessageContaining("people.resident.phone of row 41");
    }

    @Test
    void whatAnotherHouseSealedWithANewKeyOpensAtOnce() {
        vault.seal(PHONE, 2, 40, NUMBER);
        turned();
        assertThat(vault.open(PHONE, 2, 40, sealedBy(second, 40))).isEqualTo(NUMBER);
        assertThat(vault.open(PHONE, 2, 40, sealedBy(first, 40))).isEqualTo(NUMBER);
    }

    @Test
    void aNewKeyIsSealedWithSoonAfterItStandsInTheFile() {
        assertThat(SealingKey.of(vault.seal(PHONE, 2, 40, NUMBER))).isEqualTo(1);
        turned();
        Soon.it("sealed with the new key", () -> SealingKey.of(vault.seal(PHONE, 2, 40, NUMBER)) == 2);
    }

    @Test
    void aKeyThatIsGoneIsNamed() {
        assertThatExceptionOfType(SealBrokenException.class)
                .isThrownBy(() -> vault.open(PHONE, 2, 40, sealedBy(second, 40)))
                .withMessageContaining("key 2 is gone");
    }

    @Test
    void whatDoesNotOpenIsCountedUntilItIsPutRight() {
        byte[] sound = vault.seal(PHONE, 2, 40, NUMBER);
        byte[] spoilt = sound.clone();
        spoilt[20] ^= 1;
        assertThat(vault.tryOpen(PHONE, 2, 40, sound)).hasValue(NUMBER);
        assertThat(vault.unopened()).isZero();
        assertThat(vault.tryOpen(PHONE, 2, 40, spoilt)).isEmpty();
        assertThat(vault.tryOpen(PHONE, 2, 40, spoilt)).isEmpty();
        assertThat(vault.unopened()).isEqualTo(1);
        assertThat(vault.tryOpen(PHONE, 2, 41, sound)).isEmpty();
        assertThat(vault.unopened()).isEqualTo(2);
        assertThat(vault.tryOpen(PHONE, 2, 40, sound)).hasValue(NUMBER);
        assertThat(vault.unopened()).isEqualTo(1);
    }

    @Test
    void aNumberIsLookedUpByTheIndexOfEveryKeyThatMayHaveWrittenIt() {
        assertThat(vault.index(PHONE, 2, NUMBER)).isEqualTo(first.index(NUMBER, PHONE, 2));
        assertThat(vault.indexes(PHONE, 2, NUMBER)).containsExactly(first.index(NUMBER, PHONE, 2));
        assertThat(vault.isTurning()).isFalse();
        turned();
        vault.read();
        assertThat(vault.index(PHONE, 2, NUMBER)).isEqualTo(second.index(NUMBER, PHONE, 2));
        assertThat(vault.indexes(PHONE, 2, NUMBER))
                .containsExactly(first.index(NUMBER, PHONE, 2), second.index(NUMBER, PHONE, 2));
        assertThat(vault.isTurning()).isTrue();
    }

    @Test
    void aFileThatIsSpoiltUnderARunningHouseDoesNotStopIt() throws IOException {
        byte[] sealed = vault.seal(PHONE, 2, 40, NUMBER);
        Files.writeString(file.path(), "spoilt");
        assertThat(vault.read().current().id()).isEqualTo(1);
        assertThat(vault.open(PHONE, 2, 40, sealed)).isEqualTo(NUMBER);
        assertThatExceptionOfType(CannotStartException.class)
                .as("but no house starts on it")
                .isThrownBy(() -> new Vault(file, "AES").read());
    }

    @Test
    void aFieldKnowsTheColumnsItIsKeptIn() {
        assertThat(PHONE.sealedColumn()).isEqualTo("phone_sealed");
        assertThat(PHONE.indexColumn()).isEqualTo("phone_index");
        assertThat(PHONE).hasToString("people.resident.phone");
        assertThat(Field.indexed("people.resident", "phone")).isEqualTo(PHONE);
        assertThat(PHONE.indexed()).isTrue();
        assertThat(Field.plain("org.grid", "keeper_phone").indexed()).isFalse();
    }
}
