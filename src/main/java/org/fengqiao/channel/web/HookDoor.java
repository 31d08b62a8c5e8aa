package org.fengqiao.channel.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.hook.Outcome;
import org.fengqiao.channel.hook.ReceiveMessages;
import org.fengqiao.channel.hook.StandardWebhooks;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /hooks/v1/messages?bridge=7}: one message, or an array of up to 500. The bridge stands in the address, because most
 * senders let their operator set nothing else.
 */
@RestController
class HookController {

    private final ReceiveMessages receiveMessages;
    private final MessageSource messages;

    HookController(ReceiveMessages receiveMessages, MessageSource messages) {
        this.receiveMessages = receiveMessages;
        this.messages = messages;
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

    @AllowedToEverybody
    @PostMapping("/hooks/v1/messages")
    ResponseEntity<?> receive(HttpServletRequest request, Locale locale) throws IOException {
        byte[] body = request.getInputStream().readNBytes(ReceiveMessages.MOST_BYTES + 1);
        if (body.length > ReceiveMessages.MOST_BYTES) {
            throw RefusedException.because(
                    Reason.TOO_LARGE, "refused.hook.large", ReceiveMessages.MOST_BYTES / 1024 / 1024);
        }
        Bridge bridge;
        try {
            bridge = receiveMessages.prove(
                    bridgeIn(request.getQueryString()),
                    new ReceiveMessages.Signature(
                            request.getHeader(StandardWebhooks.ID),
                            request.getHeader(StandardWebhooks.TIMESTAMP),
                            request.getHeader(StandardWebhooks.SIGNATURE)),
                    body);
        } catch (RefusedException unproven) {
            return problem(HttpStatus.UNAUTHORIZED, unproven.key(), unproven.args(), Map.of(), locale);
        }
        ReceiveMessages.Received received = receiveMessages.receive(bridge, body);
        long known = received.outcomes().stream()
                .filter(outcome -> outcome instanceof Outcome.Kept kept && kept.known())
                .count();
        if (received.batch()) {
            return answer(
                    new SaidOfAll(received.outcomes().stream().map(Said::of).toList()), known);
        }
        return switch (received.outcomes().getFirst()) {
            case Outcome.Kept kept -> answer(Said.of(kept), known);
            case Outcome.Conflict conflict ->
                problem(HttpStatus.CONFLICT, "refused.hook.conflict", List.of(conflict.id()), Map.of(), locale);
            case Outcome.Quarantined bad ->
                problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "refused.hook.unreadable",
                        List.of(
                                bad.number(),
                                String.valueOf(messages.getMessage("fault." + bad.fault(), null, "", locale))),
                        Map.of("quarantine", bad.number(), "reason", bad.fault().name()),
                        locale);
        };
    }

    private static ResponseEntity<?> answer(Object said, long known) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("fengqiao-known", Long.toString(known))
                .body(said);
    }

    private ResponseEntity<ProblemDetail> problem(
            HttpStatus status, String key, List<Object> args, Map<String, Object> properties, Locale locale) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status, String.valueOf(messages.getMessage(key, args.toArray(), key, locale)));
        problem.setType(URI.create("urn:fengqiao:" + key));
        problem.setTitle(status.getReasonPhrase());
        properties.forEach(problem::setProperty);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** Read by hand: asking for a parameter would read a form out of the body, which must stay as it came. */
    private static int bridgeIn(@Nullable String query) {
        if (query == null || !query.matches("bridge=[0-9]{1,9}")) {
            return 0;
        }
        return Integer.parseInt(query.substring("bridge=".length()));
    }
}
