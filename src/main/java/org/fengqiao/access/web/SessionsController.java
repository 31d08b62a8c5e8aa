package org.fengqiao.access.web;

import jakarta.servlet.http.HttpSession;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.AllowedToSignedIn;
import org.fengqiao.access.OfficerSheets;
import org.fengqiao.access.OpenSessions;
import org.fengqiao.access.SecondFactor;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Where one is signed in; for a security administrator, where the officers in sight are. */
@Controller
class SessionsController {

    private final OpenSessions sessions;
    private final OfficerSheets sheets;
    private final SecondFactor secondFactor;

    SessionsController(OpenSessions sessions, OfficerSheets sheets, SecondFactor secondFactor) {
        this.sessions = sessions;
        this.sheets = sheets;
        this.secondFactor = secondFactor;
    }

    @GetMapping("/sessions")
    @AllowedToSignedIn
    String mine(@AuthenticationPrincipal SignedIn me, HttpSession here, Model model) {
        model.addAttribute("sessions", sessions.of(me.login(), here.getId()));
        model.addAttribute("base", "/sessions");
        return "access/sessions";
    }

    @PostMapping("/sessions/{key}/end")
    @AllowedToSignedIn
    String end(@AuthenticationPrincipal SignedIn me, @PathVariable String key) {
        sessions.end(me.officer(), me.login(), key);
        return "redirect:/sessions";
    }

    @PostMapping("/sessions/end-others")
    @AllowedToSignedIn
    String endOthers(@AuthenticationPrincipal SignedIn me, HttpSession here) {
        sessions.endOthers(me.officer(), me.login(), here.getId());
        return "redirect:/sessions";
    }

    @GetMapping("/officers/{id}/sessions")
    @Allowed(Role.SECURITY)
    String ofOfficer(@PathVariable int id, Model model) {
        OfficerSheets.Row officer = find(id);
        model.addAttribute("officer", officer);
        model.addAttribute("sessions", sessions.of(officer.login(), ""));
        model.addAttribute("base", "/officers/%d/sessions".formatted(id));
        return "access/sessions";
    }

    @PostMapping("/officers/{id}/sessions/{key}/end")
    @Allowed(Role.SECURITY)
    String endOfOfficer(@PathVariable int id, @PathVariable String key) {
        sessions.end(id, find(id).login(), key);
        return "redirect:/officers/%d/sessions".formatted(id);
    }

    @PostMapping("/officers/{id}/sessions/end-others")
    @Allowed(Role.SECURITY)
    String endAllOfOfficer(@PathVariable int id) {
        sessions.endOthers(id, find(id).login(), "");
        return "redirect:/officers/%d/sessions".formatted(id);
    }

    @PostMapping("/officers/{id}/second-factor")
    @Allowed(Role.SECURITY)
    @StepUp
    String forgetFactor(@AuthenticationPrincipal SignedIn me, @PathVariable int id) {
        secondFactor.removeOf(me, id);
        return "redirect:/officers/%d?done=factor-removed".formatted(id);
    }

    private OfficerSheets.Row find(int id) {
        return sheets.find(id)
                .orElseThrow(
                        () -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.officer.absent"));
    }
}
