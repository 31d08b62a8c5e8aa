package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.HouseAddress;
import org.fengqiao.access.RevealKeeper;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.access.WholeNumbers;
import org.fengqiao.audit.Purpose;
import org.fengqiao.org.DrawGrid;
import org.fengqiao.org.Grid;
import org.fengqiao.org.Grids;
import org.fengqiao.org.Officers;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.UnitSheets;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.QrCode;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Allowed({Role.ADMINISTRATOR, Role.CHIEF})
class GridController {

    private final Grids grids;
    private final DrawGrid drawGrid;
    private final UnitSheets units;
    private final Officers officers;
    private final HouseAddress address;
    private final TakeAlong takeAlong;
    private final RevealKeeper revealKeeper;

    GridController(
            Grids grids,
            DrawGrid drawGrid,
            UnitSheets units,
            Officers officers,
            HouseAddress address,
            TakeAlong takeAlong,
            RevealKeeper revealKeeper) {
        this.takeAlong = takeAlong;
        this.revealKeeper = revealKeeper;
        this.grids = grids;
        this.drawGrid = drawGrid;
        this.units = units;
        this.officers = officers;
        this.address = address;
    }

    @GetMapping("/grids")
    @Allowed({Role.ADMINISTRATOR, Role.CHIEF, Role.OFFICER, Role.AUXILIARY, Role.SUPERVISOR})
    String grids(@AuthenticationPrincipal SignedIn me, Model model) {
        model.addAttribute("grids", grids.all());
        model.addAttribute("draws", me.role() == Role.CHIEF || me.role() == Role.ADMINISTRATOR);
        return "access/grids";
    }

    @GetMapping("/grids.xlsx")
    @StepUp
    @Allowed({Role.ADMINISTRATOR, Role.CHIEF, Role.OFFICER, Role.AUXILIARY, Role.SUPERVISOR})
    void table(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "grids",
                        "grids.title",
                        List.of(
                                new Column<>("grids.name", 24, Grid::name),
                                new Column<>("grids.kind", 10, grid -> Said.of("grid.kind." + grid.kind())),
                                new Column<>("officers.unit", 24, Grid::unitName),
                                new Column<>("grids.officer", 14, Grid::officerName),
                                new Column<>("grids.table.keeper", 14, Grid::keeperName),
                                new Column<>(
                                        "grids.table.phone", 16, grid -> MaskedText.of(grid.keeperPhone(), List.of())),
                                new Column<>(
                                        "grids.closed", 10, grid -> grid.closed() ? Said.of("grids.closed") : null)),
                        TakeAlong.Lines.of(grids.all())),
                locale);
    }

    @GetMapping("/grids/new")
    String fresh(Model model) {
        offer(0, model);
        return "access/grid";
    }

    @PostMapping("/grids")
    String draw(DrawGrid.Drawing drawing) {
        int drawn = drawGrid.draw(drawing);
        return "redirect:/grids/%d?done=added".formatted(drawn);
    }

    @GetMapping("/grids/{id}")
    String grid(@PathVariable int id, Model model) {
        Grid grid = grids.find(id)
                .orElseThrow(() -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.grid.absent"));
        String link = address.of("/r/" + grid.door());
        model.addAttribute("grid", grid);
        model.addAttribute("link", link);
        model.addAttribute("qr", QrCode.of(link).svg());
        offer(id, model);
        return "access/grid";
    }

    @PostMapping("/grids/{id}")
    String change(@PathVariable int id, DrawGrid.Drawing drawing) {
        drawGrid.change(id, drawing);
        return "redirect:/grids/%d?done=changed".formatted(id);
    }

    @PostMapping("/grids/{id}/close")
    String close(@PathVariable int id, @RequestParam(defaultValue = "true") boolean closed) {
        drawGrid.close(id, closed);
        return "redirect:/grids/%d?done=%s".formatted(id, closed ? "closed" : "reopened");
    }

    @PostMapping("/grids/{id}/reveal")
    @StepUp
    String reveal(
            @PathVariable int id,
            @RequestParam(required = false) @Nullable Purpose purpose,
            @RequestParam(required = false) @Nullable String words,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            HttpServletResponse response,
            Model model) {
        return WholeNumbers.of(revealKeeper.reveal(id, purpose, words), null)
                .shown(part, "/grids/" + id, response, model);
    }

    private void offer(int id, Model model) {
        model.addAttribute(
                "neighbours",
                grids.all().stream()
                        .filter(grid -> grid.id() != id && !grid.closed() && grid.area() != null)
                        .toList());
        List<UnitSheets.Row> police = units.tree().stream()
                .filter(unit -> !unit.closed() && unit.kind() != Unit.Kind.PARTNER)
                .toList();
        model.addAttribute("units", police);
        model.addAttribute("kinds", Grid.Kind.values());
        model.addAttribute("purposes", Purpose.values());
        model.addAttribute(
                "officers",
                officers.all().stream()
                        .filter(officer -> !officer.disabled() && officer.role().worksAtDesk())
                        .toList());
    }

    /** Where a map begins when nothing is drawn: the points of the stations. */
    @ModelAttribute("points")
    @Nullable
    List<List<Double>> points() {
        return units.tree().stream()
                .filter(unit -> unit.longitude() != null && unit.latitude() != null)
                .map(unit -> List.of(unit.latitude(), unit.longitude()))
                .toList();
    }
}
