package org.fengqiao.access.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What exactly was wrong with a request of a program that could not be read: the field, the line, what would be right. */
final class Misread {

    private static final int LONGEST_NAME = 80;

    private Misread() {}

    /** The refusal that says it; empty when the exception is about something else. */
    static Optional<RefusedException> words(Exception e) {
        return Optional.ofNullable(refusal(e));
    }

    private static @Nullable RefusedException refusal(Exception e) {
        if (e instanceof MethodArgumentTypeMismatchException wrong) {
            Class<?> type = wrong.getRequiredType();
            return type != null && type.isEnum()
                    ? choice(wrong.getName(), type)
                    : RefusedException.badInput("refused.parameter", wrong.getName())
                            .at(wrong.getName());
        }
        if (e instanceof MissingServletRequestParameterException missing) {
            return RefusedException.badInput("refused.parameter.missing", missing.getParameterName())
                    .at(missing.getParameterName());
        }
        if (!(e instanceof HttpMessageNotReadableException unreadable)) {
            return null;
        }
        Throwable cause = unreadable.getCause();
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return named("refused.json.unknown", unknown);
        }
        if (cause instanceof MismatchedInputException wrong && !path(wrong).isEmpty()) {
            Class<?> type = wrong.getTargetType();
            return type != null && type.isEnum() ? choice(path(wrong), type) : named("refused.json.type", wrong);
        }
        if (cause instanceof StreamReadException broken && broken.getLocation() != null) {
            return RefusedException.badInput(
                    "refused.json.broken",
                    broken.getLocation().getLineNr(),
                    broken.getLocation().getColumnNr());
        }
        return RefusedException.badInput(cause == null ? "refused.json.missing" : "refused.json.object");
    }

    private static RefusedException named(String key, JacksonException e) {
        return RefusedException.badInput(key, path(e)).at(path(e));
    }

    private static RefusedException choice(String field, Class<?> type) {
        String choices =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
        return RefusedException.badInput("refused.json.choice", field, choices).at(field);
    }

    private static String path(JacksonException e) {
        List<JacksonException.Reference> references = e.getPath();
        String path = references.stream()
                .map(one -> one.getPropertyName() == null ? "[" + one.getIndex() + "]" : one.getPropertyName())
                .collect(Collectors.joining("."));
        return path.length() > LONGEST_NAME ? path.substring(0, LONGEST_NAME) : path;
    }
}
