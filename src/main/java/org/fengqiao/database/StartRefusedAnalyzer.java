package org.fengqiao.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Finds our own refusal to start among what it caused. */
class StartRefusedAnalyzer extends AbstractFailureAnalyzer<CannotStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable whole, CannotStartException refusal) {
        return new FailureAnalysis(refusal.chinese(), refusal.english(), refusal);
    }
}
