package org.fengqiao.access.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.fengqiao.access.EmergencyAccess;
import org.fengqiao.access.SignedIn;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Writes down every request made under emergency access before it is answered, of a page and of a program alike. */
final class EmergencyInterceptor implements HandlerInterceptor {

    private static final int LONGEST = 200;

    private final EmergencyAccess emergency;

    EmergencyInterceptor(EmergencyAccess emergency) {
        this.emergency = emergency;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Authentication session = SecurityContextHolder.getContext().getAuthentication();
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && handler instanceof HandlerMethod
                && session != null
                && session.getPrincipal() instanceof SignedIn me
                && me.emergency() != null) {
            String path = request.getMethod() + " " + request.getRequestURI();
            emergency.read(me.emergency(), path.substring(0, Math.min(LONGEST, path.length())));
        }
        return true;
    }
}
