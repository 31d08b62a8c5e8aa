package org.fengqiao.matter.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.LiftNaming;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.NameInMatter;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Whom a matter complains about. */
@Controller
@Allowed({Role.CHIEF, Role.SUPERVISOR})
class NamedController {

    /** Where somebody goes who sees nothing more of the matter at hand. */
    static final String PASSED_UP = "/matters/passed-up";

    private static final Pattern WHOM = Pattern.compile("(unit|officer)-([0-9]{1,9})");
    private static final Pattern NUMBER = Pattern.compile("（[0-9]{4}）[A-Z0-9]{2,12}-[0-9]{6,12}");

    private final MatterPage page;
    private final MatterSheets sheets;
    private final NameInMatter nameInMatter;
    private final LiftNaming liftNaming;

    NamedController(MatterPage page, MatterSheets sheets, NameInMatter nameInMatter, LiftNaming liftNaming) {
        this.page = page;
        this.sheets = sheets;
        this.nameInMatter = nameInMatter;
        this.liftNaming = liftNaming;
    }

    @PostMapping("/matters/{id}/named")
    ModelAndView name(
            @AuthenticationPrincipal SignedIn me, @PathVariable long id, @RequestParam(defaultValue = "") String whom) {
        ModelAndView after = page.after(id, me, "named", by -> {
            Matcher chosen = WHOM.matcher(whom);
            if (!chosen.matches()) {
                throw RefusedException.badInput("refused.named.nobody").at("whom");
            }
            int who = Integer.parseInt(chosen.group(2));
            if (chosen.group(1).equals("unit")) {
                nameInMatter.nameUnit(id, by, who);
            } else {
                nameInMatter.nameOfficer(id, by, who);
            }
        });
        return after.getStatus() == null && sheets.find(id).isEmpty()
                ? new ModelAndView("redirect:" + PASSED_UP)
                : after;
    }

    @PostMapping("/matters/{id}/named/{naming}/lift")
    @Allowed(Role.SUPERVISOR)
    ModelAndView lift(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @PathVariable long naming,
            @RequestParam(defaultValue = "") String reason) {
        return page.after(id, me, "lifted", by -> liftNaming.lift(id, naming, by, reason));
    }

    /** @param number of a matter opened a moment ago, for the one who asked for it; empty for one that stood here before */
    @GetMapping(PASSED_UP)
    @Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
    String passedUp(@RequestParam(defaultValue = "") String number, Model model) {
        model.addAttribute("number", NUMBER.matcher(number).matches() ? number : "");
        return "matter/PassedUpPage";
    }
}
