package org.fengqiao.matter.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.AcceptMatter;
import org.fengqiao.matter.DeclineMatter;
import org.fengqiao.matter.HandOverMatter;
import org.fengqiao.matter.ReturnMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who answers for a matter and who is on it. */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class AcceptanceController {

    private final MatterPage page;
    private final AcceptMatter acceptMatter;
    private final DeclineMatter declineMatter;
    private final TakeMatter takeMatter;
    private final HandOverMatter handOverMatter;
    private final ReturnMatter returnMatter;

    AcceptanceController(
            MatterPage page,
            AcceptMatter acceptMatter,
            DeclineMatter declineMatter,
            TakeMatter takeMatter,
            HandOverMatter handOverMatter,
            ReturnMatter returnMatter) {
        this.page = page;
        this.acceptMatter = acceptMatter;
        this.declineMatter = declineMatter;
        this.takeMatter = takeMatter;
        this.handOverMatter = handOverMatter;
        this.returnMatter = returnMatter;
    }

    @PostMapping("/matters/{id}/accept")
    ModelAndView accept(@AuthenticationPrincipal SignedIn me, @PathVariable long id, @RequestParam int seen) {
        return page.after(id, me, "accept", by -> acceptMatter.accept(id, seen, by));
    }

    @PostMapping("/matters/{id}/decline")
    ModelAndView decline(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String reason) {
        return page.after(id, me, "decline", by -> declineMatter.decline(id, seen, by, reason));
    }

    @PostMapping("/matters/{id}/take")
    ModelAndView take(@AuthenticationPrincipal SignedIn me, @PathVariable long id, @RequestParam int seen) {
        return page.after(id, me, "take", by -> takeMatter.take(id, seen, by));
    }

    @PostMapping("/matters/{id}/hand-over")
    ModelAndView handOver(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(defaultValue = "0") int unit,
            @RequestParam(required = false) @Nullable String reason) {
        return page.after(id, me, "hand-over", by -> handOverMatter.handOver(id, seen, by, unit, reason));
    }

    @PostMapping("/matters/{id}/return")
    ModelAndView giveBack(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String reason) {
        return page.after(id, me, "return", by -> returnMatter.giveBack(id, seen, by, reason));
    }
}
