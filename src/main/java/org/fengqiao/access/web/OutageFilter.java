package org.fengqiao.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.fengqiao.database.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * While the database is away every answer is 503 and says when to try again, also where the trouble arises before or behind the
 * controllers (sessions, views).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class OutageFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(OutageFilter.class);

    private final MessageSource messages;

    OutageFilter(MessageSource messages) {
        this.messages = messages;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException trouble) {
            if (!Outage.isBehind(trouble) || response.isCommitted()) {
                throw trouble;
            }
            log.warn("{} {} met a database that is away", request.getMethod(), request.getRequestURI());
            sayLater(request, response);
        }
    }

    private void sayLater(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Locale locale = request.getLocale();
        String words = messages.getMessage("refused.busy", null, locale);
        response.resetBuffer();
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", "2");
        response.setHeader("Cache-Control", "no-store");
        boolean program = RefusalAdvice.isProgram(request);
        response.setContentType(program ? "application/problem+json" : "text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().print(program ? """
                        {"type":"urn:fengqiao:refused.busy","title":"Service Unavailable","status":503,"detail":"%s"}""".formatted(words) : """
                        <!DOCTYPE html><html lang="%s"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width">
                        <title>503</title></head><body><main><p>%s</p></main></body></html>""".formatted(locale.toLanguageTag(), words));
    }
}
