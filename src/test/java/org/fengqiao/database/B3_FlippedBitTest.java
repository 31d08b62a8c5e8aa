package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** B3: a backup in which one bit turned, or that broke off, is never restored from: it is known before anything is written. */
@InAHouseOfItsOwn
class B3_FlippedBitTest {

    @Autowired
    private TakeBackup takeBackup;

    @Autowired
    private PostgresServer server;

    @Autowired
    private DataFolder data;

    @TempDir
    private Path folder;

    @Test
    void everyBitThatTurnedIsFoundBeforeAnythingIsWritten() throws IOException {
        Random chance = Soak.chance("B3");
        TwentyStations.in(server);
        byte[] sound = Files.readAllBytes(takeBackup.take(folder, step -> {}).file());
        Path damaged = folder.resolve("damaged.zip");
        Path target = folder.resolve("target");
        RestoreBackup restore = new RestoreBackup(Restored.on(target));
        int flips = Soak.times(500, 20_000);
        int missed = 0;
        int atTheEnds = 0;
        for (int flip = 0; flip < flips; flip++) {
            byte[] bytes = sound.clone();
            // Some at the very begin and end, where a zip keeps what no checksum of its own covers.
            int at = flip % 5 == 0
                    ? bytes.length - 1 - chance.nextInt(300)
                    : flip % 5 == 1 ? chance.nextInt(60) : chance.nextInt(bytes.length);
            atTheEnds += flip % 5 <= 1 ? 1 : 0;
            bytes[at] ^= (byte) (1 << chance.nextInt(8));
            Files.write(damaged, bytes);
            missed += isRefused(restore, damaged) ? 0 : 1;
        }
        System.out.printf(
                "B3: %,d bits turned in %,d bytes, %d of them at the ends, %d missed%n",
                flips, sound.length, atTheEnds, missed);
        assertThat(missed).isZero();
        assertThat(target).as("the folder to restore into").doesNotExist();
        Files.write(damaged, sound);
        assertThat(restore.verify(damaged).rows()).as("rows of the sound one").isGreaterThan(100);
    }

    private static boolean isRefused(RestoreBackup restore, Path file) {
        try {
            restore.restore(file, true, step -> {});
            return false;
        } catch (CannotStartException refused) {
            return refused.english().contains("is damaged") || refused.english().contains("is no whole backup");
        }
    }

    @Test
    void oneThatBrokeOffIsKnownAsSuch() throws IOException {
        Random chance = Soak.chance("B3 broken off");
        byte[] sound = Files.readAllBytes(takeBackup.take(folder, step -> {}).file());
        RestoreBackup restore = new RestoreBackup(Restored.on(folder.resolve("target")));
        for (int i = 0; i < Soak.times(100, 2_000); i++) {
            Path part = Files.write(
                    folder.resolve("part.zip"), java.util.Arrays.copyOf(sound, chance.nextInt(sound.length)));
            assertThat(isRefused(restore, part))
                    .as("%d bytes", Files.size(part))
                    .isTrue();
        }
        Path unsealed = folder.resolve("unsealed.zip");
        try (SealedZip zip = new SealedZip(unsealed)) {
            try (OutputStream one = zip.part("tables/org.unit")) {
                one.write("1\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(isRefused(restore, unsealed)).as("never sealed").isTrue();
    }

    @Test
    void whatIsWrittenCanBeReadByAnyProgramForZips() throws IOException {
        Path file = takeBackup.take(folder, step -> {}).file();
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(file.toFile())) {
            assertThat(zip.stream().map(java.util.zip.ZipEntry::getName))
                    .contains("tables/matter.matter", "tables/org.unit", "files.sha256", "manifest.json")
                    .noneMatch(name -> name.contains("secrets"));
        }
        assertThat(data.secrets()).isNotEmptyDirectory();
    }

    @Test
    void itNeverHoldsASecretOfTheHouse() throws IOException {
        Path file = takeBackup.take(folder, step -> {}).file();
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(file.toFile());
                var secrets = Files.walk(data.secrets())) {
            for (Path secret : secrets.filter(Files::isRegularFile).toList()) {
                String words =
                        Files.readString(secret, StandardCharsets.ISO_8859_1).strip();
                for (var entry : java.util.Collections.list(zip.entries())) {
                    String part = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertThat(part.contains(words))
                            .as("%s in %s", secret.getFileName(), entry)
                            .isFalse();
                }
            }
        }
    }
}
