package org.fengqiao.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.fengqiao.database.DiskSpace;
import org.fengqiao.database.Outage;
import org.fengqiao.database.Patience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * While the database is away every answer is 503 and says when to try again, also where the trouble arises before or behind the
 * controllers (sessions, views). While the disk is full nothing new is taken in, and what is there can be read.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class OutageFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(OutageFilter.class);

    /** Who comes in to read, or leaves, writes next to nothing. */
    private static final Set<String> COMING_AND_GOING = Set.of("/sign-in", "/sign-out", "/confirm");

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final MessageSource messages;
    private final DiskSpace disk;

    OutageFilter(MessageSource messages, DiskSpace disk) {
        this.messages = messages;
        this.disk = disk;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (writes(request) && disk.isFull()) {
            sayLater(request, response);
            return;
        }
        Patience.shorten();
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException | IOException trouble) {
            disk.heard(trouble);
            if (!(Outage.isBehind(trouble) || Outage.isFullDisk(trouble)) || response.isCommitted()) {
                throw trouble;
            }
            log.warn("{} {} met a database that is away", request.getMethod(), request.getRequestURI());
            sayLater(request, response);
        } finally {
            Patience.restore();
        }
    }

    private static boolean writes(HttpServletRequest request) {
        return !READING.contains(request.getMethod()) && !COMING_AND_GOING.contains(request.getServletPath());
    }

    /** The page of a refusal without the engine for pages, which may need what is away. */
    private String page(Locale locale, String words) {
        return """
                <!DOCTYPE html>
                <html lang="%s"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>%s</title>
                <script src="/assets/theme.js"></script><link rel="stylesheet" href="/webjars/tabler__core/dist/css/tabler.min.css">
                <link rel="stylesheet" href="/assets/house.css"><script src="/assets/house.js" defer></script></head>
                <body class="bare"><div id="content"><main class="narrow refusal"><div class="card card-body"><p class="refusal-status" aria-hidden="true">503</p>
                <h1>%s</h1><p role="alert">%s</p><div class="actions"><button class="btn btn-primary" type="button" data-back hidden>%s</button></div>
                </div></main></div></body></html>
                """.formatted(
                        locale.toLanguageTag(),
                        messages.getMessage("refusal.title", null, locale),
                        messages.getMessage("refusal.title", null, locale),
                        words,
                        messages.getMessage("refusal.back", null, locale));
    }

    private void sayLater(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Locale locale = request.getLocale();
        boolean full = disk.isFull();
        String key = full ? "refused.disk-full" : "refused.busy";
        String words = messages.getMessage(key, null, locale);
        response.resetBuffer();
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", full ? "30" : "2");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        boolean program = RefusalAdvice.isProgram(request);
        response.setContentType(program ? "application/problem+json" : "text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        if (program) {
            response.getWriter().print("""
                            {"type":"urn:fengqiao:%s","title":"Service Unavailable","status":503,"detail":"%s"}""".formatted(key, words));
        } else if ("true".equals(request.getHeader("HX-Request"))) {
            response.setHeader("HX-Retarget", "#toasts");
            response.setHeader("HX-Reswap", "afterbegin");
            response.setHeader("HX-Push-Url", "false");
            response.getWriter().print("<div role=\"alert\">%s</div>".formatted(words));
        } else {
            response.getWriter().print(page(locale, words));
        }
    }
}
