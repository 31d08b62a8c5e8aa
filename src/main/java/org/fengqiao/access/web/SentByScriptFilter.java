package org.fengqiao.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Plain forms are sent by script where there is one, so that what a person typed stays on the page when the house refuses. The redirect
 * that ends a form that went well is then told in {@code HX-Redirect}, for the browser to follow as if the form had been sent plainly.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class SentByScriptFilter extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !"true".equals(request.getHeader("HX-Boosted"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new HttpServletResponseWrapper(response) {
            @Override
            public void sendRedirect(String location) {
                setStatus(SC_OK);
                setHeader("HX-Redirect", location);
            }
        });
    }
}
