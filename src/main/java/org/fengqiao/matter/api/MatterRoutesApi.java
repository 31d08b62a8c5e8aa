package org.fengqiao.matter.api;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AskPartner;
import org.fengqiao.matter.HandOverMatter;
import org.fengqiao.matter.MergeMatter;
import org.fengqiao.matter.ReportAsPartner;
import org.fengqiao.matter.ReturnMatter;
import org.fengqiao.matter.UnmergeMatter;
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

/** Who else works on a matter, and where it goes on. */
@RestController
@RequestMapping("/api/v1/matters/{id}")
@Allowed(
        value = {Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR},
        scope = "matters:write")
class MatterRoutesApi {

    private final AskPartner askPartner;
    private final HandOverMatter handOverMatter;
    private final MergeMatter mergeMatter;
    private final ReportAsPartner reportAsPartner;
    private final ReturnMatter returnMatter;
    private final UnmergeMatter unmergeMatter;

    MatterRoutesApi(
            AskPartner askPartner,
            HandOverMatter handOverMatter,
            MergeMatter mergeMatter,
            ReportAsPartner reportAsPartner,
            ReturnMatter returnMatter,
            UnmergeMatter unmergeMatter) {
        this.askPartner = askPartner;
        this.handOverMatter = handOverMatter;
        this.mergeMatter = mergeMatter;
        this.reportAsPartner = reportAsPartner;
        this.returnMatter = returnMatter;
        this.unmergeMatter = unmergeMatter;
    }

    @PostMapping("/hand-over")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> handOver(
            @PathVariable long id,
            @RequestBody Asked.HandOver asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked.seen(), ifMatch);
        return Versions.changed(
                id,
                handOverMatter.handOver(
                        id, seen, Actor.of(me), Versions.required(asked.unit(), "unit"), asked.reason()));
    }

    @PostMapping("/return")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> giveBack(
            @PathVariable long id,
            @RequestBody Asked.Reason asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked.seen(), ifMatch);
        return Versions.changed(id, returnMatter.giveBack(id, seen, Actor.of(me), asked.reason()));
    }

    @PostMapping("/merge")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> merge(
            @PathVariable long id,
            @RequestBody Asked.Merge asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked.seen(), ifMatch);
        return Versions.changed(id, mergeMatter.merge(id, seen, Actor.of(me), Versions.required(asked.into(), "into")));
    }

    @PostMapping("/unmerge")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> unmerge(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Step asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked == null ? null : asked.seen(), ifMatch);
        return Versions.changed(id, unmergeMatter.unmerge(id, seen, Actor.of(me)));
    }

    @PostMapping("/partner")
    @Allowed(
            value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
            scope = "matters:write")
    ResponseEntity<Told.Changed> askPartner(
            @PathVariable long id,
            @RequestBody Asked.Partner asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal SignedIn me) {
        Integer seen = Versions.seen(asked.seen(), ifMatch);
        return Versions.changed(
                id,
                asked.officer() == null
                        ? askPartner.askUnit(
                                id, seen, Actor.of(me), Versions.required(asked.unit(), "unit"), asked.task())
                        : askPartner.askPerson(id, seen, Actor.of(me), asked.officer(), asked.task()));
    }

    @PostMapping("/report")
    @Allowed(
            value = {Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER},
            scope = "matters:write")
    ResponseEntity<Told.Changed> report(
            @PathVariable long id, @RequestBody Asked.Report asked, @AuthenticationPrincipal SignedIn me) {
        return Versions.changed(id, reportAsPartner.report(id, Actor.of(me), asked.words()));
    }
}
