package org.fengqiao.channel.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.access.RateLimits;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.hook.Outcome;
import org.fengqiao.channel.hook.ReceiveMessages;
import org.fengqiao.channel.hook.StandardWebhooks;
import org.fengqiao.database.Outage;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /hooks/v1/messages?bridge=7}: one message, or an array of up to 500. The bridge stands in the address, because most
 * senders let their operator set nothing else.
 *
 * <p>The door stands before all others. A bridge has no session, no cookie and no rights to be looked up, its signature is all; what
 * the house does for a person at the door would cost several times what keeping the message does (ADR 9).
 */
@AllowedToEverybody
final class HookDoor implements Filter {

    static final String PATH = "/hooks/v1/messages";

    private static final Logger log = LoggerFactory.getLogger(HookDoor.class);
    private static final Counter MESSAGES = Metrics.counter("fengqiao.hook.messages");
    private static final Pattern BRIDGE = Pattern.compile("bridge=[0-9]{1,9}");

    private final ReceiveMessages receiveMessages;
    private final RateLimits limits;
    private final MessageSource messages;
    private final LocaleResolver locales;
    private final JsonMapper json;

    HookDoor(
            ReceiveMessages receiveMessages,
            RateLimits limits,
            MessageSource messages,
            LocaleResolver locales,
            JsonMapper json) {
        this.limits = limits;
        this.receiveMessages = receiveMessages;
        this.messages = messages;
        this.locales = locales;
        this.json = json;
    }

    /** What became of one message; {@code kept} also when it had been kept before: a repetition gets the first answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(
            @Nullable String id,
            String state,
            @Nullable Long message,
            @Nullable Long quarantine,
            @Nullable String reason) {

        static Said of(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Kept kept -> new Said(kept.id(), "kept", kept.message(), null, null);
                case Outcome.Conflict conflict -> new Said(conflict.id(), "conflict", null, null, null);
                case Outcome.Quarantined bad ->
                    new Said(
                            null, "quarantined", null, bad.number(), bad.fault().name());
            };
        }
    }

    /** The outcomes of a batch, in its order. */
    record SaidOfAll(List<Said> messages) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Cache-Control", "no-store");
        try {
            if (!asked.getMethod().equals("POST")) {
                answer.setHeader("Allow", "POST");
                problem(HttpStatus.METHOD_NOT_ALLOWED, "refused.http.405", List.of(), Map.of(), asked, answer);
                return;
            }
            int bridge = bridgeIn(asked.getQueryString());
            long seconds = limits.count(RateLimits.Of.HOOK, bridge + " " + asked.getRemoteAddr());
            if (seconds > 0) {
                answer.setHeader("Retry-After", Long.toString(seconds));
                problem(HttpStatus.TOO_MANY_REQUESTS, "refused.often", List.of(seconds), Map.of(), asked, answer);
                return;
            }
            receive(bridge, asked, answer);
        } catch (RefusedException refused) {
            HttpStatus status = refused.reason() == Reason.TOO_LARGE
                    ? HttpStatus.CONTENT_TOO_LARGE
                    : HttpStatus.SERVICE_UNAVAILABLE;
            problem(status, refused.key(), refused.args(), Map.of(), asked, answer);
        } catch (RuntimeException trouble) {
            if (!Outage.isBehind(trouble)) {
                throw trouble;
            }
            log.warn("A bridge met a database that is away: {}", trouble.toString());
            problem(HttpStatus.SERVICE_UNAVAILABLE, "refused.busy", List.of(), Map.of(), asked, answer);
        }
    }

    private void receive(int number, HttpServletRequest asked, HttpServletResponse answer) throws IOException {
        byte[] body = body(asked);
        Bridge bridge;
        try {
            bridge = receiveMessages.prove(
                    number,
                    new ReceiveMessages.Signature(
                            asked.getHeader(StandardWebhooks.ID),
                            asked.getHeader(StandardWebhooks.TIMESTAMP),
                            asked.getHeader(StandardWebhooks.SIGNATURE)),
                    body);
        } catch (RefusedException unproven) {
            problem(HttpStatus.UNAUTHORIZED, unproven.key(), unproven.args(), Map.of(), asked, answer);
            return;
        }
        ReceiveMessages.Received received = receiveMessages.receive(bridge, body);
        MESSAGES.increment(received.outcomes().size());
        long known = received.outcomes().stream()
                .filter(outcome -> outcome instanceof Outcome.Kept kept && kept.known())
                .count();
        if (received.batch()) {
            say(new SaidOfAll(received.outcomes().stream().map(Said::of).toList()), known, answer);
            return;
        }
        switch (received.outcomes().getFirst()) {
            case Outcome.Kept kept -> say(Said.of(kept), known, answer);
            case Outcome.Conflict conflict ->
                problem(HttpStatus.CONFLICT, "refused.hook.conflict", List.of(conflict.id()), Map.of(), asked, answer);
            case Outcome.Quarantined bad ->
                problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "refused.hook.unreadable",
                        List.of(bad.number(), words("fault." + bad.fault(), List.of(), locales.resolveLocale(asked))),
                        Map.of("quarantine", bad.number(), "reason", bad.fault().name()),
                        asked,
                        answer);
        }
    }

    private static byte[] body(HttpServletRequest asked) throws IOException {
        int length = asked.getContentLength();
        boolean told = length >= 0 && length <= ReceiveMessages.MOST_BYTES;
        byte[] body = asked.getInputStream().readNBytes(told ? length : ReceiveMessages.MOST_BYTES + 1);
        if (body.length > ReceiveMessages.MOST_BYTES) {
            throw RefusedException.because(
                    Reason.TOO_LARGE, "refused.hook.large", ReceiveMessages.MOST_BYTES / 1024 / 1024);
        }
        return body;
    }

    private void say(Object said, long known, HttpServletResponse answer) throws IOException {
        answer.setHeader("fengqiao-known", Long.toString(known));
        write(HttpStatus.OK, MediaType.APPLICATION_JSON_VALUE, json.writeValueAsBytes(said), answer);
    }

    private void problem(
            HttpStatus status,
            String key,
            List<Object> args,
            Map<String, Object> properties,
            HttpServletRequest asked,
            HttpServletResponse answer)
            throws IOException {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(status, words(key, args, locales.resolveLocale(asked)));
        problem.setType(URI.create("urn:fengqiao:" + key));
        problem.setTitle(status.getReasonPhrase());
        problem.setProperties(new LinkedHashMap<>(properties));
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.setHeader("Retry-After", "2");
        }
        write(status, MediaType.APPLICATION_PROBLEM_JSON_VALUE, json.writeValueAsBytes(problem), answer);
    }

    private static void write(HttpStatus status, String type, byte[] body, HttpServletResponse answer)
            throws IOException {
        answer.setStatus(status.value());
        answer.setContentType(type);
        answer.setContentLength(body.length);
        answer.getOutputStream().write(body);
    }

    private String words(String key, List<Object> args, Locale locale) {
        return String.valueOf(messages.getMessage(key, args.toArray(), key, locale));
    }

    /** Read by hand: asking for a parameter would read a form out of the body, which must stay as it came. */
    private static int bridgeIn(@Nullable String query) {
        return query != null && BRIDGE.matcher(query).matches()
                ? Integer.parseInt(query.substring("bridge=".length()))
                : 0;
    }
}
