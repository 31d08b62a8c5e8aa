package org.fengqiao.access.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.fengqiao.access.RateLimits;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.TooOftenException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Counts what one person asks for, whatever address it comes from: pages, programs, tables to take along. */
final class RateInterceptor implements HandlerInterceptor {

    private final RateLimits limits;

    RateInterceptor(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || handler instanceof ResourceHttpRequestHandler
                || authentication == null
                || !(authentication.getPrincipal() instanceof SignedIn me)) {
            return true;
        }
        String who = Integer.toString(me.officer());
        long seconds = limits.count(me.scopes().isEmpty() ? RateLimits.Of.PERSON : RateLimits.Of.API, who);
        if (seconds == 0 && request.getServletPath().endsWith(".xlsx")) {
            seconds = limits.count(RateLimits.Of.EXPORT, who);
        }
        if (seconds > 0) {
            throw new TooOftenException(seconds);
        }
        return true;
    }
}
