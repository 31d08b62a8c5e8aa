package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.Tokens;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's own tokens. */
@Controller
@RequestMapping("/tokens")
@Allowed({
    Role.OFFICER,
    Role.AUXILIARY,
    Role.CHIEF,
    Role.SUPERVISOR,
    Role.PARTNER,
    Role.MEDIATOR,
    Role.VOLUNTEER,
    Role.AUDITOR
})
class TokensController {

    private final Tokens tokens;

    TokensController(Tokens tokens) {
        this.tokens = tokens;
    }

    @GetMapping
    String list(@AuthenticationPrincipal SignedIn me, Model page) {
        page.addAttribute("tokens", tokens.of(me));
        page.addAttribute("scopes", Tokens.scopes(me.role()));
        return "access/tokens";
    }

    /** Shows the token in the answer itself: after a redirect it would have to lie in the session, that is in the database. */
    @PostMapping
    @StepUp
    String issue(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = "") List<String> scopes,
            @RequestParam(defaultValue = "90") int days,
            HttpServletResponse response,
            Model page) {
        page.addAttribute("token", tokens.issue(me, name, scopes, days));
        response.setHeader("Cache-Control", "no-store");
        return "access/token-issued";
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable int id, @AuthenticationPrincipal SignedIn me) {
        tokens.revoke(me, id);
        return "redirect:/tokens";
    }
}
