package org.fengqiao.access.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.fengqiao.access.OpenSessions;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/** Writes down with a new session from where it was opened, for the person to know it again in the list. */
final class OpenedFrom extends SavedRequestAwareAuthenticationSuccessHandler {

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws ServletException, IOException {
        HttpSession session = request.getSession();
        session.setAttribute(OpenSessions.DEVICE, OpenSessions.device(request.getHeader("User-Agent")));
        session.setAttribute(OpenSessions.ADDRESS, request.getRemoteAddr());
        super.onAuthenticationSuccess(request, response, authentication);
    }
}
