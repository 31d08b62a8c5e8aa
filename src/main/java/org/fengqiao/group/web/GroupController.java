package org.fengqiao.group.web;

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
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.ChangeGroup;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.CloseGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.group.RenewDoor;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.QrCode;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR, Role.ADMINISTRATOR})
class GroupController {

    private static final int PAGE = 30;

    private final GroupSheets sheets;
    private final AddGroup addGroup;
    private final ChangeGroup changeGroup;
    private final CloseGroup closeGroup;
    private final RenewDoor renewDoor;
    private final Units units;
    private final HouseAddress address;
    private final TakeAlong takeAlong;

    GroupController(
            GroupSheets sheets,
            AddGroup addGroup,
            ChangeGroup changeGroup,
            CloseGroup closeGroup,
            RenewDoor renewDoor,
            Units units,
            HouseAddress address,
            TakeAlong takeAlong) {
        this.takeAlong = takeAlong;
        this.address = address;
        this.sheets = sheets;
        this.addGroup = addGroup;
        this.changeGroup = changeGroup;
        this.closeGroup = closeGroup;
        this.renewDoor = renewDoor;
        this.units = units;
    }

    /** What a form of a group sends. */
    record Form(
            @Nullable String name,
            @Nullable String area,
            @Nullable Integer owner,
            @Nullable Integer grid,
            @Nullable Integer members,
            @Nullable Integer bridge,
            @Nullable String externalRef) {

        GroupFacts facts() {
            return new GroupFacts(
                    name, area, orZero(owner), orZero(grid), orZero(members), orZero(bridge), externalRef);
        }

        private static int orZero(@Nullable Integer number) {
            return number == null ? 0 : number;
        }
    }

    @GetMapping("/groups")
    String list(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "false") boolean mine,
            @RequestParam(defaultValue = "false") boolean closed,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        model.addAttribute(
                "page",
                sheets.list(q, mine ? me.officer() : 0, closed, after == null ? null : PageKey.parse(after), PAGE));
        model.addAttribute("q", q);
        model.addAttribute("mine", mine);
        model.addAttribute("closed", closed);
        model.addAttribute("first", after == null);
        return "group/GroupsPage";
    }

    @GetMapping("/groups.xlsx")
    @StepUp
    void table(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "false") boolean mine,
            @RequestParam(defaultValue = "false") boolean closed,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "groups",
                        "groups.title",
                        List.of(
                                new Column<>("groups.table.name", 30, ChatGroup::name),
                                new Column<>("groups.table.area", 40, ChatGroup::area),
                                new Column<>("groups.table.owner", 14, ChatGroup::ownerName),
                                new Column<>("groups.table.unit", 20, ChatGroup::unitName),
                                new Column<>("groups.table.members", 8, ChatGroup::members),
                                new Column<>("groups.table.last", 18, ChatGroup::lastMatterAt)),
                        (after, size) -> sheets.list(q, mine ? me.officer() : 0, closed, after, size)),
                locale);
    }

    @GetMapping("/groups/new")
    String blank(@AuthenticationPrincipal SignedIn me, Model model) {
        model.addAttribute("stations", stationsOf(me));
        choices(model);
        return "group/NewGroupPage";
    }

    @PostMapping("/groups")
    String add(
            @AuthenticationPrincipal SignedIn me, @RequestParam(required = false) @Nullable Integer unit, Form form) {
        int station = unit == null ? me.unit() : unit;
        if (!me.desks().contains(station)) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                    .at("unit");
        }
        return "redirect:/groups/" + addGroup.add(station, form.facts());
    }

    @GetMapping("/groups/{id}")
    String group(@PathVariable int id, Model model) {
        ChatGroup group = sheets.require(id);
        door(group, model);
        choices(model);
        return "group/GroupPage";
    }

    @PostMapping("/groups/{id}")
    String change(@PathVariable int id, Form form) {
        changeGroup.change(id, form.facts());
        return "redirect:/groups/" + id;
    }

    @PostMapping("/groups/{id}/close")
    String close(@PathVariable int id) {
        closeGroup.close(id);
        return "redirect:/groups/" + id;
    }

    @PostMapping("/groups/{id}/open")
    String open(@PathVariable int id) {
        closeGroup.open(id);
        return "redirect:/groups/" + id;
    }

    @PostMapping("/groups/{id}/door")
    String renewDoor(@PathVariable int id) {
        renewDoor.renew(id);
        return "redirect:/groups/" + id;
    }

    /** A page to print and put up. */
    @GetMapping("/groups/{id}/poster")
    String poster(@PathVariable int id, Model model) {
        door(sheets.require(id), model);
        return "group/PosterPage";
    }

    private void door(ChatGroup group, Model model) {
        String link = address.of("/r/" + group.door());
        model.addAttribute("group", group);
        model.addAttribute("link", link);
        model.addAttribute("qr", QrCode.of(link).svg());
    }

    private void choices(Model model) {
        model.addAttribute("owners", sheets.owners());
        model.addAttribute("grids", sheets.grids());
        model.addAttribute("bridges", sheets.bridges());
    }

    private List<Unit> stationsOf(SignedIn me) {
        return units.all().stream()
                .filter(unit -> me.desks().contains(unit.id()) && unit.kind() == Unit.Kind.STATION)
                .toList();
    }
}
