package org.fengqiao.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.fengqiao.access.Answered;
import org.fengqiao.access.SignedIn;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Lets a program's POST have its effect once, however often it is sent with the same {@code Idempotency-Key}: one transaction around
 * the whole handling ({@link Answered#once}); the answer goes out after the commit.
 */
final class OnceFilter extends OncePerRequestFilter {

    /** 10,000 Chinese characters are 30 kB, 60 kB when escaped. */
    private static final int LARGEST_BODY = 256 * 1024;

    /** Where large bodies come, the endpoint takes the key itself, after it has read them: see {@link Answered#once}. */
    private static final Pattern UPLOAD = Pattern.compile("/api/v1/matters/[0-9]+/(?:photos|documents)");

    /** What is shown to one caller is kept for nobody; showing it twice does nothing twice. */
    private static final Pattern SHOWN_ONCE = Pattern.compile("/api/v1/.+/reveal");

    private static final String[] KEPT_HEADERS = {"Content-Type", "ETag", "Location"};

    private final Answered answered;
    private final HandlerExceptionResolver refusals;
    private final LocaleResolver locales;

    OnceFilter(Answered answered, HandlerExceptionResolver refusals, LocaleResolver locales) {
        this.answered = answered;
        this.refusals = refusals;
        this.locales = locales;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || UPLOAD.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof SignedIn me)) {
            chain.doFilter(request, response);
            return;
        }
        ContentCachingResponseWrapper held = new ContentCachingResponseWrapper(response);
        try {
            String key = Answered.key(request.getHeader(Answered.KEY));
            if (SHOWN_ONCE.matcher(request.getRequestURI()).matches()) {
                chain.doFilter(request, response);
                return;
            }
            byte[] body = body(request);
            Answered.Answer[] own = new Answered.Answer[1];
            Answered.Answer answer = answered.once(me.officer(), key, digest(request, body), () -> {
                own[0] = handled(new BodyRequest(request, body), held, chain);
                return own[0];
            });
            if (answer != own[0]) {
                held.reset();
                replay(answer, held);
            }
        } catch (RefusedException | DataAccessException | TransactionException e) {
            held.reset();
            request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, locales);
            if (refusals.resolveException(request, held, null, e) == null) {
                throw e;
            }
        } catch (Failed failed) {
            failed.rethrow();
        }
        held.copyBodyToResponse();
    }

    private static Answered.Answer handled(
            HttpServletRequest request, ContentCachingResponseWrapper held, FilterChain chain) {
        try {
            chain.doFilter(request, held);
            return answer(held);
        } catch (IOException | ServletException e) {
            throw new Failed(e);
        }
    }

    private static Answered.Answer answer(ContentCachingResponseWrapper held) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = name.equals("Content-Type") ? held.getContentType() : held.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new Answered.Answer(
                held.getStatus(), headers, new String(held.getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private static void replay(Answered.Answer first, HttpServletResponse response) throws IOException {
        response.setStatus(first.status());
        first.headers().forEach((name, value) -> {
            if (name.equals("Content-Type")) {
                response.setContentType(value);
            } else {
                response.setHeader(name, value);
            }
        });
        response.getOutputStream().write(first.body().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw RefusedException.because(
                    RefusedException.Reason.TOO_LARGE, "refused.body.large", LARGEST_BODY / 1024);
        }
        return body;
    }

    private static byte[] digest(HttpServletRequest request, byte[] body) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(request.getRequestURI().getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) '\n');
            return sha256.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Carries a checked exception out of the transaction, which it rolls back. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(Exception cause) {
            super(cause);
        }

        void rethrow() throws IOException, ServletException {
            if (getCause() instanceof IOException trouble) {
                throw trouble;
            }
            throw new ServletException(getCause());
        }
    }

    /** The request with a body that was read already. */
    private static final class BodyRequest extends jakarta.servlet.http.HttpServletRequestWrapper {

        private final java.io.ByteArrayInputStream body;

        BodyRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = new java.io.ByteArrayInputStream(body);
        }

        @Override
        public ServletInputStream getInputStream() {
            return new ServletInputStream() {
                @Override
                public int read() {
                    return body.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return body.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return body.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(jakarta.servlet.@Nullable ReadListener listener) {
                    throw new UnsupportedOperationException("the body is here already");
                }
            };
        }
    }
}
