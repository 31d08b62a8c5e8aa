package org.fengqiao.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.stereotype.Component;

/** Counts sign-ins that were refused; whose they were is nobody's business here. */
@Component
class SignInMeters {

    private final Counter refused;

    SignInMeters(MeterRegistry registry) {
        this.refused = Counter.builder("fengqiao.signin.refused")
                .description("Sign-ins refused")
                .register(registry);
    }

    @EventListener
    void refused(AbstractAuthenticationFailureEvent failure) {
        refused.increment();
    }
}
