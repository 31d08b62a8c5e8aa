package org.fengqiao;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out health, figures and observations where nobody asks for them: neither on a port of their own nor at a collector. What is
 * left out costs nothing, neither a second at the start nor a filter around every request.
 */
class FiguresOnlyWhenAsked implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final Pattern FIGURES = Pattern.compile(
            "org\\.springframework\\.boot\\.(.*\\.)?((actuate|micrometer|health|metrics)\\..*|[A-Za-z]*(Observation|Endpoint)AutoConfiguration)");

    private boolean asked;

    @Override
    public void setEnvironment(Environment environment) {
        asked = environment.getProperty("management.server.port", Integer.class, -1) >= 0
                || !environment.getProperty("FENGQIAO_OTLP_ENDPOINT", "").isBlank();
    }

    @Override
    public boolean[] match(@Nullable String[] configurations, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[configurations.length];
        for (int i = 0; i < wanted.length; i++) {
            String name = configurations[i];
            wanted[i] = asked || name == null || !FIGURES.matcher(name).matches();
        }
        return wanted;
    }
}
