package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.Door;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.ChangeUnit;
import org.fengqiao.org.CloseUnit;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.UnitSheets;
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
@Allowed(Role.ADMINISTRATOR)
class UnitController {

    private final UnitSheets sheets;
    private final AddUnit addUnit;
    private final ChangeUnit changeUnit;
    private final CloseUnit closeUnit;
    private final Door door;
    private final TakeAlong takeAlong;

    UnitController(
            UnitSheets sheets,
            AddUnit addUnit,
            ChangeUnit changeUnit,
            CloseUnit closeUnit,
            Door door,
            TakeAlong takeAlong) {
        this.takeAlong = takeAlong;
        this.sheets = sheets;
        this.addUnit = addUnit;
        this.changeUnit = changeUnit;
        this.closeUnit = closeUnit;
        this.door = door;
    }

    @GetMapping("/units")
    String units(Model model) {
        List<UnitSheets.Row> units = sheets.tree();
        model.addAttribute("units", units);
        model.addAttribute(
                "parents",
                units.stream()
                        .filter(unit -> !unit.closed() && unit.kind() != Unit.Kind.PARTNER)
                        .toList());
        model.addAttribute("kinds", Unit.Kind.values());
        return "access/units";
    }

    @GetMapping("/units.xlsx")
    @StepUp
    void table(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "units",
                        "units.title",
                        List.of(
                                new Column<>("units.name", 24, UnitSheets.Row::name),
                                new Column<>("units.kind", 10, row -> Said.of("unit.kind." + row.kind())),
                                new Column<>("units.code", 12, UnitSheets.Row::code),
                                new Column<>("units.address", 40, UnitSheets.Row::address),
                                new Column<>("units.phone", 16, UnitSheets.Row::phone),
                                new Column<>("officers.title", 8, UnitSheets.Row::officers),
                                new Column<>("units.closed", 10, row -> row.closed() ? Said.of("units.closed") : null)),
                        TakeAlong.Lines.of(sheets.tree())),
                locale);
    }

    @PostMapping("/units")
    String add(
            @RequestParam int parent,
            @RequestParam Unit.Kind kind,
            @RequestParam @Nullable String name,
            @RequestParam @Nullable String code) {
        int added = addUnit.add(parent, kind, name, code);
        door.treeChanged();
        return "redirect:/units?done=added#unit-" + added;
    }

    @GetMapping("/units/{id}")
    String unit(@PathVariable int id, Model model) {
        model.addAttribute("unit", sheets.find(id).orElseThrow(UnitController::absent));
        return "access/unit";
    }

    @PostMapping("/units/{id}")
    String change(
            @PathVariable int id,
            @RequestParam @Nullable String name,
            @RequestParam(required = false) @Nullable String address,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable Double longitude,
            @RequestParam(required = false) @Nullable Double latitude) {
        changeUnit.change(id, name, address, phone, longitude, latitude);
        door.treeChanged();
        return "redirect:/units?done=changed#unit-" + id;
    }

    @PostMapping("/units/{id}/close")
    String close(@PathVariable int id) {
        closeUnit.close(id);
        return "redirect:/units?done=closed#unit-" + id;
    }

    @PostMapping("/units/{id}/reopen")
    String reopen(@PathVariable int id) {
        closeUnit.reopen(id);
        return "redirect:/units?done=reopened#unit-" + id;
    }

    private static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent");
    }
}
