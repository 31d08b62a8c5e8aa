package org.fengqiao.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.DataFolder;
import org.fengqiao.vault.SealingKey.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final SealingKey FIRST = SealingKey.random(1, Algorithm.SM4, State.FORMER);
    private static final SealingKey SECOND = SealingKey.random(2, Algorithm.AES, State.CURRENT);

    @TempDir
    Path folder;

    private DataFolder data;
    private KeyFile file;

    @BeforeEach
    void aHouseWithoutKeys() {
        data = DataFolder.hold(folder.resolve("data"));
        file = new KeyFile(data);
    }

    @AfterEach
    void theHouseIsLeft() {
        data.close();
    }

    private void contains(String text) throws IOException {
        Files.writeString(file.path(), text);
    }

    @Test
    void keysAreReadAsTheyWereWritten() throws IOException {
        assertThat(file.exists()).isFalse();
        Keys keys = new Keys(List.of(FIRST, SECOND, SealingKey.random(3, Algorithm.SM4, State.NEXT)));
        file.write(keys);

        assertThat(file.exists()).isTrue();
        assertThat(file.path()).isEqualTo(data.secrets().resolve("fields"));
        assertThat(file.read().all())
                .usingRecursiveFieldByFieldElementComparatorOnFields("id", "algorithm", "state", "secret")
                .isEqualTo(keys.all());
        assertThat(Files.readString(file.path())).startsWith("#").contains("keep a copy apart from the backups");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        try (var left = Files.list(data.secrets())) {
            assertThat(left).as("nothing half written is left").containsExactly(file.path());
        }
    }

    @Test
    void remarksAndEmptyLinesArePassedOver() throws IOException {
        contains("# a remark\n\n  \n  4 SM4 current " + SECRET + "\n");
        assertThat(file.read().current().id()).isEqualTo(4);
        assertThat(file.read().current().secret()).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing but a remark",
                "1 AES former " + SECRET,
                "1 AES current " + SECRET + "\n2 AES current " + SECRET,
                "one AES current " + SECRET,
                "1 DES current " + SECRET,
                "1 AES lost " + SECRET,
                "1 AES current",
                "1 AES current 0123x"
            })
    void aFileThatIsSpoiltStopsTheStartAndSaysWhichOne(String text) throws IOException {
        contains(text);
        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(file::read)
                .withMessageContaining(file.path().toString());
    }

    @Test
    void aFileThatIsMissingStopsTheStart() {
        assertThatExceptionOfType(CannotStartException.class).isThrownBy(file::read);
    }

    @Test
    void theKeysThatStoodThereBeforeAreWipedFromTheDisk() throws IOException {
        file.write(new Keys(List.of(SECOND)));
        Path before = Files.createLink(folder.resolve("before"), file.path());
        long length = Files.size(before);

        file.write(new Keys(List.of(SECOND.in(State.FORMER), SealingKey.random(3, Algorithm.AES, State.CURRENT))));

        assertThat(Files.readAllBytes(before)).hasSize((int) length).containsOnly(0);
        assertThat(file.read().all()).extracting(SealingKey::id).containsExactly(2, 3);
    }

    @Test
    void itsStampTellsOneFileFromTheNext() {
        assertThat(file.stamp()).isEmpty();
        file.write(new Keys(List.of(SECOND)));
        String first = file.stamp();
        assertThat(first).isNotEmpty().isEqualTo(file.stamp());
        file.write(new Keys(List.of(SECOND)));
        assertThat(file.stamp()).isNotEqualTo(first);
    }

    @Test
    void oneAtATimeChangesKeys() {
        KeyFile another = new KeyFile(data);
        try (KeyFile.Held held = Objects.requireNonNull(file.hold())) {
            assertThat(held.channel().isOpen()).isTrue();
            assertThat(another.hold()).isNull();
        }
        try (KeyFile.Held later = another.hold()) {
            assertThat(later).isNotNull();
        }
    }
}
