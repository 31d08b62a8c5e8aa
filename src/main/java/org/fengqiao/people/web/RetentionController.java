package org.fengqiao.people.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.org.Role;
import org.fengqiao.people.Retention;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How long what is kept is kept, and what would go tonight. */
@Controller
@Allowed({Role.CHIEF, Role.SUPERVISOR})
class RetentionController {

    private final Retention retention;

    RetentionController(Retention retention) {
        this.retention = retention;
    }

    @GetMapping("/retention")
    String rules(@AuthenticationPrincipal SignedIn me, Model model) {
        model.addAttribute("outlooks", retention.outlook());
        model.addAttribute("changes", me.role() == Role.SUPERVISOR);
        return "people/RetentionPage";
    }

    @PostMapping("/retention/{kind}")
    @Allowed(Role.SUPERVISOR)
    @StepUp
    String change(
            @PathVariable String kind,
            @RequestParam(defaultValue = "0") int months,
            @RequestParam(required = false) @Nullable String basis,
            @RequestParam(defaultValue = "false") boolean inForce) {
        retention.change(kind, months, basis, inForce);
        return "redirect:/retention?done=" + (inForce ? "in-force" : "changed");
    }
}
