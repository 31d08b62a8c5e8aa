package org.fengqiao.matter.api;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.AcceptMatter;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.matter.CloseMatter;
import org.fengqiao.matter.DeclineMatter;
import org.fengqiao.matter.ReopenMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.TellMatter;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The way of a matter from acceptance to its end. */
@RestController
@RequestMapping("/api/v1/matters/{id}")
@Allowed(
        value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
        scope = "matters:write")
class MatterStepsApi {

    private final Versions versions;
    private final AcceptMatter acceptMatter;
    private final AnswerMatter answerMatter;
    private final CallBackMatter callBackMatter;
    private final CloseMatter closeMatter;
    private final DeclineMatter declineMatter;
    private final ReopenMatter reopenMatter;
    private final TakeMatter takeMatter;
    private final TellMatter tellMatter;

    MatterStepsApi(
            Versions versions,
            AcceptMatter acceptMatter,
            AnswerMatter answerMatter,
            CallBackMatter callBackMatter,
            CloseMatter closeMatter,
            DeclineMatter declineMatter,
            ReopenMatter reopenMatter,
            TakeMatter takeMatter,
            TellMatter tellMatter) {
        this.versions = versions;
        this.acceptMatter = acceptMatter;
        this.answerMatter = answerMatter;
        this.callBackMatter = callBackMatter;
        this.closeMatter = closeMatter;
        this.declineMatter = declineMatter;
        this.reopenMatter = reopenMatter;
        this.takeMatter = takeMatter;
        this.tellMatter = tellMatter;
    }

    @PostMapping("/accept")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> accept(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Step asked,
            @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> acceptMatter.accept(id, seen, by));
    }

    @PostMapping("/decline")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> decline(
            @PathVariable long id, @RequestBody Asked.Reason asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> declineMatter.decline(id, seen, by, asked.reason()));
    }

    @PostMapping("/take")
    ResponseEntity<Told.Changed> take(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Step asked,
            @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> takeMatter.take(id, seen, by));
    }

    @PostMapping("/answer")
    ResponseEntity<Told.Changed> answer(
            @PathVariable long id, @RequestBody Asked.Words asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> answerMatter.answer(id, seen, by, asked.words()));
    }

    @PostMapping("/told")
    ResponseEntity<Told.Changed> told(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Step asked,
            @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> tellMatter.toldByMouth(id, seen, by));
    }

    @PostMapping("/callback")
    ResponseEntity<Told.Changed> callBack(
            @PathVariable long id, @RequestBody Asked.CallBack asked, @AuthenticationPrincipal SignedIn me) {
        boolean settled = Versions.required(asked.settled(), "settled");
        return versions.step(
                id,
                me,
                asked,
                (by, seen) -> Boolean.TRUE.equals(asked.close())
                        ? callBackMatter.callBackAndClose(id, seen, by, settled, asked.stars(), asked.words())
                        : callBackMatter.callBack(id, seen, by, settled, asked.stars(), asked.words()));
    }

    @PostMapping("/close")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> close(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Words asked,
            @AuthenticationPrincipal SignedIn me) {
        return versions.step(
                id, me, asked, (by, seen) -> closeMatter.close(id, seen, by, asked == null ? null : asked.words()));
    }

    @PostMapping("/reopen")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> reopen(
            @PathVariable long id, @RequestBody Asked.Reason asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> reopenMatter.reopen(id, seen, by, asked.reason()));
    }
}
