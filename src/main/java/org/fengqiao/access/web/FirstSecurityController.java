package org.fengqiao.access.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.GiveFirstSecurity;
import org.fengqiao.access.OfficerSheets;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where the first security administrator gets an account. */
@Controller
@RequestMapping("/first-security")
@Allowed(Role.ADMINISTRATOR)
class FirstSecurityController {

    private final GiveFirstSecurity giveFirstSecurity;
    private final OfficerSheets sheets;

    FirstSecurityController(GiveFirstSecurity giveFirstSecurity, OfficerSheets sheets) {
        this.giveFirstSecurity = giveFirstSecurity;
        this.sheets = sheets;
    }

    @GetMapping
    String page(@AuthenticationPrincipal SignedIn me, Model model) {
        model.addAttribute("mine", giveFirstSecurity.isFor(me));
        model.addAttribute("own", find(me.officer()));
        return "access/first-security";
    }

    @PostMapping
    @StepUp
    String give(@AuthenticationPrincipal SignedIn me, GiveFirstSecurity.Two two, Model model) {
        GiveAccount.Given given = giveFirstSecurity.give(me, two);
        model.addAttribute("officer", find(given.officer()));
        model.addAttribute("password", given.password());
        model.addAttribute("next", "/");
        return "access/one-time-password";
    }

    private OfficerSheets.Row find(int id) {
        return sheets.find(id)
                .orElseThrow(
                        () -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.officer.absent"));
    }
}
