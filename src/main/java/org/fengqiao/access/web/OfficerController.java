package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.ChangeOfficer;
import org.fengqiao.access.ChangePassword;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.OfficerSheets;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.org.Role;
import org.fengqiao.org.UnitSheets;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

@Controller
@Allowed({Role.SECURITY, Role.CHIEF})
class OfficerController {

    private static final int ON_A_PAGE = 50;

    private final OfficerSheets sheets;
    private final UnitSheets units;
    private final GiveAccount giveAccount;
    private final ChangeOfficer changeOfficer;
    private final ChangePassword changePassword;
    private final TakeAlong takeAlong;

    OfficerController(
            OfficerSheets sheets,
            UnitSheets units,
            GiveAccount giveAccount,
            ChangeOfficer changeOfficer,
            ChangePassword changePassword,
            TakeAlong takeAlong) {
        this.takeAlong = takeAlong;
        this.sheets = sheets;
        this.units = units;
        this.giveAccount = giveAccount;
        this.changeOfficer = changeOfficer;
        this.changePassword = changePassword;
    }

    @GetMapping("/officers")
    String officers(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "0") int unit,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        Page<OfficerSheets.Row> page = sheets.list(unit, words, after == null ? null : PageKey.parse(after), ON_A_PAGE);
        model.addAttribute("officers", page.items());
        model.addAttribute(
                "next",
                page.next() == null
                        ? null
                        : UriComponentsBuilder.fromPath("/officers")
                                .queryParam("unit", unit)
                                .queryParam("words", words == null ? "" : words)
                                .queryParam("after", page.next())
                                .build()
                                .encode()
                                .toUriString());
        model.addAttribute("unit", unit);
        model.addAttribute("words", words);
        offer(me, model);
        return "access/officers";
    }

    @GetMapping("/officers.xlsx")
    @StepUp
    void table(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "0") int unit,
            @RequestParam(required = false) @Nullable String words,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "officers",
                        "officers.title",
                        List.of(
                                new Column<>("officers.name", 14, OfficerSheets.Row::name),
                                new Column<>("officers.role", 14, row -> Said.of("role." + row.role())),
                                new Column<>("officers.unit", 24, OfficerSheets.Row::unitName),
                                new Column<>("officers.table.badge", 14, OfficerSheets.Row::badge),
                                new Column<>("officers.login", 18, OfficerSheets.Row::login),
                                new Column<>(
                                        "officers.disabled",
                                        10,
                                        row -> row.disabled() ? Said.of("officers.disabled") : null)),
                        (after, size) -> sheets.list(unit, words, after, size)),
                locale);
    }

    @PostMapping("/officers")
    @StepUp
    String give(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam int unit,
            @RequestParam @Nullable String name,
            @RequestParam Role role,
            @RequestParam(required = false) @Nullable String badge,
            @RequestParam @Nullable String login,
            Model model) {
        GiveAccount.Given given = giveAccount.give(me, unit, name, role, badge, login);
        return once(given.officer(), given.password(), model);
    }

    @GetMapping("/officers/{id}")
    String officer(@AuthenticationPrincipal SignedIn me, @PathVariable int id, Model model) {
        OfficerSheets.Row officer = find(id);
        model.addAttribute("officer", officer);
        offer(me, model);
        model.addAttribute("mine", id != me.officer() && GiveAccount.mayGive(me).contains(officer.role()));
        model.addAttribute("security", me.role() == Role.SECURITY);
        return "access/officer";
    }

    @PostMapping("/officers/{id}")
    @StepUp
    String change(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable int id,
            @RequestParam int unit,
            @RequestParam @Nullable String name,
            @RequestParam Role role,
            @RequestParam(required = false) @Nullable String badge) {
        changeOfficer.change(me, id, unit, name, role, badge, find(id).disabled());
        return "redirect:/officers/%d?done=changed".formatted(id);
    }

    @PostMapping("/officers/{id}/disable")
    String disable(@AuthenticationPrincipal SignedIn me, @PathVariable int id) {
        disabled(me, id, true);
        return "redirect:/officers/%d?done=disabled".formatted(id);
    }

    @PostMapping("/officers/{id}/enable")
    @StepUp
    String enable(@AuthenticationPrincipal SignedIn me, @PathVariable int id) {
        disabled(me, id, false);
        return "redirect:/officers/%d?done=enabled".formatted(id);
    }

    private void disabled(SignedIn me, int id, boolean disabled) {
        OfficerSheets.Row officer = find(id);
        changeOfficer.change(me, id, officer.unitId(), officer.name(), officer.role(), officer.badge(), disabled);
    }

    @PostMapping("/officers/{id}/password")
    @StepUp
    String password(@AuthenticationPrincipal SignedIn me, @PathVariable int id, Model model) {
        return once(id, changePassword.reset(me, id), model);
    }

    /** Shown in the answer itself and kept nowhere: not in the session, not in an address. */
    private String once(int officer, String password, Model model) {
        model.addAttribute("officer", find(officer));
        model.addAttribute("password", password);
        model.addAttribute("next", "/officers/" + officer);
        return "access/one-time-password";
    }

    private OfficerSheets.Row find(int id) {
        return sheets.find(id)
                .orElseThrow(
                        () -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.officer.absent"));
    }

    private void offer(SignedIn me, Model model) {
        List<UnitSheets.Row> open =
                units.tree().stream().filter(one -> !one.closed()).toList();
        model.addAttribute("units", open);
        model.addAttribute("roles", GiveAccount.mayGive(me));
    }
}
