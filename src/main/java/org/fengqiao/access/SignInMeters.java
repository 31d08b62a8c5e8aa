package org.fengqiao.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.stereotype.Component;

/** Counts sign-ins that were refused; whose they were is nobody's business here. */
@Component
class SignInMeters {

    private static final Counter REFUSED = Metrics.counter("fengqiao.signin.refused");

    @EventListener
    void refused(AbstractAuthenticationFailureEvent failure) {
        countRefused();
    }

    static void countRefused() {
        REFUSED.increment();
    }
}
