package org.fengqiao.access.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.EmergencyAccess;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
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

/** Where emergency access is asked for, agreed to and ended. */
@Controller
@RequestMapping("/emergency")
@Allowed({Role.CHIEF, Role.SUPERVISOR, Role.SECURITY})
class EmergencyController {

    private final EmergencyAccess emergency;

    EmergencyController(EmergencyAccess emergency) {
        this.emergency = emergency;
    }

    @GetMapping
    String page(@AuthenticationPrincipal SignedIn me, Model model) {
        model.addAttribute("asks", EmergencyAccess.mayAsk(me));
        model.addAttribute("units", emergency.choices(me));
        model.addAttribute("mine", emergency.mine(me));
        model.addAttribute("waiting", emergency.waiting(me));
        return "access/emergency";
    }

    @PostMapping
    @Allowed({Role.CHIEF, Role.SUPERVISOR})
    @StepUp
    String ask(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam int unit,
            @RequestParam(required = false) @Nullable String reason) {
        emergency.ask(me, unit, reason);
        return "redirect:/emergency?done=emergency-asked";
    }

    @PostMapping("/{id}/agree")
    @Allowed({Role.CHIEF, Role.SECURITY})
    @StepUp
    String agree(
            @AuthenticationPrincipal SignedIn me, @PathVariable int id, @RequestParam(defaultValue = "1") int hours) {
        emergency.decide(me, id, Math.max(1, hours));
        return "redirect:/emergency?done=emergency-agreed";
    }

    @PostMapping("/{id}/refuse")
    @Allowed({Role.CHIEF, Role.SECURITY})
    String refuse(@AuthenticationPrincipal SignedIn me, @PathVariable int id) {
        emergency.decide(me, id, 0);
        return "redirect:/emergency?done=emergency-refused";
    }

    @PostMapping("/{id}/end")
    @Allowed({Role.CHIEF, Role.SUPERVISOR})
    String end(@AuthenticationPrincipal SignedIn me, @PathVariable int id) {
        emergency.end(me, id);
        return "redirect:/emergency?done=emergency-ended";
    }
}
