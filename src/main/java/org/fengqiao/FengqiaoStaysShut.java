package org.fengqiao;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Tells the person at the terminal in plain words why the house did not start and what to do about it. */
class FengqiaoStaysShut implements FailureAnalysisReporter {

    private static final String RULE = "─".repeat(72);

    @Override
    public void report(FailureAnalysis why) {
        String action = why.getAction() == null ? "" : why.getAction();
        System.err.printf(
                "%n%s%n  枫桥没有启动 / Fengqiao did not start%n%n%s%n%n%s%n%s%n",
                RULE,
                why.getDescription().indent(2).stripTrailing(),
                action.indent(2).stripTrailing(),
                RULE);
    }
}
