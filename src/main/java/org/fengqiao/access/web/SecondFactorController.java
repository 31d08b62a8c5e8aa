package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.fengqiao.access.AllowedToSignedIn;
import org.fengqiao.access.Factors;
import org.fengqiao.access.Passkeys;
import org.fengqiao.access.SecondFactor;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.shared.QrCode;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's own second factor. */
@Controller
@RequestMapping("/second-factor")
@AllowedToSignedIn
class SecondFactorController {

    private final SecondFactor secondFactor;
    private final Passkeys passkeys;
    private final Factors factors;

    SecondFactorController(SecondFactor secondFactor, Passkeys passkeys, Factors factors) {
        this.passkeys = passkeys;
        this.secondFactor = secondFactor;
        this.factors = factors;
    }

    @GetMapping
    String mine(@AuthenticationPrincipal SignedIn me, Model model) {
        model.addAttribute("state", secondFactor.state(me).orElse(null));
        model.addAttribute("passkeys", passkeys.of(me));
        model.addAttribute("needed", factors.needs(me));
        return "access/second-factor";
    }

    @GetMapping("/new")
    @StepUp
    String fresh(@AuthenticationPrincipal SignedIn me, Model model) {
        return offered(secondFactor.begin(me), me, model);
    }

    private String offered(SecondFactor.Pending pending, SignedIn me, Model model) {
        model.addAttribute("pending", pending);
        model.addAttribute("qr", QrCode.of(pending.link()).svg());
        model.addAttribute("needed", factors.needs(me) && !me.secondFactor());
        return "access/second-factor-new";
    }

    @PostMapping("/new")
    @StepUp
    String setUp(
            @AuthenticationPrincipal SignedIn me,
            Authentication session,
            @RequestParam(required = false) @Nullable String nonce,
            @RequestParam(required = false) @Nullable String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        List<String> codes;
        try {
            codes = secondFactor.setUp(me, nonce, code);
        } catch (RefusedException mistyped) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("why", mistyped.key());
            return offered(secondFactor.again(me, nonce), me, model);
        }
        Session.renew(factors.proved(me, session.getAuthorities(), Factors.TOTP), request, response);
        return once(codes, model);
    }

    @PostMapping("/recovery-codes")
    @StepUp
    String renew(@AuthenticationPrincipal SignedIn me, Model model) {
        return once(secondFactor.renewCodes(me), model);
    }

    @PostMapping("/remove")
    @StepUp
    String remove(@AuthenticationPrincipal SignedIn me) {
        secondFactor.remove(me);
        return "redirect:/second-factor";
    }

    private static String once(List<String> codes, Model model) {
        model.addAttribute("codes", codes);
        return "access/recovery-codes";
    }
}
