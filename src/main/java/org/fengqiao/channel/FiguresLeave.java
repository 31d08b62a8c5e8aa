package org.fengqiao.channel;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Sends the figures of the house to an OpenTelemetry collector, where {@code FENGQIAO_OTLP_ENDPOINT} names one: OTLP over HTTP, by the one
 * way out (ADR 23). Where none is named nothing of this is made.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${fengqiao.otlp-endpoint:}'.isBlank()")
class FiguresLeave {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PROTOBUF = "application/x-protobuf";

    /**
     * @param endpoint address of the collector, without {@code /v1/metrics}
     * @param every seconds between two times
     */
    @Bean
    OtlpMeterRegistry collector(
            CallOut callOut,
            @Value("${fengqiao.otlp-endpoint}") String endpoint,
            @Value("${fengqiao.otlp-seconds:60}") int every) {
        URI address = URI.create(endpoint.replaceFirst("/+$", "") + "/v1/metrics");
        OtlpConfig settings = new OtlpConfig() {
            @Override
            public @Nullable String get(String key) {
                return null;
            }

            @Override
            public Duration step() {
                return Duration.ofSeconds(every);
            }

            @Override
            public Map<String, String> resourceAttributes() {
                return Map.of("service.name", "fengqiao");
            }
        };
        return OtlpMeterRegistry.builder(settings)
                .clock(Clock.SYSTEM)
                .metricsSender(request -> {
                    Map<String, String> headers = new LinkedHashMap<>(request.getHeaders());
                    headers.put("Content-Type", PROTOBUF);
                    int status = callOut.post(address, headers, request.getMetricsData(), PATIENCE);
                    if (status >= 300) {
                        throw new IOException("the collector answered " + status);
                    }
                })
                .build();
    }
}
