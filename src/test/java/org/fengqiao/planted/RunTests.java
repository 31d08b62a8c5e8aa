package org.fengqiao.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in this process and writes down how each test ended: {@code verdict|test|what was thrown}. */
final class RunTests {

    static final String PASSED = "passed";

    /** The test says that the program is wrong. */
    static final String JUDGED = "judged";

    /** The program threw something out of the test. */
    static final String BROKE_OFF = "broke off";

    /** The house did not start, so the test never looked at anything. */
    static final String NOT_STARTED = "not started";

    private RunTests() {}

    /**
     * Runs them and ends the process.
     *
     * @param arguments the file for the verdicts, then classes, each with {@code #method} where one is meant
     */
    public static void main(String[] arguments) throws IOException {
        List<String> verdicts = new ArrayList<>();
        for (String asked : Arrays.asList(arguments).subList(1, arguments.length)) {
            String method = asked.contains("#") ? asked.substring(asked.indexOf('#') + 1) : "";
            PostDiscoveryFilter only = test -> FilterResult.includedIf(method.isEmpty()
                    || !(test.getSource().orElse(null) instanceof MethodSource source)
                    || source.getMethodName().equals(method));
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(asked.replaceFirst("#.*", "")))
                                    .filters(only)
                                    .build(),
                            new Writer(verdicts));
        }
        Files.write(Path.of(arguments[0]), verdicts);
        System.exit(0);
    }

    private record Writer(List<String> verdicts) implements TestExecutionListener {

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Optional<Throwable> thrown = result.getThrowable();
            if (!test.isTest() && thrown.isEmpty()) {
                return;
            }
            String verdict = result.getStatus() != TestExecutionResult.Status.FAILED
                    ? PASSED
                    : thrown.map(Writer::verdict).orElse(BROKE_OFF);
            String words = thrown.map(Throwable::toString)
                    .orElse("")
                    .replaceAll("\\s+", " ")
                    .replace("|", "/");
            verdicts.add("%s|%s|%s".formatted(verdict, test.getDisplayName(), words));
            thrown.ifPresent(Throwable::printStackTrace);
        }

        private static String verdict(Throwable thrown) {
            for (Throwable one = thrown; one != null; one = one.getCause()) {
                if (String.valueOf(one.getMessage()).contains("ApplicationContext")) {
                    return NOT_STARTED;
                }
            }
            return thrown instanceof AssertionError ? JUDGED : BROKE_OFF;
        }
    }
}
