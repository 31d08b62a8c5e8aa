package org.fengqiao.intake.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.channel.Quarantine;
import org.fengqiao.intake.Inbox;
import org.fengqiao.intake.PastedMatters;
import org.fengqiao.intake.SortMessages;
import org.fengqiao.intake.SortMessages.Sorted;
import org.fengqiao.intake.SortMessages.Ticked;
import org.fengqiao.matter.Kinds;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class InboxController {

    private static final int MOST_QUARANTINED = 200;

    private final Inbox inbox;
    private final SortMessages sortMessages;
    private final PastedMatters matters;
    private final Quarantine quarantine;
    private final Kinds kinds;
    private final TakeAlong takeAlong;

    InboxController(
            Inbox inbox,
            SortMessages sortMessages,
            PastedMatters matters,
            Quarantine quarantine,
            Kinds kinds,
            TakeAlong takeAlong) {
        this.takeAlong = takeAlong;
        this.inbox = inbox;
        this.sortMessages = sortMessages;
        this.matters = matters;
        this.quarantine = quarantine;
        this.kinds = kinds;
    }

    @GetMapping("/inbox")
    String waiting(@RequestParam(defaultValue = "0") long after, Model model) {
        if (model.getAttribute("sorted") instanceof Sorted sorted) {
            model.addAttribute("opened", matters.of(sorted.opened()));
            model.addAttribute("added", matters.of(sorted.added()));
        }
        model.addAttribute("sheet", inbox.sheet(after));
        model.addAttribute("kinds", kinds.all());
        tabs(model);
        return "intake/InboxPage";
    }

    @PostMapping(path = "/inbox", params = "open")
    String open(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "") List<String> tick,
            @RequestParam Map<String, String> form,
            RedirectAttributes told) {
        List<Ticked> ticks = new ArrayList<>();
        for (String one : tick) {
            ticks.add(new Ticked(
                    ids(one),
                    form.getOrDefault("kind." + one, "DEMAND"),
                    id(form.getOrDefault("into." + one, "0")),
                    "true".equals(form.get("about." + one))));
        }
        Sorted sorted = sortMessages.sight(me, ticks).see(() -> sortMessages.open(me, ticks));
        told.addFlashAttribute("sorted", sorted);
        return "redirect:/inbox";
    }

    @PostMapping(path = "/inbox", params = "forget")
    String forget(@RequestParam(defaultValue = "") List<String> tick, RedirectAttributes told) {
        List<Long> all = new ArrayList<>();
        tick.forEach(one -> all.addAll(ids(one)));
        told.addFlashAttribute("forgotten", sortMessages.forget(all));
        return "redirect:/inbox";
    }

    @GetMapping("/inbox/quarantine")
    String quarantine(Model model) {
        model.addAttribute("rows", quarantine.look(MOST_QUARANTINED));
        tabs(model);
        return "intake/QuarantinePage";
    }

    /** What came and why it could not be read; its words are nobody's to carry away. */
    @GetMapping("/inbox/quarantine.xlsx")
    @StepUp
    void table(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "quarantine",
                        "quarantine.title",
                        List.of(
                                new Column<>("quarantine.table.number", 10, Quarantine.Row::id),
                                new Column<>("quarantine.table.bridge", 24, Quarantine.Row::bridgeName),
                                new Column<>("quarantine.table.fault", 40, row -> Said.of("fault." + row.fault())),
                                new Column<>("quarantine.table.bytes", 10, Quarantine.Row::bytes),
                                new Column<>("quarantine.table.at", 18, Quarantine.Row::cameAt)),
                        TakeAlong.Lines.of(quarantine.open(TakeAlong.mostLines(me.role()) + 1))),
                locale);
    }

    @PostMapping("/inbox/quarantine/{id}/settle")
    String settle(@PathVariable long id, @AuthenticationPrincipal SignedIn me) {
        quarantine.settle(id, me.officer());
        return "redirect:/inbox/quarantine";
    }

    private void tabs(Model model) {
        model.addAttribute("waiting", inbox.count());
        model.addAttribute("quarantined", quarantine.count());
    }

    private static List<Long> ids(String tick) {
        return Arrays.stream(tick.split("-", -1)).map(InboxController::id).toList();
    }

    private static long id(String number) {
        if (!number.matches("[0-9]{1,18}")) {
            throw RefusedException.badInput("refused.http.400");
        }
        return Long.parseLong(number);
    }
}
