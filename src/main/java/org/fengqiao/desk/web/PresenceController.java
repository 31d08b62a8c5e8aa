package org.fengqiao.desk.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.desk.Presence;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.org.Role;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Who else looks at a matter right now. */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR, Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER})
class PresenceController {

    private final Presence presence;
    private final MatterSheets sheets;

    PresenceController(Presence presence, MatterSheets sheets) {
        this.presence = presence;
        this.sheets = sheets;
    }

    @GetMapping("/matters/{id}/presence")
    String presence(@AuthenticationPrincipal SignedIn me, @PathVariable long id, Model model) {
        model.addAttribute("others", presence.reads(me, sheets.require(id).id()));
        return "fragments/presence :: others";
    }
}
