package org.fengqiao.matter.api;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who else works on a matter, and where it goes on. */
@RestController
@RequestMapping("/api/v1/matters/{id}")
@Allowed(
        value = {Role.OFFICER, Role.CHIEF, Role.SUPERVISOR},
        scope = "matters:write")
class MatterRoutesApi {

    private final Versions versions;
    private final AskPartner askPartner;
    private final HandOverMatter handOverMatter;
    private final MergeMatter mergeMatter;
    private final ReportAsPartner reportAsPartner;
    private final ReturnMatter returnMatter;
    private final UnmergeMatter unmergeMatter;

    MatterRoutesApi(
            Versions versions,
            AskPartner askPartner,
            HandOverMatter handOverMatter,
            MergeMatter mergeMatter,
            ReportAsPartner reportAsPartner,
            ReturnMatter returnMatter,
            UnmergeMatter unmergeMatter) {
        this.versions = versions;
        this.askPartner = askPartner;
        this.handOverMatter = handOverMatter;
        this.mergeMatter = mergeMatter;
        this.reportAsPartner = reportAsPartner;
        this.returnMatter = returnMatter;
        this.unmergeMatter = unmergeMatter;
    }

    @PostMapping("/hand-over")
    ResponseEntity<Told.Changed> handOver(
            @PathVariable long id, @RequestBody Asked.HandOver asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(
                id,
                me,
                asked,
                (by, seen) ->
                        handOverMatter.handOver(id, seen, by, Versions.required(asked.unit(), "unit"), asked.reason()));
    }

    @PostMapping("/return")
    ResponseEntity<Told.Changed> giveBack(
            @PathVariable long id, @RequestBody Asked.Reason asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> returnMatter.giveBack(id, seen, by, asked.reason()));
    }

    @PostMapping("/merge")
    ResponseEntity<Told.Changed> merge(
            @PathVariable long id, @RequestBody Asked.Merge asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(
                id, me, asked, (by, seen) -> mergeMatter.merge(id, seen, by, Versions.required(asked.into(), "into")));
    }

    @PostMapping("/unmerge")
    ResponseEntity<Told.Changed> unmerge(
            @PathVariable long id,
            @RequestBody(required = false) Asked.@Nullable Step asked,
            @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, asked, (by, seen) -> unmergeMatter.unmerge(id, seen, by));
    }

    @PostMapping("/partner")
    ResponseEntity<Told.Changed> askPartner(
            @PathVariable long id, @RequestBody Asked.Partner asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(
                id,
                me,
                asked,
                (by, seen) -> asked.officer() == null
                        ? askPartner.askUnit(id, seen, by, Versions.required(asked.unit(), "unit"), asked.task())
                        : askPartner.askPerson(id, seen, by, asked.officer(), asked.task()));
    }

    @PostMapping("/report")
    @Allowed(
            value = {Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER},
            scope = "matters:write")
    ResponseEntity<Told.Changed> report(
            @PathVariable long id, @RequestBody Asked.Report asked, @AuthenticationPrincipal SignedIn me) {
        return versions.step(id, me, null, (by, seen) -> reportAsPartner.report(id, by, asked.words()));
    }
}
