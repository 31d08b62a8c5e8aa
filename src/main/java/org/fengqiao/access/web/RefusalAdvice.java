package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.fengqiao.access.TooOftenException;
import org.fengqiao.database.DiskSpace;
import org.fengqiao.database.Outage;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/**
 * Turns refusals and errors into words: a page for people, an RFC 9457 problem for programs. Never a stack trace, never the name of
 * a constraint.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusalAdvice {

    private static final Logger log = LoggerFactory.getLogger(RefusalAdvice.class);

    private final MessageSource messages;
    private final DiskSpace disk;

    RefusalAdvice(MessageSource messages, DiskSpace disk) {
        this.messages = messages;
        this.disk = disk;
    }

    @ExceptionHandler(RefusedException.class)
    Object refused(RefusedException refusal, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        String words = messages.getMessage(refusal.key(), refusal.args().toArray(), refusal.key(), locale);
        boolean preconditionFailed =
                request.getHeader("If-Match") != null && refusal.key().startsWith("refused.matter.overtaken");
        return answer(
                preconditionFailed ? HttpStatus.PRECONDITION_FAILED : status(refusal.reason()),
                refusal.key(),
                String.valueOf(words),
                refusal.field(),
                request,
                response,
                locale);
    }

    @ExceptionHandler(TooOftenException.class)
    Object tooOften(
            TooOftenException refusal, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        response.setHeader("Retry-After", Long.toString(refusal.seconds()));
        String words = messages.getMessage("refused.often", new Object[] {refusal.seconds()}, locale);
        return answer(HttpStatus.TOO_MANY_REQUESTS, "refused.often", words, null, request, response, locale);
    }

    @ExceptionHandler(AuthenticationException.class)
    Object unknown(AuthenticationException e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        if (isProgram(request)) {
            response.setHeader("WWW-Authenticate", "Bearer");
            return answer(HttpStatus.UNAUTHORIZED, "refused.token.missing", null, null, request, response, locale);
        }
        throw e;
    }

    @ExceptionHandler(AccessDeniedException.class)
    Object denied(AccessDeniedException e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        return answer(HttpStatus.FORBIDDEN, "refused.not-allowed", null, null, request, response, locale);
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    Object database(Exception e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        HttpStatus judged = judgedByDatabase(e);
        if (judged != null) {
            log.warn(
                    "{} {} was refused by the database: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    e.toString());
            return answer(judged, "refused.http." + judged.value(), null, null, request, response, locale);
        }
        if (!Outage.isBehind(e)
                && e instanceof org.springframework.dao.NonTransientDataAccessException
                && !(e instanceof org.springframework.dao.NonTransientDataAccessResourceException)) {
            log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            return answer(HttpStatus.INTERNAL_SERVER_ERROR, "refused.broken", null, null, request, response, locale);
        }
        return later(e, request, response, locale);
    }

    private Object later(Exception e, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        log.warn("{} {} could not be kept now: {}", request.getMethod(), request.getRequestURI(), e.toString());
        disk.heard(e);
        boolean full = disk.isFull();
        response.setHeader("Retry-After", full ? "30" : "2");
        String key = full ? "refused.disk-full" : "refused.busy";
        return answer(HttpStatus.SERVICE_UNAVAILABLE, key, null, null, request, response, locale);
    }

    /**
     * What slipped past our own checks and was stopped by the last one: words PostgreSQL cannot keep and numbers out of range (class
     * 22), a rule of a table (23), a wall (42501), which looks like absence.
     */
    private static @Nullable HttpStatus judgedByDatabase(Exception e) {
        String state = NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
                ? String.valueOf(sql.getSQLState())
                : "";
        if (state.equals("23505")) {
            return HttpStatus.CONFLICT;
        }
        if (state.startsWith("22") || state.startsWith("23")) {
            return HttpStatus.BAD_REQUEST;
        }
        return state.equals("42501") ? HttpStatus.NOT_FOUND : null;
    }

    @ExceptionHandler(Exception.class)
    Object other(Exception e, HttpServletRequest request, HttpServletResponse response, Locale locale)
            throws Exception {
        if (Outage.isFullDisk(e)) {
            return later(e, request, response, locale);
        }
        if (e instanceof java.io.IOException) {
            throw e;
        }
        if (isProgram(request)) {
            Optional<RefusedException> misread = Misread.words(e);
            if (misread.isPresent()) {
                return refused(misread.get(), request, response, locale);
            }
        }
        if (e instanceof ErrorResponse known) {
            HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
            return answer(status, "refused.http." + status.value(), null, null, request, response, locale);
        }
        if (e instanceof org.apache.tomcat.util.http.InvalidParameterException unread) {
            HttpStatus status = HttpStatus.valueOf(unread.getErrorCode());
            return answer(status, "refused.http." + status.value(), null, null, request, response, locale);
        }
        if (e instanceof org.springframework.http.converter.HttpMessageNotReadableException
                || e instanceof org.springframework.validation.BindException
                || e instanceof org.springframework.web.multipart.MultipartException
                || e instanceof org.springframework.beans.TypeMismatchException
                || e instanceof org.springframework.web.bind.ServletRequestBindingException) {
            boolean large = e instanceof org.springframework.web.multipart.MaxUploadSizeExceededException;
            return answer(
                    large ? HttpStatus.CONTENT_TOO_LARGE : HttpStatus.BAD_REQUEST,
                    large ? "refused.http.413" : "refused.http.400",
                    null,
                    null,
                    request,
                    response,
                    locale);
        }
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "refused.broken", null, null, request, response, locale);
    }

    private Object answer(
            HttpStatus status,
            String key,
            @org.jspecify.annotations.Nullable String said,
            @org.jspecify.annotations.Nullable String field,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        String words = said != null
                ? said
                : String.valueOf(messages.getMessage(
                        key, null, messages.getMessage("refused.http.400", null, "", locale), locale));
        if (isProgram(request)) {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, words);
            problem.setType(URI.create("urn:fengqiao:" + key));
            problem.setTitle(status.getReasonPhrase());
            if (field != null) {
                problem.setProperty("field", field);
            }
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        response.setStatus(status.value());
        boolean partial = "true".equals(request.getHeader("HX-Request"));
        if (partial) {
            response.setHeader("HX-Retarget", "#toasts");
            response.setHeader("HX-Reswap", "afterbegin");
            response.setHeader("HX-Push-Url", "false");
        }
        ModelAndView page = new ModelAndView(partial ? "access/refusal :: toast" : "access/refusal");
        page.setStatus(status);
        page.addObject("words", words);
        page.addObject("status", status.value());
        return page;
    }

    static boolean isProgram(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/api/") || path.startsWith("/hooks/");
    }

    static HttpStatus status(RefusedException.Reason reason) {
        return switch (reason) {
            case BAD_INPUT -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
            case CONFLICT -> HttpStatus.CONFLICT;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case GONE -> HttpStatus.GONE;
            case BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }
}
