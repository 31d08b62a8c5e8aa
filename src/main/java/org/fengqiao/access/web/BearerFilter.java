package org.fengqiao.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.fengqiao.access.Door;
import org.fengqiao.access.SignedIn;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a program in by the token in {@code Authorization: Bearer …} and gives the request its officer's sight. */
final class BearerFilter extends OncePerRequestFilter {

    private final Door door;

    BearerFilter(Door door) {
        this.door = door;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        Optional<SignedIn> bearer = header != null && header.startsWith("Bearer ")
                ? door.bearer(header.substring(7).strip())
                : Optional.empty();
        if (bearer.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        SignedIn me = bearer.get();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                me, null, AuthorityUtils.createAuthorityList("ROLE_" + me.role().name())));
        SecurityContextHolder.setContext(context);
        try {
            SightFilter.see(me.sight(), request, response, chain);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
