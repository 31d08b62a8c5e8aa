package org.fengqiao.matter.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.HoldMatter;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

@Controller
@Allowed({Role.CHIEF, Role.SUPERVISOR})
class HoldController {

    private final MatterPage page;
    private final HoldMatter holdMatter;

    HoldController(MatterPage page, HoldMatter holdMatter) {
        this.page = page;
        this.holdMatter = holdMatter;
    }

    @PostMapping("/matters/{id}/hold")
    ModelAndView hold(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String basis) {
        return page.after(id, me, "hold", by -> holdMatter.hold(id, by, reason, basis));
    }

    @PostMapping("/matters/{id}/release")
    ModelAndView release(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String reason) {
        return page.after(id, me, "release", by -> holdMatter.release(id, by, reason));
    }
}
