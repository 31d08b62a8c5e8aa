package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.fengqiao.shared.RefusedException.Reason;
import org.junit.jupiter.api.Test;

class RefusedExceptionTest {

    @Test
    void carriesWhatAPersonNeedsToCorrectIt() {
        var refused = RefusedException.because(Reason.TOO_LARGE, "refused.photo.bytes", 15)
                .at("photo");

        assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused.key()).isEqualTo("refused.photo.bytes");
        assertThat(refused.args()).containsExactly(15);
        assertThat(refused.field()).isEqualTo("photo");
    }

    @Test
    void costsNoStackTrace() {
        assertThat(RefusedException.badInput("refused.words.empty").getStackTrace())
                .isEmpty();
    }

    @Test
    void everyRefusalOfThisRoomHasWordsInBothLanguages() throws IOException {
        var inCode = new TreeSet<String>();
        try (var files = Files.list(Path.of("src/main/java/org/fengqiao/shared"))) {
            for (Path file : files.toList()) {
                var found = Pattern.compile("\"(refused\\.[a-z.-]+)\"").matcher(Files.readString(file));
                while (found.find()) {
                    inCode.add(found.group(1));
                }
            }
        }
        Properties chinese = messages("messages-shared.properties");
        Properties english = messages("messages-shared_en.properties");

        assertThat(inCode).isNotEmpty();
        assertThat(chinese.stringPropertyNames()).containsAll(inCode);
        assertThat(english.stringPropertyNames()).isEqualTo(chinese.stringPropertyNames());
        for (String key : chinese.stringPropertyNames()) {
            assertThat(new MessageFormat(english.getProperty(key)).getFormatsByArgumentIndex())
                    .as(key)
                    .hasSameSizeAs(new MessageFormat(chinese.getProperty(key)).getFormatsByArgumentIndex());
        }
    }

    private static Properties messages(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RefusedException.class.getResourceAsStream("/i18n/" + name))) {
            var messages = new Properties();
            messages.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return messages;
        }
    }
}
