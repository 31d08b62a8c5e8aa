package org.fengqiao.matter.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.AskPartner;
import org.fengqiao.matter.ReportAsPartner;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A partner is asked, and reports. */
@Controller
class PartnerController {

    private final MatterPage page;
    private final AskPartner askPartner;
    private final ReportAsPartner reportAsPartner;

    PartnerController(MatterPage page, AskPartner askPartner, ReportAsPartner reportAsPartner) {
        this.page = page;
        this.askPartner = askPartner;
        this.reportAsPartner = reportAsPartner;
    }

    /**
     * @param partner {@code unit-7} or {@code person-12}
     */
    @PostMapping("/matters/{id}/partners")
    @Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
    ModelAndView ask(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(defaultValue = "") String partner,
            @RequestParam(required = false) @Nullable String task) {
        return page.after(id, me, "partners", by -> {
            if (partner.matches("unit-\\d{1,9}")) {
                askPartner.askUnit(id, seen, by, Integer.parseInt(partner.substring(5)), task);
            } else if (partner.matches("person-\\d{1,9}")) {
                askPartner.askPerson(id, seen, by, Integer.parseInt(partner.substring(7)), task);
            } else {
                throw RefusedException.badInput("refused.partner.none").at("partner");
            }
        });
    }

    @PostMapping("/matters/{id}/report")
    @Allowed({Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER})
    ModelAndView report(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String words) {
        return page.after(id, me, "report", by -> reportAsPartner.report(id, by, words));
    }
}
