package org.fengqiao.desk.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.org.Role;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class DeskController {

    @GetMapping("/")
    @Allowed({
        Role.OFFICER,
        Role.AUXILIARY,
        Role.CHIEF,
        Role.SUPERVISOR,
        Role.PARTNER,
        Role.MEDIATOR,
        Role.VOLUNTEER,
        Role.ADMINISTRATOR
    })
    String desk() {
        return "desk/desk";
    }
}
