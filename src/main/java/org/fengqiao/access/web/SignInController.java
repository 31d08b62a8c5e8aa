package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.access.ChangePassword;
import org.fengqiao.access.Factors;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class SignInController {

    private final ChangePassword changePassword;

    SignInController(ChangePassword changePassword) {
        this.changePassword = changePassword;
    }

    @GetMapping("/sign-in")
    @AllowedToEverybody
    String signIn() {
        return "access/sign-in";
    }

    @GetMapping("/password")
    @Allowed({
        Role.OFFICER,
        Role.AUXILIARY,
        Role.CHIEF,
        Role.SUPERVISOR,
        Role.PARTNER,
        Role.MEDIATOR,
        Role.VOLUNTEER,
        Role.ADMINISTRATOR,
        Role.SECURITY,
        Role.AUDITOR
    })
    String password() {
        return "access/password";
    }

    @PostMapping("/password")
    @Allowed({
        Role.OFFICER,
        Role.AUXILIARY,
        Role.CHIEF,
        Role.SUPERVISOR,
        Role.PARTNER,
        Role.MEDIATOR,
        Role.VOLUNTEER,
        Role.ADMINISTRATOR,
        Role.SECURITY,
        Role.AUDITOR
    })
    String change(
            @AuthenticationPrincipal SignedIn me,
            Authentication session,
            @RequestParam(required = false) @Nullable String old,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        int epoch = changePassword.change(me, old, password);
        Session.renew(Factors.goingOn(me.afterChangeOfPassword(epoch), session), request, response);
        return "redirect:/?password-changed";
    }
}
