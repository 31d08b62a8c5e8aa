package org.fengqiao.matter.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.AcceptMatter;
import org.fengqiao.matter.Actor;
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
    ModelAndView accept(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(id, me, "accept", request, response, () -> acceptMatter.accept(id, seen, Actor.of(me)));
    }

    @PostMapping("/matters/{id}/decline")
    ModelAndView decline(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(
                id, me, "decline", request, response, () -> declineMatter.decline(id, seen, Actor.of(me), reason));
    }

    @PostMapping("/matters/{id}/take")
    ModelAndView take(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(id, me, "take", request, response, () -> takeMatter.take(id, seen, Actor.of(me)));
    }

    @PostMapping("/matters/{id}/hand-over")
    ModelAndView handOver(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(defaultValue = "0") int unit,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(
                id,
                me,
                "hand-over",
                request,
                response,
                () -> handOverMatter.handOver(id, seen, Actor.of(me), unit, reason));
    }

    @PostMapping("/matters/{id}/return")
    ModelAndView giveBack(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page.after(
                id, me, "return", request, response, () -> returnMatter.giveBack(id, seen, Actor.of(me), reason));
    }
}
