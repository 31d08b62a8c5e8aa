package org.fengqiao.matter.web;

import jakarta.servlet.http.HttpServletResponse;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.StepUp;
import org.fengqiao.audit.Purpose;
import org.fengqiao.matter.RevealCaller;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Whom to call: the number is shown in the answer itself and nowhere else. */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class CallerController {

    private final RevealCaller revealCaller;

    CallerController(RevealCaller revealCaller) {
        this.revealCaller = revealCaller;
    }

    @PostMapping("/matters/{id}/reveal")
    @StepUp
    String reveal(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Purpose purpose,
            @RequestParam(required = false) @Nullable String words,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("id", id);
        model.addAttribute("phone", revealCaller.reveal(id, purpose, words).digits());
        response.setHeader("Cache-Control", "no-store");
        return part ? "matter/CallerPage :: number" : "matter/CallerPage";
    }
}
