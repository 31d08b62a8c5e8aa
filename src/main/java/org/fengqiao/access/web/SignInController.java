package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.access.AllowedToSignedIn;
import org.fengqiao.access.ChangePassword;
import org.fengqiao.access.Door;
import org.fengqiao.access.Factors;
import org.fengqiao.access.SignInByProvider;
import org.fengqiao.access.SignedIn;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class SignInController {

    private final ChangePassword changePassword;
    private final Door door;

    SignInController(ChangePassword changePassword, Door door) {
        this.door = door;
        this.changePassword = changePassword;
    }

    @GetMapping("/sign-in")
    @AllowedToEverybody
    String signIn(@RequestParam(required = false) @Nullable String provider, Model model) {
        model.addAttribute("refusal", SignInByProvider.Refusal.of(provider));
        return "access/sign-in";
    }

    @GetMapping("/password")
    @AllowedToSignedIn
    String password(Model model) {
        model.addAttribute("policy", changePassword.policy());
        return "access/password";
    }

    @PostMapping("/password")
    @AllowedToSignedIn
    String change(
            @AuthenticationPrincipal SignedIn me,
            Authentication session,
            @RequestParam(required = false) @Nullable String old,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        // Before anything else, so that guessing here counts and is written down like guessing at the door.
        if (!door.confirms(me, old)) {
            throw RefusedException.badInput("refused.password.wrong").at("old");
        }
        int epoch = changePassword.change(me, old, password);
        Session.renew(Factors.goingOn(me.afterChangeOfPassword(epoch), session), request, response);
        return "redirect:/?password-changed";
    }
}
