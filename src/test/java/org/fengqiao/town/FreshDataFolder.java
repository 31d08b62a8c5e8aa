package org.fengqiao.town;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives the house an empty data folder below {@code target}. */
class FreshDataFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "houses")), "house");
            TestPropertyValues.of(
                            "fengqiao.data=" + folder.toAbsolutePath(),
                            "fengqiao.egress=public,127.0.0.0/8",
                            "fengqiao.egress-ports=",
                            "fengqiao.callouts.seconds=3")
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
