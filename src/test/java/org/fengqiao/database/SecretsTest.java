package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path folder;

    @Test
    void aSecretIsMadeOnceAndIsForTheOwnerAlone() throws IOException {
        try (DataFolder data = DataFolder.hold(folder.resolve("data"))) {
            Secrets secrets = new Secrets(data);
            String known = secrets.named("proxy");
            assertThat(known).matches("[0-9a-f]{64}").isEqualTo(secrets.named("proxy"));
            assertThat(new Secrets(data).named("proxy")).isEqualTo(known);
            assertThat(secrets.named("other")).isNotEqualTo(known);
            Path file = data.secrets().resolve("proxy");
            assertThat(file).hasContent(known);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aKeyForAPurposeIsTheKeyedDigestOfItsName() throws IOException {
        try (DataFolder data = DataFolder.hold(folder.resolve("data"))) {
            Path master = Files.writeString(data.secrets().resolve("master"), "0b".repeat(19) + "0c".repeat(13) + "\n");
            Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("rw-------"));
            Secrets secrets = new Secrets(data);
            // Reckoned by another program: openssl dgst -sha256 -mac HMAC.
            assertThat(HexFormat.of().formatHex(secrets.derived("bridge/7/2")))
                    .isEqualTo("f0de784e5037ebe7762fc14d8f38c13bcae59e528e6e812f11ba9f9fa5a9fb32");
            assertThat(secrets.derived("bridge/7/3")).isNotEqualTo(secrets.derived("bridge/7/2"));
        }
    }
}
