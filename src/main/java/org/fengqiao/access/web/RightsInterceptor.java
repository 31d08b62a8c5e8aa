package org.fengqiao.access.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.access.Factors;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.util.UriUtils;

/** Lets a request pass to an endpoint only where the endpoint says that this role may come. Silence means no. */
final class RightsInterceptor implements HandlerInterceptor {

    static final Deed REFUSED = Deed.named("access.refused");

    /** Where a person may go who needs a second factor and has none. */
    private static final Set<Class<?>> SETTING_UP =
            Set.of(SecondFactorController.class, PasskeyController.class, SignInController.class);

    /** Where a person goes to prove who it is. */
    private static final Set<Class<?>> CONFIRMING = Set.of(ConfirmController.class, ProviderController.class);

    private final Factors factors;
    private final AuditTrail trail;
    private final Map<Endpoint, Declared> declared = new ConcurrentHashMap<>();

    RightsInterceptor(Factors factors, AuditTrail trail) {
        this.factors = factors;
        this.trail = trail;
    }

    /** Handlers that are not ours and show nothing of anybody: the error page and the description of the API. */
    private static final List<String> OPEN_FOREIGN =
            List.of("org.springframework.boot.webmvc.autoconfigure.error.", "org.springdoc.");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws Exception {
        if (handler instanceof ResourceHttpRequestHandler) {
            return true;
        }
        if (!(handler instanceof HandlerMethod method)) {
            throw new AccessDeniedException("nobody said who may come here");
        }
        String type = method.getBeanType().getName();
        if (type.startsWith(OPEN_FOREIGN.get(0)) && request.getDispatcherType() == DispatcherType.REQUEST) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND); // nobody asks for the error page itself
            return false;
        }
        Declared declared = declared(method);
        if (OPEN_FOREIGN.stream().anyMatch(type::startsWith) || declared.toEverybody()) {
            return true;
        }
        Allowed allowed = declared.allowed();
        SignedIn me = me();
        if (me == null) {
            throw new InsufficientAuthenticationException("sign in first");
        }
        if (allowed == null || !Arrays.asList(allowed.value()).contains(me.role())) {
            throw refused(request, allowed, "not for this role");
        }
        if (isForPrograms(request) || !me.scopes().isEmpty()) {
            if (allowed.scope().isEmpty() || !me.scopes().contains(allowed.scope())) {
                throw refused(request, allowed, "not for this token");
            }
            return true;
        }
        String first = asksFirst(me, method, request);
        if (first.isEmpty()) {
            return true;
        }
        if (response.isCommitted()) {
            return false; // a stream that ends: there is no page left to lead away from
        }
        if ("true".equals(request.getHeader("HX-Request")) && !"true".equals(request.getHeader("HX-Boosted"))) {
            response.setHeader("HX-Redirect", first);
        } else {
            response.sendRedirect(first);
        }
        return false;
    }

    /** Who comes to what those who keep the house do leaves a line; without the line there is no answer either. */
    private AccessDeniedException refused(HttpServletRequest request, @Nullable Allowed allowed, String why) {
        List<Role> roles = allowed == null ? List.of() : List.of(allowed.value());
        if (roles.stream().anyMatch(Role::keepsTheHouse) && !roles.contains(Role.OFFICER)) {
            trail.keep(REFUSED, "", "", Map.of("asked", request.getMethod() + " " + pattern(request), "why", why));
        }
        return new AccessDeniedException(why);
    }

    /** The page this person has to see before any other; empty for none. */
    private String asksFirst(SignedIn me, HandlerMethod method, HttpServletRequest request) {
        Class<?> page = method.getBeanType();
        Authentication session = SecurityContextHolder.getContext().getAuthentication();
        boolean confirming = CONFIRMING.contains(page);
        if (session == null || confirming) {
            return "";
        }
        String confirm = "/confirm?next=" + UriUtils.encode(Next.after(request), StandardCharsets.UTF_8);
        if (!Factors.whole(session, me)) {
            return confirm;
        }
        if (me.mustChange()) {
            return page.equals(SignInController.class) ? "" : "/password";
        }
        boolean settingUp = SETTING_UP.contains(page);
        if (factors.lacksSecond(session, me) && !settingUp) {
            return "/second-factor/new";
        }
        return declared(method).stepUp() && !factors.fresh(session, me) ? confirm : "";
    }

    /** By the pattern that matched: the address as it was written may hide itself ({@code /%61pi/}). */
    private static boolean isForPrograms(HttpServletRequest request) {
        return pattern(request).startsWith("/api/");
    }

    private static String pattern(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    }

    private record Endpoint(Class<?> type, Method method) {}

    /** What an endpoint says about who may come. */
    private record Declared(@Nullable Allowed allowed, boolean toEverybody, boolean stepUp) {}

    private Declared declared(HandlerMethod method) {
        return declared.computeIfAbsent(
                new Endpoint(method.getBeanType(), method.getMethod()),
                endpoint -> new Declared(
                        has(endpoint, Allowed.class),
                        has(endpoint, AllowedToEverybody.class) != null,
                        has(endpoint, StepUp.class) != null));
    }

    private static <A extends Annotation> @Nullable A has(Endpoint endpoint, Class<A> annotation) {
        A found = AnnotatedElementUtils.findMergedAnnotation(endpoint.method(), annotation);
        return found != null ? found : AnnotatedElementUtils.findMergedAnnotation(endpoint.type(), annotation);
    }

    private static @Nullable SignedIn me() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedIn me ? me : null;
    }
}
