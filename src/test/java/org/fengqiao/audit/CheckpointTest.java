package org.fengqiao.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.audit.KeepsChains.Head;
import org.fengqiao.database.DataFolder;
import org.fengqiao.database.HouseSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint is whole only as it was written and signed; the files here are written line by line by the tests. */
class CheckpointTest {

    private static final Seal FORMER = Seal.of(ChainHash.Algorithm.SHA_256, "the one before");
    private static final Head CHAIN = new Head(12, 7, Seal.of(ChainHash.Algorithm.SHA_256, "line 7"));
    private static final Instant NOON = Instant.parse("2026-11-20T04:00:00Z");

    @TempDir
    Path folder;

    private DataFolder data;
    private CheckpointKey key;

    @BeforeEach
    void aHouseWithAKey() {
        data = DataFolder.hold(folder.resolve("data"));
        key = new CheckpointKey(HouseSecrets.in(data));
    }

    @AfterEach
    void theHouseIsLeft() {
        data.close();
    }

    private static List<String> body(int number) {
        return new ArrayList<>(List.of(
                "number " + number,
                "at " + NOON,
                "database 7311/16384",
                "below 903",
                "head audit 12 7 " + CHAIN.seal(),
                "head matter 3 2 " + FORMER));
    }

    private List<String> signed(Seal former, ChainHash.Algorithm algorithm, List<String> body) {
        List<String> lines = new ArrayList<>(
                List.of("fengqiao-checkpoint 1", "former " + (former.equals(Seal.NONE) ? "-" : former)));
        Seal running = former;
        List<String> sealed = new ArrayList<>(List.of("hash " + algorithm));
        sealed.addAll(body);
        for (String line : sealed) {
            running = Seal.of(algorithm, running, line);
            lines.add(line);
        }
        lines.add("seal " + running);
        lines.add("signature " + key.sign(running));
        return lines;
    }

    private List<String> signed(int number) {
        return signed(FORMER, ChainHash.Algorithm.SHA_256, body(number));
    }

    private final List<String> told = new ArrayList<>();

    private Checkpoint read(String name, List<String> lines) throws IOException {
        Path file = Files.write(folder.resolve(name), lines);
        return Checkpoint.read(file, key, (kind, head) -> told.add(kind + " " + head));
    }

    private boolean isWhole(List<String> lines) throws IOException {
        return read("checkpoint-000003.txt", lines).whole();
    }

    @ParameterizedTest
    @EnumSource
    void oneAsItWasWrittenTellsWhereEveryChainStood(ChainHash.Algorithm algorithm) throws IOException {
        List<String> lines = signed(FORMER, algorithm, body(3));
        Checkpoint read = read("checkpoint-000003.txt", lines);
        assertThat(read.whole()).isTrue();
        assertThat(read.number()).isEqualTo(3);
        assertThat(read.at()).isEqualTo(NOON);
        assertThat(read.former()).isEqualTo(FORMER);
        assertThat(read.database()).isEqualTo("7311/16384");
        assertThat(read.below()).isEqualTo(903);
        assertThat("seal " + read.seal()).isEqualTo(lines.get(lines.size() - 2));
        assertThat(told).containsExactly("audit " + CHAIN, "matter " + new Head(3, 2, FORMER));
    }

    @Test
    void theFirstOneFollowsNone() throws IOException {
        List<String> lines = signed(Seal.NONE, ChainHash.Algorithm.SHA_256, body(1));
        assertThat(lines).contains("former -");
        Checkpoint read = read("checkpoint-000001.txt", lines);
        assertThat(read.whole()).isTrue();
        assertThat(read.former()).isEqualTo(Seal.NONE);
    }

    @Test
    void anotherLineInItsPlaceMakesItNotWhole() throws IOException {
        List<String> lines = signed(3);
        assertThat(isWhole(lines)).isTrue();
        for (int i = 0; i < lines.size(); i++) {
            List<String> changed = new ArrayList<>(lines);
            changed.set(i, lines.get(i) + "0");
            assertThat(isWhole(changed)).as("line %d longer", i).isFalse();
            changed.set(i, lines.get(i).split(" ")[0]);
            assertThat(isWhole(changed)).as("line %d cut off", i).isFalse();
        }
        // The title is the one line that says nothing: without it the rest is no other.
        for (int i = 1; i < lines.size(); i++) {
            List<String> without = new ArrayList<>(lines);
            without.remove(i);
            assertThat(isWhole(without)).as("line %d missing", i).isFalse();
        }
        for (int i = 2; i < lines.size() - 2; i++) {
            List<String> twice = new ArrayList<>(lines);
            twice.add(i, lines.get(i));
            assertThat(isWhole(twice)).as("line %d twice", i).isFalse();
        }
    }

    @Test
    void aLineAfterTheSealOrTheSignatureMakesItNotWhole() throws IOException {
        List<String> lines = signed(3);
        for (String more : List.of("head audit 9 9 " + FORMER, "below 1", "anything", "")) {
            List<String> behind = new ArrayList<>(lines);
            behind.add(more);
            assertThat(isWhole(behind)).as("behind the signature: %s", more).isFalse();
            List<String> between = new ArrayList<>(lines);
            between.add(lines.size() - 1, more);
            assertThat(isWhole(between)).as("behind the seal: %s", more).isFalse();
        }
    }

