package org.fengqiao.access.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.access.AllowedToSignedIn;
import org.fengqiao.access.Factors;
import org.fengqiao.access.IdentityProvider;
import org.fengqiao.access.IdentityProvider.Answer;
import org.fengqiao.access.IdentityProvider.Asked;
import org.fengqiao.access.IdentityProvider.Identity;
import org.fengqiao.access.SignInByProvider;
import org.fengqiao.access.SignInByProvider.Refusal;
import org.fengqiao.access.SignedIn;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/**
 * The way to the bureau's identity provider and back: to sign in, or to prove once more who one is. It is followed as a link and not sent
 * as a form, so that the policy on where forms may lead stays with this house alone.
 */
@Controller
class ProviderController {

    private static final String ASKED = "fengqiao.provider.asked";

    private final IdentityProvider provider;
    private final SignInByProvider signIn;
    private final Factors factors;

    ProviderController(IdentityProvider provider, SignInByProvider signIn, Factors factors) {
        this.provider = provider;
        this.signIn = signIn;
        this.factors = factors;
    }

    /** Whoever is in already stays who it is: a page of somebody else cannot make it another. */
    @GetMapping("/sign-in/oidc")
    @AllowedToEverybody
    void ask(@AuthenticationPrincipal @Nullable SignedIn me, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.sendRedirect(me != null && provider.isThere() ? "/" : asked("", request));
    }

    @GetMapping("/confirm/oidc")
    @AllowedToSignedIn
    void askAgain(
            @RequestParam(required = false) @Nullable String next,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.sendRedirect(asked(Next.safe(next), request));
    }

    @GetMapping(IdentityProvider.BACK)
    @AllowedToEverybody
    void answer(
            @AuthenticationPrincipal @Nullable SignedIn me,
            @Nullable Authentication session,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String iss,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, ServletException {
        Answer answer = new Answer(state, code, iss);
        Asked asked = Question.once(request, ASKED) instanceof Asked known ? known : null;
        if (asked != null && !asked.next().isEmpty() && me != null && session != null) {
            response.sendRedirect(confirmed(me, session, asked, answer, request, response));
            return;
        }
        switch (signIn.letIn(asked, answer)) {
            case SignInByProvider.Refused refused -> response.sendRedirect(refused("", refused.why()));
            case SignInByProvider.Entered entered -> {
                Authentication proved = factors.provedElsewhere(entered.who(), List.of(), entered.proof());
                Session.renew(proved, request, response);
                new OpenedFrom().onAuthenticationSuccess(request, response, proved);
            }
        }
    }

    /** Where to go on after the provider was asked once more. */
    private String confirmed(
            SignedIn me,
            Authentication session,
            Asked asked,
            Answer answer,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Identity> proof;
        try {
            proof = signIn.confirms(me, asked, answer);
        } catch (RefusedException away) {
            return refused(asked.next(), Refusal.AWAY);
        }
        if (proof.isEmpty()) {
            return refused(asked.next(), Refusal.DENIED);
        }
        Authentication proved = factors.provedElsewhere(me, session.getAuthorities(), proof.get());
        Session.renew(proved, request, response);
        return factors.fresh(proved, me) ? asked.next() : refused(asked.next(), Refusal.DENIED);
    }

    /** Where to send the browser. */
    private String asked(String next, HttpServletRequest request) {
        try {
            IdentityProvider.Question question = provider.ask(next);
            request.getSession().setAttribute(ASKED, question.asked());
            return question.address().toString();
        } catch (RefusedException away) {
            if (away.reason() != RefusedException.Reason.BUSY) {
                throw away;
            }
            return refused(next, Refusal.AWAY);
        }
    }

    private static String refused(String next, Refusal why) {
        return next.isEmpty()
                ? "/sign-in?provider=" + why.word()
                : "/confirm?provider=" + why.word() + "&next=" + UriUtils.encode(next, StandardCharsets.UTF_8);
    }
}
