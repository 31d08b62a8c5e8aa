package org.fengqiao.matter.api;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.AcceptMatter;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.matter.CloseMatter;
import org.fengqiao.matter.DeclineMatter;
import org.fengqiao.matter.ReopenMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The way of a matter from acceptance to its end. */
@RestController
@RequestMapping("/api/v1/matters/{id}")
@Allowed(
        value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
        scope = "matters:write")
class MatterStepsApi {

    private final AcceptMatter acceptMatter;
    private final AnswerMatter answerMatter;
    private final CallBackMatter callBackMatter;
    private final CloseMatter closeMatter;
    private final DeclineMatter declineMatter;
    private final ReopenMatter reopenMatter;
    private final TakeMatter takeMatter;

    MatterStepsApi(
            AcceptMatter acceptMatter,
            AnswerMatter answerMatter,
            CallBackMatter callBackMatter,
            CloseMatter closeMatter,
            DeclineMatter declineMatter,
            ReopenMatter reopenMatter,
            TakeMatter takeMatter) {
        this.acceptMatter = acceptMatter;
        this.answerMatter = answerMatter;
        this.callBackMatter = callBackMatter;
        this.closeMatter = closeMatter;
        this.declineMatter = declineMatter;
        this.reopenMatter = reopenMatter;
        this.takeMatter = takeMatter;
    }

    @PostMapping("/accept")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> accept(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Step asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked == null ? null : asked.seen(), ifMatch);
        return Versions.changed(id, acceptMatter.accept(id, seen, Actor.of(me)));
    }

    @PostMapping("/decline")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> decline(
            @PathVariable long id,
            @RequestBody Asked.Reason asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked.seen(), ifMatch);
        return Versions.changed(id, declineMatter.decline(id, seen, Actor.of(me), asked.reason()));
    }

    @PostMapping("/take")
    ResponseEntity<Told.Changed> take(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Step asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked == null ? null : asked.seen(), ifMatch);
        return Versions.changed(id, takeMatter.take(id, seen, Actor.of(me)));
    }

    @PostMapping("/answer")
    ResponseEntity<Told.Changed> answer(
            @PathVariable long id,
            @RequestBody Asked.Words asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked.seen(), ifMatch);
        return Versions.changed(id, answerMatter.answer(id, seen, Actor.of(me), asked.words()));
    }

    @PostMapping("/callback")
    ResponseEntity<Told.Changed> callBack(
            @PathVariable long id,
            @RequestBody Asked.CallBack asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked.seen(), ifMatch);
        return Versions.changed(
                id,
                callBackMatter.callBack(
                        id,
                        seen,
                        Actor.of(me),
                        Versions.required(asked.settled(), "settled"),
                        asked.stars(),
                        asked.words()));
    }

    @PostMapping("/close")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> close(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Words asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked == null ? null : asked.seen(), ifMatch);
        return Versions.changed(id, closeMatter.close(id, seen, Actor.of(me), asked == null ? null : asked.words()));
    }

    @PostMapping("/reopen")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> reopen(
            @PathVariable long id,
            @RequestBody Asked.Reason asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked.seen(), ifMatch);
        return Versions.changed(id, reopenMatter.reopen(id, seen, Actor.of(me), asked.reason()));
    }
}
