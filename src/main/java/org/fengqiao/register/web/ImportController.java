package org.fengqiao.register.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.org.Role;
import org.fengqiao.register.BlankTable;
import org.fengqiao.register.BringIn;
import org.fengqiao.register.Imports;
import org.fengqiao.register.RefusedLines;
import org.fengqiao.register.Register;
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
import org.springframework.web.multipart.MultipartFile;

@Controller
@Allowed({Role.CHIEF, Role.ADMINISTRATOR})
class ImportController {

    private static final int PAGE = 20;

    private final Imports imports;
    private final BringIn bringIn;
    private final RefusedLines refusedLines;
    private final BlankTable blankTable;
    private final TakeAlong takeAlong;

    ImportController(
            Imports imports, BringIn bringIn, RefusedLines refusedLines, BlankTable blankTable, TakeAlong takeAlong) {
        this.imports = imports;
        this.bringIn = bringIn;
        this.refusedLines = refusedLines;
        this.blankTable = blankTable;
        this.takeAlong = takeAlong;
    }

    /** The second factor is asked for here, before a file is chosen that would be lost by it. */
    @GetMapping("/imports")
    @StepUp
    String list(
            @AuthenticationPrincipal SignedIn me, @RequestParam(required = false) @Nullable String after, Model model) {
        model.addAttribute("page", imports.list(me, after == null ? null : PageKey.parse(after), PAGE));
        model.addAttribute("first", after == null);
        model.addAttribute(
                "registers",
                Arrays.stream(Register.values())
                        .filter(register -> register.isBroughtBy(me.role()))
                        .toList());
        model.addAttribute("units", imports.units(me));
        return "register/ImportsPage";
    }

    @GetMapping("/imports.xlsx")
    @StepUp
    void table(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "imports",
                        "imports.title",
                        List.of(
                                new Column<>("imports.at", 18, Imports.Row::at),
                                new Column<>("imports.register", 14, row -> Said.of("register." + row.register())),
                                new Column<>("imports.unit", 20, Imports.Row::unitName),
                                new Column<>("imports.file", 30, Imports.Row::fileName),
                                new Column<>("imports.by", 12, Imports.Row::byName),
                                new Column<>("imports.lines", 10, Imports.Row::lines),
                                new Column<>("imports.kept", 10, Imports.Row::kept),
                                new Column<>("imports.known", 10, Imports.Row::known),
                                new Column<>("imports.refused", 10, Imports.Row::refused),
                                new Column<>("imports.state", 12, row -> Said.of("imports.state." + row.state()))),
                        (after, size) -> imports.list(me, after, size)),
                locale);
    }

    @PostMapping("/imports")
    @StepUp
    String upload(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "") String register,
            @RequestParam(required = false) @Nullable Integer unit,
            @RequestParam(required = false) @Nullable MultipartFile table)
            throws IOException {
        if (table == null) {
            throw RefusedException.badInput("refused.document.empty").at("table");
        }
        return "redirect:/imports/"
                + imports.upload(
                        me,
                        unit == null ? me.unit() : unit,
                        named(register),
                        table.getOriginalFilename(),
                        table.getBytes());
    }

    @GetMapping("/imports/blank.xlsx")
    void blank(@RequestParam(defaultValue = "") String register, Locale locale, HttpServletResponse response)
            throws IOException {
        Register wished = named(register);
        response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"%s.xlsx\"".formatted(wished.name().toLowerCase(Locale.ROOT)));
        blankTable.write(wished, locale, response.getOutputStream());
    }

    @GetMapping("/imports/{id}")
    String one(@AuthenticationPrincipal SignedIn me, @PathVariable long id, Model model) {
        Imports.Row row = imports.require(me, id);
        model.addAttribute("row", row);
        model.addAttribute("columns", row.register().columns());
        model.addAttribute("sheet", imports.sheet(me, id).orElse(null));
        return "register/ImportPage";
    }

    @PostMapping("/imports/{id}")
    @StepUp
    String begin(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable List<String> column) {
        bringIn.begin(me, id, column == null ? List.of() : column);
        return "redirect:/imports/" + id;
    }

    @GetMapping("/imports/{id}/refused.xlsx")
    @StepUp
    void refused(
            @AuthenticationPrincipal SignedIn me, @PathVariable long id, Locale locale, HttpServletResponse response)
            throws IOException {
        takeAlong.send(response, me, refusedLines.table(me, id), locale);
    }

    private static Register named(String name) {
        return Arrays.stream(Register.values())
                .filter(register -> register.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        RefusedException.badInput("refused.import.register").at("register"));
    }
}