    @Test
    void aSignatureWithoutASealSignsNothing() throws IOException {
        List<String> lines = signed(3);
        lines.remove(lines.size() - 2);
        assertThat(isWhole(lines)).isFalse();
    }

    @Test
    void whoChangesALineAndSealsAnewCannotSign() throws IOException {
        List<String> lines = signed(3);
        List<String> forged = signed(FORMER, ChainHash.Algorithm.SHA_256, body(3).subList(0, 5));
        assertThat(isWhole(forged)).as("signed with the key of the house").isTrue();
        forged.set(forged.size() - 1, lines.getLast());
        assertThat(isWhole(forged)).isFalse();
    }

    @Test
    void linesThatStandBeforeTheHashAreNotSealedAndThereforeRefused() throws IOException {
        List<String> lines = signed(3);
        List<String> early = new ArrayList<>(lines);
        early.add(2, "below 1");
        assertThat(isWhole(early)).isFalse();
    }

    @Test
    void aCheckpointUnderTheNameOfAnotherIsNotWhole() throws IOException {
        assertThat(read("checkpoint-000003.txt", signed(3)).whole()).isTrue();
        assertThat(read("checkpoint-000004.txt", signed(3)).whole()).isFalse();
        assertThat(read("copy.txt", signed(3)).whole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "number three",
                "at noon",
                "below many",
                "hash MD5",
                "head audit 12 7 xyz",
                "head audit 12",
                "words nobody knows",
                "number",
                "former",
                "signature"
            })
    void whatCannotBeReadMakesItNotWholeAndDoesNotStopTheReader(String line) throws IOException {
        List<String> body = body(3);
        body.add(line);
        assertThat(isWhole(signed(FORMER, ChainHash.Algorithm.SHA_256, body))).isFalse();
    }

    @Test
    void bytesThatAreNoTextMakeItNotWhole() throws IOException {
        Path file = folder.resolve("checkpoint-000003.txt");
        byte[] text = String.join("\n", signed(3)).getBytes(StandardCharsets.UTF_8);
        text[40] = (byte) 0xFF;
        Files.write(file, text);
        assertThat(Checkpoint.read(file, key, (kind, head) -> {}).whole()).isFalse();
    }

    @Test
    void aFileIsKnownByItsName() {
        assertThat(Checkpoint.nameOf(7)).isEqualTo("checkpoint-000007.txt");
        assertThat(Checkpoint.numberOf(Path.of("x", Checkpoint.nameOf(7)))).hasValue(7);
        assertThat(Checkpoint.numberOf(Path.of("x", Checkpoint.nameOf(1_234_567))))
                .hasValue(1_234_567);
        for (String other : List.of("public-key.txt", "checkpoint-7.txt", "checkpoint-000007.txt.part")) {
            assertThat(Checkpoint.numberOf(Path.of(other))).as(other).isEmpty();
        }
    }

    @Test
    void aSignatureIsGoodForItsSealInItsOneSpellingAlone() {
        String signature = key.sign(FORMER);
        assertThat(signature).hasSize(128);
        assertThat(key.publicKey()).hasSize(64).matches("[0-9a-f]+");
        assertThat(key.signed(FORMER, signature)).isTrue();
        assertThat(key.signed(CHAIN.seal(), signature)).isFalse();
        assertThat(key.signed(FORMER, signature.toUpperCase(java.util.Locale.ROOT)))
                .isFalse();
        assertThat(key.signed(FORMER, "no hexadecimal")).isFalse();
        assertThat(key.signed(FORMER, "")).isFalse();
    }

    @Test
    void checkpointsStandInOneFolderAndWhereItIsSetInASecond() throws IOException {
        Path other = folder.resolve("other");
        CheckpointFolders both = new CheckpointFolders(data, " " + other + " ");
        assertThat(both.own()).isEqualTo(data.root().resolve("checkpoints"));
        assertThat(both.second()).hasValue(other);
        assertThat(both.all()).containsExactly(both.own(), other);
        CheckpointFolders alone = new CheckpointFolders(data, " ");
        assertThat(alone.second()).isEmpty();
        assertThat(alone.all()).containsExactly(alone.own());
        assertThat(CheckpointFolders.in(other)).as("no folder yet").isEmpty();

        Path written = Files.writeString(folder.resolve("written"), "anything");
        CheckpointFolders.place(written, other, Checkpoint.nameOf(2));
        CheckpointFolders.place(written, other, Checkpoint.nameOf(11));
        Files.writeString(other.resolve("public-key.txt"), "");
        assertThat(CheckpointFolders.in(other)).containsOnlyKeys(2, 11);
        assertThat(CheckpointFolders.in(other).lastEntry().getValue()).hasContent("anything");
        assertThat(written).exists();
        try (var files = Files.list(other)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing unfinished is left")
                    .containsExactlyInAnyOrder("checkpoint-000002.txt", "checkpoint-000011.txt", "public-key.txt");
        }
    }
}
