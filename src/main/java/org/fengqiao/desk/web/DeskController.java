package org.fengqiao.desk.web;

import org.fengqiao.access.AllowedToSignedIn;
import org.fengqiao.access.SignedIn;
import org.fengqiao.desk.Desk;
import org.fengqiao.desk.FirstSteps;
import org.fengqiao.org.Role;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: the desk, the first steps of those who keep the house, or what was handed to somebody outside the police. */
@Controller
class DeskController {

    private final Desk desk;
    private final FirstSteps firstSteps;

    DeskController(Desk desk, FirstSteps firstSteps) {
        this.desk = desk;
        this.firstSteps = firstSteps;
    }

    @GetMapping("/")
    @AllowedToSignedIn
    String first(@AuthenticationPrincipal SignedIn me, Model model) {
        if (me.role().keepsTheHouse()) {
            model.addAttribute("steps", firstSteps.steps(me));
            return "desk/StepsPage";
        }
        if (Role.HANDED.contains(me.role())) {
            model.addAttribute("handed", desk.handed(me));
            return "desk/HandedPage";
        }
        model.addAttribute("sheet", desk.sheet(me));
        return "desk/DeskPage";
    }
}
