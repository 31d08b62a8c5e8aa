package org.fengqiao.matter.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.matter.Kinds;
import org.fengqiao.matter.MatterChoices;
import org.fengqiao.matter.MatterRow;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.SavedViews;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.Urgency;
import org.fengqiao.org.Role;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of matters, on the screen and as a table to take along. */
@Controller
class MattersController {

    private static final int LINES = 50;

    private final MatterSheets sheets;
    private final MatterChoices choices;
    private final SavedViews views;
    private final Kinds kinds;
    private final MatterTable table;
    private final TakeAlong takeAlong;

    MattersController(
            MatterSheets sheets,
            MatterChoices choices,
            SavedViews views,
            Kinds kinds,
            MatterTable table,
            TakeAlong takeAlong) {
        this.sheets = sheets;
        this.choices = choices;
        this.views = views;
        this.kinds = kinds;
        this.table = table;
        this.takeAlong = takeAlong;
    }

    @GetMapping("/matters")
    @Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR, Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER})
    String list(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam MultiValueMap<String, String> form,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        MatterQuery query = MatterQuery.of(form);
        Page<MatterRow> page = sheets.list(me, query.filter(me), after == null ? null : PageKey.parse(after), LINES);
        boolean handed = Role.HANDED.contains(me.role());
        model.addAttribute("query", query);
        model.addAttribute(
                "rows", handed ? page.items().stream().map(MatterRow::masked).toList() : page.items());
        model.addAttribute("next", page.next() == null ? null : "/matters?" + query.after(page.next()));
        model.addAttribute("first", after == null);
        model.addAttribute("handed", handed);
        model.addAttribute("me", me);
        model.addAttribute("kinds", kinds.all());
        model.addAttribute("stages", Stage.values());
        model.addAttribute("urgencies", Urgency.values());
        List<MatterChoices.Choice> units = handed ? List.of() : choices.unitsInSight(me);
        model.addAttribute("several", units.size() > 1);
        if (!handed) {
            model.addAttribute("views", views.of(me));
            model.addAttribute("groups", choices.groups());
            model.addAttribute("units", units);
            model.addAttribute("others", choices.unitsBeside(0));
        }
        return "matter/MattersPage";
    }

    @GetMapping("/matters.xlsx")
    @StepUp
    @Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
    void table(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam MultiValueMap<String, String> form,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        takeAlong.send(response, me, table.of(me, MatterQuery.of(form).filter(me), locale), locale);
    }
}
