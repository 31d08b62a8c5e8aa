package org.fengqiao.channel.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.HouseAddress;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.channel.AddBridge;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Bridges;
import org.fengqiao.channel.ChangeBridge;
import org.fengqiao.channel.hook.BridgeSecrets;
import org.fengqiao.org.Role;
import org.fengqiao.org.Units;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A chief sees the bridges of the station; an administrator keeps them. */
@Controller
@Allowed(Role.ADMINISTRATOR)
class BridgeController {

    private final Bridges bridges;
    private final AddBridge addBridge;
    private final ChangeBridge changeBridge;
    private final BridgeSecrets secrets;
    private final Units units;
    private final HouseAddress address;
    private final TakeAlong takeAlong;

    BridgeController(
            Bridges bridges,
            AddBridge addBridge,
            ChangeBridge changeBridge,
            BridgeSecrets secrets,
            Units units,
            HouseAddress address,
            TakeAlong takeAlong) {
        this.takeAlong = takeAlong;
        this.address = address;
        this.bridges = bridges;
        this.addBridge = addBridge;
        this.changeBridge = changeBridge;
        this.secrets = secrets;
        this.units = units;
    }

    @GetMapping("/bridges")
    @Allowed({Role.ADMINISTRATOR, Role.CHIEF, Role.SUPERVISOR})
    String list(@AuthenticationPrincipal SignedIn me, Model model) {
        model.addAttribute("rows", bridges.rows());
        model.addAttribute("keeps", me.role() == Role.ADMINISTRATOR);
        model.addAttribute(
                "units",
                units.all().stream()
                        .filter(unit -> me.desks().contains(unit.id()))
                        .toList());
        model.addAttribute("address", address.of(HookDoor.PATH));
        return "channel/BridgesPage";
    }

    @GetMapping("/bridges.xlsx")
    @StepUp
    @Allowed({Role.ADMINISTRATOR, Role.CHIEF, Role.SUPERVISOR})
    void table(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "bridges",
                        "bridges.title",
                        List.of(
                                new Column<>(
                                        "bridges.name", 24, row -> row.bridge().name()),
                                new Column<>("bridges.table.unit", 24, Bridges.Row::unitName),
                                new Column<>(
                                        "bridges.opens",
                                        18,
                                        row -> Said.of(
                                                "bridge.opens." + row.bridge().opens())),
                                new Column<>(
                                        "bridges.answer-url",
                                        50,
                                        row -> row.bridge().answerUrl()),
                                new Column<>("bridges.last", 18, Bridges.Row::lastAt),
                                new Column<>("bridges.day", 12, Bridges.Row::day),
                                new Column<>("bridges.waiting", 10, Bridges.Row::waiting),
                                new Column<>("bridges.quarantined", 10, Bridges.Row::quarantined),
                                new Column<>(
                                        "bridges.disabled",
                                        10,
                                        row -> row.bridge().disabled() ? Said.of("bridges.disabled") : null)),
                        TakeAlong.Lines.of(bridges.rows())),
                locale);
    }

    @PostMapping("/bridges")
    String add(
            @RequestParam int unit,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = "DESK") String opens,
            @RequestParam(required = false) @Nullable String answerUrl,
            RedirectAttributes shown) {
        int id = addBridge.add(unit, name, opens(opens), answerUrl);
        return show(id, shown);
    }

    @PostMapping("/bridges/{id}")
    String amend(
            @PathVariable int id,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = "DESK") String opens,
            @RequestParam(required = false) @Nullable String answerUrl) {
        changeBridge.amend(id, name, opens(opens), answerUrl);
        return "redirect:/bridges";
    }

    @PostMapping("/bridges/{id}/secret")
    String renewSecret(@PathVariable int id, RedirectAttributes shown) {
        changeBridge.renewSecret(id);
        return show(id, shown);
    }

    @PostMapping("/bridges/{id}/disable")
    String disable(@PathVariable int id) {
        changeBridge.disable(id);
        return "redirect:/bridges";
    }

    @PostMapping("/bridges/{id}/enable")
    String enable(@PathVariable int id) {
        changeBridge.enable(id);
        return "redirect:/bridges";
    }

    /** The secret is shown on the next page only. */
    private String show(int id, RedirectAttributes shown) {
        Bridge bridge = bridges.find(id)
                .orElseThrow(
                        () -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.bridge.absent"));
        shown.addFlashAttribute("fresh", List.of(bridge.name(), Integer.toString(id), secrets.show(bridge)));
        return "redirect:/bridges";
    }

    private static Bridge.Opens opens(String name) {
        for (Bridge.Opens opens : Bridge.Opens.values()) {
            if (opens.name().equals(name)) {
                return opens;
            }
        }
        throw RefusedException.badInput("refused.http.400").at("opens");
    }
}
