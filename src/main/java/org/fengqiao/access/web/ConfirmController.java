package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.fengqiao.access.AllowedToSignedIn;
import org.fengqiao.access.Door;
import org.fengqiao.access.Factors;
import org.fengqiao.access.IdentityProvider;
import org.fengqiao.access.Passkeys;
import org.fengqiao.access.SecondFactor;
import org.fengqiao.access.SignInByProvider;
import org.fengqiao.access.SignedIn;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Asks for the second factor (the password where there is none): the second half of a sign-in, and before what is sensitive. */
@Controller
@RequestMapping("/confirm")
@AllowedToSignedIn
class ConfirmController {

    private final SecondFactor secondFactor;
    private final Passkeys passkeys;
    private final Door door;
    private final Factors factors;
    private final IdentityProvider identityProvider;

    ConfirmController(
            SecondFactor secondFactor,
            Passkeys passkeys,
            Door door,
            Factors factors,
            IdentityProvider identityProvider) {
        this.identityProvider = identityProvider;
        this.passkeys = passkeys;
        this.secondFactor = secondFactor;
        this.door = door;
        this.factors = factors;
    }

    @GetMapping
    String ask(
            @AuthenticationPrincipal SignedIn me,
            Authentication session,
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(required = false) @Nullable String provider,
            Model model) {
        model.addAttribute("elsewhere", identityProvider.isThere() && Factors.elsewhere(session, me));
        model.addAttribute("refusal", SignInByProvider.Refusal.of(provider));
        model.addAttribute("app", secondFactor.state(me).isPresent());
        model.addAttribute("passkey", !passkeys.of(me).isEmpty());
        model.addAttribute("next", Next.safe(next));
        return "access/confirm";
    }

    @PostMapping
    String confirm(
            @AuthenticationPrincipal SignedIn me,
            Authentication session,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String password,
            @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (me.secondFactor()) {
            if (!secondFactor.check(me, code)) {
                throw RefusedException.badInput("refused.second-factor.code").at("code");
            }
        } else if (!door.confirms(me, password)) {
            throw RefusedException.badInput("refused.confirm.password").at("password");
        }
        Session.renew(
                factors.proved(
                        me,
                        session.getAuthorities(),
                        me.secondFactor() ? Factors.TOTP : FactorGrantedAuthority.PASSWORD_AUTHORITY),
                request,
                response);
        return "redirect:" + Next.safe(next);
    }

    @PostMapping(path = "/passkey/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String askPasskey(@AuthenticationPrincipal SignedIn me, HttpServletRequest request) {
        return Question.asked(passkeys.ask(me), request);
    }

    @PostMapping("/passkey")
    String confirmByPasskey(
            @AuthenticationPrincipal SignedIn me,
            Authentication session,
            @RequestParam(required = false) @Nullable String answer,
            @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!passkeys.confirms(me, Question.of(request), answer)) {
            throw RefusedException.badInput("refused.passkey");
        }
        Session.renew(
                factors.proved(me, session.getAuthorities(), FactorGrantedAuthority.WEBAUTHN_AUTHORITY),
                request,
                response);
        return "redirect:" + Next.safe(next);
    }
}
