package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** B5: a house with a secret that everybody knows, or may read, does not start and says what to do. */
class B5_OpenSecretsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "fengqiao", "changeme", "short", "PASSWORD", "12345678", "theuser-x"})
    void aPasswordFromAManualStopsTheStart(String password) {
        MockEnvironment settings = new MockEnvironment()
                .withProperty("fengqiao.db.user", "theuser-x")
                .withProperty("fengqiao.db.password", password);

        assertThatThrownBy(() -> SettingsJudged.forStart(settings))
                .isInstanceOfSatisfying(
                        CannotStartException.class,
                        refusal -> assertThat(refusal.english())
                                .contains("FENGQIAO_DB_PASSWORD")
                                .doesNotContain(password + "\""));
    }

    @ParameterizedTest
    @CsvSource({
        "debug,true",
        "debug,''",
        "trace,true",
        "server.error.include-stacktrace,always",
        "server.error.include-message,on_param"
    })
    void aSettingThatShowsTheInsideStopsTheStart(String name, String value) {
        assertThatThrownBy(() -> SettingsJudged.forStart(new MockEnvironment().withProperty(name, value)))
                .isInstanceOf(CannotStartException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fengqiao.public-url", "fengqiao.db.url"})
    void theDemoTownWithItsPublishedPasswordStaysAtHome(String reachable) {
        MockEnvironment settings = new MockEnvironment().withProperty(reachable, "https://bridge.example");
        settings.setActiveProfiles("demo");

        assertThatThrownBy(() -> SettingsJudged.forStart(settings)).isInstanceOf(CannotStartException.class);
    }

    @Test
    void aHouseWithSecretsOfItsOwnStarts() {
        MockEnvironment demo = new MockEnvironment();
        demo.setActiveProfiles("demo");

        assertThatCode(() -> SettingsJudged.forStart(new MockEnvironment()
                        .withProperty("fengqiao.db.user", "fengqiao")
                        .withProperty("fengqiao.db.password", "kR7-vQ2.mZ")
                        .withProperty("fengqiao.public-url", "https://bridge.example")
                        .withProperty("debug", "false")
                        .withProperty("server.error.include-stacktrace", "never")))
                .doesNotThrowAnyException();
        assertThatCode(() -> SettingsJudged.forStart(demo)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rwxrwxrwx"})
    void aSecretThatOthersMayReadStopsTheStart(String permissions) throws IOException {
        try (DataFolder data = DataFolder.hold(folder.resolve("data"))) {
            new Secrets(data);
            Files.setPosixFilePermissions(
                    data.secrets().resolve("master"), PosixFilePermissions.fromString(permissions));

            assertThatThrownBy(() -> new Secrets(data)).isInstanceOf(CannotStartException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "changeme", "0000000000000000000000000000000000000000000000000000000000000000"})
    void aSecretThatIsNoneStopsTheStart(String secret) throws IOException {
        try (DataFolder data = DataFolder.hold(folder.resolve("data"))) {
            new Secrets(data);
            Files.writeString(data.secrets().resolve("master"), secret);

            assertThatThrownBy(() -> new Secrets(data)).isInstanceOf(CannotStartException.class);
        }
    }
}
