package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.fengqiao.access.Passkeys;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;

/** What a passkey was asked, kept in the session until the answer comes. A question is answered once. */
final class Question {

    private static final String ASKED = "fengqiao.passkey.asked";

    private Question() {}

    static String asked(PublicKeyCredentialRequestOptions question, HttpServletRequest request) {
        request.getSession().setAttribute(ASKED, question);
        return Passkeys.json(question);
    }

    static @Nullable PublicKeyCredentialRequestOptions of(HttpServletRequest request) {
        return once(request, ASKED) instanceof PublicKeyCredentialRequestOptions question ? question : null;
    }

    static @Nullable Object once(HttpServletRequest request, String name) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return null;
        }
        Object question = session.getAttribute(name);
        session.removeAttribute(name);
        return question;
    }
}
