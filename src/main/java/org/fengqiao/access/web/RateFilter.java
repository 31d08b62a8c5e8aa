package org.fengqiao.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.fengqiao.access.RateLimits;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

/** Turns an address away that comes too often, before anything is looked up for it. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class RateFilter extends OncePerRequestFilter {

    private final RateLimits limits;
    private final MessageSource messages;
    private final LocaleResolver locales;

    RateFilter(RateLimits limits, MessageSource messages, LocaleResolver locales) {
        this.limits = limits;
        this.messages = messages;
        this.locales = locales;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long seconds = seconds(request);
        if (seconds == 0) {
            chain.doFilter(request, response);
        } else {
            sayLater(request, response, seconds);
        }
    }

    private long seconds(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        long seconds = limits.count(RateLimits.Of.ADDRESS, address);
        // The path as the house understands it: written otherwise (/sign%2Din) it means the same.
        String path = request.getServletPath();
        boolean signingIn = path.startsWith("/sign-in/")
                || (path.equals("/sign-in") && request.getMethod().equals("POST"));
        if (seconds == 0 && signingIn) {
            return limits.count(RateLimits.Of.SIGN_IN, address);
        }
        return seconds == 0 && (path.startsWith("/r/") || path.startsWith("/t/"))
                ? limits.count(RateLimits.Of.RESIDENTS, address)
                : seconds;
    }

    private void sayLater(HttpServletRequest request, HttpServletResponse response, long seconds) throws IOException {
        Locale locale = locales.resolveLocale(request);
        String words = messages.getMessage("refused.often", new Object[] {seconds}, locale);
        response.setStatus(429);
        response.setHeader("Retry-After", Long.toString(seconds));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        boolean program = RefusalAdvice.isProgram(request);
        response.setContentType(program ? "application/problem+json" : "text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().print(program ? """
                        {"type":"urn:fengqiao:refused.often","title":"Too Many Requests","status":429,"detail":"%s"}""".formatted(words) : """
                        <!DOCTYPE html><html lang="%s"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width">
                        <title>429</title></head><body><main><p>%s</p></main></body></html>""".formatted(locale.toLanguageTag(), words));
    }
}
