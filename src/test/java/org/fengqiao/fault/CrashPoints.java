package org.fengqiao.fault;

import static net.bytebuddy.matcher.ElementMatchers.hasSuperType;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isAnnotatedWith;
import static net.bytebuddy.matcher.ElementMatchers.isPrivate;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.nameContains;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Sits in the Java of a house under test as an agent; the house knows nothing of it. Every step whose outcome somebody may rely on has
 * a name made from the code itself: each statement to the database and each commit by the line that asks for it, each use case with a
 * transaction, each follower, each file of a photo, each call out and each answer that leaves. The agent writes the names down as they
 * are passed, or ends the Java at once just before or just after the step of one name.
 */
public final class CrashPoints {

    /** File the names are added to, each once as long as the file is there. */
    static final String SEEN = "crash.seen";

    /** The step that is the last, with its side. */
    static final String AT = "crash.at";

    /** File that must be there: the start of the house is no part of the sweep. */
    static final String WHEN = "crash.when";

    /** With which code the Java ends. */
    static final int ENDED = 86;

    private static final String BEFORE = "before ";
    private static final String AFTER = "after ";
    private static final Pattern MADE_NAME = Pattern.compile("\\$\\$SpringCGLIB\\$\\$\\d+");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");
    private static final Set<String> BENEATH = Set.of(
            "OneTrip", "WalledTransactions", "Pool", "Pool$WhereItIsNow", "CrashPoints", "OnceFilter$BodyRequest");
    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private CrashPoints() {}

    /** Called by Java before the house. */
    public static void premain(String nothing, Instrumentation java) {
        ElementMatcher.Junction<TypeDescription> ours = nameStartsWith("org.fengqiao.");
        ElementMatcher.Junction<MethodDescription> whole =
                not(isAbstract()).and(not(isStatic())).and(not(isPrivate()));
        on(java, named("org.postgresql.jdbc.PgConnection"), named("commit"));
        on(
                java,
                namedOneOf("org.postgresql.jdbc.PgStatement", "org.postgresql.jdbc.PgPreparedStatement"),
                namedOneOf("execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch"));
        on(java, named("org.apache.catalina.connector.Response"), named("finishResponse"));
        on(java, named("org.fengqiao.channel.CallOut"), named("post"));
        on(java, named("org.fengqiao.matter.PhotoFiles"), namedOneOf("keep", "write", "settle"));
        on(java, ours.and(hasSuperType(named("org.fengqiao.follow.Follower"))), whole.and(named("follow")));
        on(
                java,
                ours.and(not(nameContains("$$"))),
                whole.and(isAnnotatedWith(named("org.springframework.transaction.annotation.Transactional"))));
    }

    private static void on(
            Instrumentation java,
            ElementMatcher<? super TypeDescription> type,
            ElementMatcher<? super MethodDescription> step) {
        new AgentBuilder.Default()
                .type(type)
                .transform((builder, description, loader, module, domain) ->
                        builder.visit(Advice.to(Step.class).on(step)))
                .installOn(java);
    }

    /** Copied into every step. */
    static final class Step {

        private Step() {}

        @Advice.OnMethodEnter
        static void before(
                @Advice.Origin("#t") String type,
                @Advice.Origin("#m") String method,
                @Advice.This(optional = true) @Nullable Object self) {
            CrashPoints.passed(BEFORE, type, method, self);
        }

        @Advice.OnMethodExit
        static void after(
                @Advice.Origin("#t") String type,
                @Advice.Origin("#m") String method,
                @Advice.This(optional = true) @Nullable Object self) {
            CrashPoints.passed(AFTER, type, method, self);
        }
    }

    /** Called at both sides of a step. */
    public static void passed(String side, String type, String method, @Nullable Object self) {
        if (INSIDE.get()) {
            return;
        }
        INSIDE.set(true);
        try {
            if (!Files.exists(Path.of(told(WHEN)))) {
                return;
            }
            String name = name(type, method, self);
            if (name.isEmpty()) {
                return;
            }
            String whole = side + name;
            if (whole.equals(System.getProperty(AT))) {
                Runtime.getRuntime().halt(ENDED);
            }
            Path seen = Path.of(told(SEEN));
            if (!Files.exists(seen)) {
                KNOWN.clear();
            }
            if (KNOWN.add(whole)) {
                Files.writeString(seen, whole + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            INSIDE.set(false);
        }
    }

    private static String told(String property) {
        return Objects.requireNonNull(System.getProperty(property), property);
    }

    private static String name(String type, String method, @Nullable Object self) {
        if (type.startsWith("org.postgresql.")) {
            String asked = asked();
            return asked.isEmpty() ? "" : (method.equals("commit") ? "commit of " : "statement of ") + asked;
        }
        if (self instanceof org.apache.catalina.connector.Response response) {
            return "answer to " + response.getRequest().getMethod() + " "
                    + response.getRequest()
                            .getRequestURI()
                            .replaceAll("/[0-9]+", "/n")
                            .replaceAll("/[0-9A-Z]{16}", "/code");
        }
        return type.substring(type.lastIndexOf('.') + 1) + "." + method;
    }

    /** The line of the house nearest to the driver. */
    private static String asked() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("org.fengqiao."))
                        .filter(frame -> !BENEATH.contains(simple(frame.getClassName())))
                        .findFirst()
                        .map(frame ->
                                MADE_NAME.matcher(simple(frame.getClassName())).replaceAll("") + "."
                                        + LAMBDA.matcher(frame.getMethodName()).replaceAll("$1")
                                        + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : ""))
                        .orElse(""));
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
