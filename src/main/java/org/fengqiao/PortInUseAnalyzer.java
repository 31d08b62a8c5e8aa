package org.fengqiao;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Another program listens where the house wants to. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortInUseAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable whole, PortInUseException refusal) {
        return new FailureAnalysis(
                "端口 %d 已被另一个程序占用。请停掉它，或用 FENGQIAO_PORT 指定另一个端口。".formatted(refusal.getPort()),
                "Port %d is in use by another program. Stop that one, or name another port in FENGQIAO_PORT."
                        .formatted(refusal.getPort()),
                refusal);
    }
}
