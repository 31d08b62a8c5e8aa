package org.fengqiao.people.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.StepUp;
import org.fengqiao.org.Role;
import org.fengqiao.people.EraseResident;
import org.fengqiao.people.HoldResident;
import org.fengqiao.people.OwnData;
import org.fengqiao.people.ResidentSheets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a person may ask of us about the own data, done by who leads the unit (个人信息保护法 §44–47). */
@Controller
@Allowed({Role.CHIEF, Role.SUPERVISOR})
class RightsController {

    private final ResidentSheets sheets;
    private final OwnData ownData;
    private final EraseResident eraseResident;
    private final HoldResident holdResident;
    private final Clock clock;

    RightsController(
            ResidentSheets sheets,
            OwnData ownData,
            EraseResident eraseResident,
            HoldResident holdResident,
            Clock clock) {
        this.sheets = sheets;
        this.ownData = ownData;
        this.eraseResident = eraseResident;
        this.holdResident = holdResident;
        this.clock = clock;
    }

    @GetMapping("/residents/{id}/rights")
    String rights(@PathVariable long id, Model model) {
        model.addAttribute("resident", sheets.require(id));
        model.addAttribute("counts", ownData.count(id));
        return "people/RightsPage";
    }

    /** Whole in memory before the first byte goes out, so that a refusal is still told as one. */
    @PostMapping("/residents/{id}/own-data")
    @StepUp
    void ownData(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String reason,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        ownData.write(id, reason, zip, locale);
        response.setContentType("application/zip");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"resident-%d-%s.zip\"".formatted(id, LocalDate.now(clock)));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        zip.writeTo(response.getOutputStream());
    }

    @PostMapping("/residents/{id}/erase")
    @StepUp
    String erase(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(defaultValue = "false") boolean files) {
        eraseResident.erase(id, reason, files);
        return "redirect:/residents/%d/rights?done=erased".formatted(id);
    }

    @PostMapping("/residents/{id}/hold")
    String hold(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String basis) {
        holdResident.hold(id, reason, basis);
        return "redirect:/residents/%d/rights?done=held".formatted(id);
    }

    @PostMapping("/residents/{id}/release")
    String release(@PathVariable long id, @RequestParam(required = false) @Nullable String reason) {
        holdResident.release(id, reason);
        return "redirect:/residents/%d/rights?done=released".formatted(id);
    }
}
