package org.fengqiao.people.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.WholeNumbers;
import org.fengqiao.audit.Purpose;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.people.ChangeResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.people.ReadChild;
import org.fengqiao.people.Resident;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.people.RevealResident;
import org.fengqiao.people.ShowsOnResidentPage;
import org.fengqiao.people.WriteDownResident;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class ResidentController {

    private static final int PAGE = 30;

    private final ResidentSheets sheets;
    private final WriteDownResident writeDownResident;
    private final ChangeResident changeResident;
    private final RevealResident revealResident;
    private final ReadChild readChild;
    private final Units units;
    private final List<ShowsOnResidentPage> panels;
    private final TakeAlong takeAlong;

    ResidentController(
            ResidentSheets sheets,
            WriteDownResident writeDownResident,
            ChangeResident changeResident,
            RevealResident revealResident,
            ReadChild readChild,
            Units units,
            List<ShowsOnResidentPage> panels,
            TakeAlong takeAlong) {
        this.takeAlong = takeAlong;
        this.sheets = sheets;
        this.writeDownResident = writeDownResident;
        this.changeResident = changeResident;
        this.revealResident = revealResident;
        this.readChild = readChild;
        this.units = units;
        this.panels = panels;
    }

    @GetMapping("/residents")
    String list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        model.addAttribute("page", sheets.list(q, after == null ? null : PageKey.parse(after), PAGE));
        model.addAttribute("q", q);
        model.addAttribute("first", after == null);
        return "people/ResidentsPage";
    }

    @GetMapping("/residents.xlsx")
    @StepUp
    void table(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable String q,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "residents",
                        "residents.title",
                        List.of(
                                new Column<>(
                                        "residents.table.name",
                                        16,
                                        row -> MaskedText.of(row.name(), List.of(row.name()))),
                                new Column<>("residents.table.phone", 16, Resident::phone),
                                new Column<>(
                                        "residents.table.address",
                                        50,
                                        row -> MaskedText.of(row.address(), List.of(row.name())))),
                        (after, size) -> sheets.list(q, after, size)),
                locale);
    }

    @GetMapping("/residents/new")
    String blank(@AuthenticationPrincipal SignedIn me, Model model) {
        model.addAttribute("stations", stationsOf(me));
        return "people/NewResidentPage";
    }

    @PostMapping("/residents")
    String keep(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable Integer unit,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String citizen,
            @RequestParam(required = false) @Nullable String consent,
            @RequestParam(required = false) @Nullable String address,
            @RequestParam(required = false) @Nullable String note) {
        int station = unit == null ? me.unit() : unit;
        if (!me.desks().contains(station)) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                    .at("unit");
        }
        long id = writeDownResident.write(
                station,
                NewResident.of(name, phone(phone))
                        .identified(citizen(citizen), consent)
                        .living(address)
                        .noted(note));
        return "redirect:/residents/" + id;
    }

    @GetMapping("/residents/{id}")
    String sheet(@AuthenticationPrincipal SignedIn me, @PathVariable long id, Model model) {
        return sheet(sheets.require(id).atAGlance(), me, model);
    }

    /** The sheet of a child stands in the answer itself and nowhere else. */
    @PostMapping("/residents/{id}/read")
    String read(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Purpose purpose,
            @RequestParam(required = false) @Nullable String words,
            HttpServletResponse response,
            Model model) {
        Resident child = readChild.read(id, purpose, words);
        model.addAttribute("read", true);
        response.setHeader("Cache-Control", "no-store");
        return sheet(child, me, model);
    }

    private String sheet(Resident resident, SignedIn me, Model model) {
        boolean closed = resident.minor() && !model.containsAttribute("read");
        model.addAttribute("resident", resident);
        model.addAttribute("closed", closed);
        model.addAttribute("leads", me.role() == Role.CHIEF || me.role() == Role.SUPERVISOR);
        model.addAttribute("purposes", Purpose.values());
        model.addAttribute("nicknames", closed ? List.of() : sheets.nicknames(resident.id()));
        model.addAttribute(
                "panels",
                panels.stream()
                        .map(panel -> new Panel(panel.titleKey(), panel.linesAbout(resident.id())))
                        .toList());
        return "people/ResidentPage";
    }

    record Panel(String titleKey, List<ShowsOnResidentPage.Line> lines) {}

    @PostMapping("/residents/{id}")
    String change(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(defaultValue = "false") boolean dropPhone,
            @RequestParam(required = false) @Nullable String citizen,
            @RequestParam(defaultValue = "false") boolean dropCitizen,
            @RequestParam(required = false) @Nullable String consent,
            @RequestParam(required = false) @Nullable String address,
            @RequestParam(required = false) @Nullable String note,
            @RequestParam(required = false) @Nullable String reason) {
        changeResident.change(
                id,
                reason,
                new ChangeResident.Changes(
                        name, phone(phone), dropPhone, citizen(citizen), dropCitizen, consent, address, note));
        return "redirect:/residents/" + id;
    }

    @PostMapping("/residents/{id}/reveal")
    @StepUp
    String reveal(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Purpose purpose,
            @RequestParam(required = false) @Nullable String words,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            HttpServletResponse response,
            Model model) {
        RevealResident.Revealed revealed = revealResident.reveal(id, purpose, words);
        return WholeNumbers.of(revealed.phone(), revealed.citizen()).shown(part, "/residents/" + id, response, model);
    }

    private List<Unit> stationsOf(SignedIn me) {
        return units.all().stream()
                .filter(unit -> me.desks().contains(unit.id()))
                .toList();
    }

    private static @Nullable PhoneNumber phone(@Nullable String spelling) {
        try {
            return spelling == null || spelling.isBlank() ? null : PhoneNumber.of(spelling);
        } catch (RefusedException malformed) {
            throw malformed.at("phone");
        }
    }

    private static @Nullable CitizenNumber citizen(@Nullable String spelling) {
        try {
            return spelling == null || spelling.isBlank() ? null : CitizenNumber.of(spelling);
        } catch (RefusedException malformed) {
            throw malformed.at("citizen");
        }
    }
}
