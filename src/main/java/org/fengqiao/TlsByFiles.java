package org.fengqiao;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fengqiao.database.CannotStartException;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * HTTPS by the house itself, where {@code FENGQIAO_TLS_CERTIFICATE} and {@code FENGQIAO_TLS_KEY} name two PEM files: the chain of
 * certificates and its private key. When the files are replaced the house takes the new ones without a new start.
 */
class TlsByFiles implements EnvironmentPostProcessor {

    private static final String BUNDLE = "spring.ssl.bundle.pem.house.";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment settings, SpringApplication house) {
        String certificate =
                settings.getProperty("FENGQIAO_TLS_CERTIFICATE", "").strip();
        String key = settings.getProperty("FENGQIAO_TLS_KEY", "").strip();
        if (certificate.isEmpty() && key.isEmpty()) {
            return;
        }
        Map<String, Object> tls = new LinkedHashMap<>();
        tls.put(BUNDLE + "keystore.certificate", file("FENGQIAO_TLS_CERTIFICATE", certificate));
        tls.put(BUNDLE + "keystore.private-key", file("FENGQIAO_TLS_KEY", key));
        tls.put(BUNDLE + "options.enabled-protocols", "TLSv1.3,TLSv1.2");
        tls.put(BUNDLE + "reload-on-update", "true");
        tls.put("server.ssl.bundle", "house");
        settings.getPropertySources().addFirst(new MapPropertySource("tls", tls));
    }

    private static String file(String setting, String path) {
        if (path.isEmpty() || !Files.isReadable(Path.of(path))) {
            throw new CannotStartException(
                    "%s 没有指向可读的 PEM 文件（%s）。FENGQIAO_TLS_CERTIFICATE 和 FENGQIAO_TLS_KEY 要一起设置。".formatted(setting, path),
                    "%s names no PEM file that can be read (%s). FENGQIAO_TLS_CERTIFICATE and FENGQIAO_TLS_KEY go together."
                            .formatted(setting, path));
        }
        return Path.of(path).toAbsolutePath().toUri().toString();
    }
}
