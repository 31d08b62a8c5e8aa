package org.fengqiao;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Tells the person at the terminal in plain words why the house did not start and what to do about it. */
class FengqiaoStaysShut implements FailureAnalysisReporter {

    private static final String RULE = "─".repeat(72);

    @Override
    public void report(FailureAnalysis why) {
        say("枫桥没有启动 / Fengqiao did not start", why.getDescription(), why.getAction() == null ? "" : why.getAction());
    }

    /** Prints a frame around what is said in both languages. */
    static void say(String heading, String chinese, String english) {
        System.err.printf(
                "%n%s%n  %s%n%n%s%n%n%s%n%s%n",
                RULE,
                heading,
                chinese.indent(2).stripTrailing(),
                english.indent(2).stripTrailing(),
                RULE);
    }
}
