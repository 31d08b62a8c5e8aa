package org.fengqiao.access.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.access.AllowedToSignedIn;
import org.fengqiao.access.Factors;
import org.fengqiao.access.Passkeys;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** One's own passkeys, and signing in with one. */
@Controller
class PasskeyController {

    private static final String NEW = "fengqiao.passkey.new";

    private final Passkeys passkeys;
    private final Factors factors;

    PasskeyController(Passkeys passkeys, Factors factors) {
        this.passkeys = passkeys;
        this.factors = factors;
    }

    @PostMapping(path = "/passkeys/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @AllowedToSignedIn
    @StepUp
    @ResponseBody
    String askForNew(@AuthenticationPrincipal SignedIn me, HttpSession session) {
        PublicKeyCredentialCreationOptions asked = passkeys.askForNew(me);
        session.setAttribute(NEW, asked);
        return Passkeys.json(asked);
    }

    @PostMapping("/passkeys")
    @AllowedToSignedIn
    @StepUp
    String add(
            @AuthenticationPrincipal SignedIn me,
            Authentication before,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String answer,
            HttpServletRequest request,
            HttpServletResponse response) {
        Object asked = Question.once(request, NEW);
        passkeys.add(me, asked instanceof PublicKeyCredentialCreationOptions known ? known : null, name, answer);
        Session.renew(
                factors.proved(me, before.getAuthorities(), FactorGrantedAuthority.WEBAUTHN_AUTHORITY),
                request,
                response);
        return "redirect:/second-factor";
    }

    @PostMapping("/passkeys/{id}/remove")
    @AllowedToSignedIn
    @StepUp
    String remove(@AuthenticationPrincipal SignedIn me, @PathVariable int id) {
        passkeys.remove(me, id);
        return "redirect:/second-factor";
    }

    @PostMapping(path = "/sign-in/passkey/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @AllowedToEverybody
    @ResponseBody
    String ask(HttpServletRequest request) {
        return Question.asked(passkeys.ask(null), request);
    }

    @PostMapping("/sign-in/passkey")
    @AllowedToEverybody
    void signIn(
            @RequestParam(required = false) @Nullable String answer,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException, IOException {
        Optional<SignedIn> who = passkeys.letIn(Question.of(request), answer);
        if (who.isEmpty()) {
            response.sendRedirect("/sign-in?passkey");
            return;
        }
        Authentication proved = factors.proved(who.get(), List.of(), FactorGrantedAuthority.WEBAUTHN_AUTHORITY);
        Session.renew(proved, request, response);
        new OpenedFrom().onAuthenticationSuccess(request, response, proved);
    }
}
