package org.fengqiao.desk.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.database.Sight;
import org.fengqiao.follow.FollowerSheet;
import org.fengqiao.follow.RetryParked;
import org.fengqiao.org.Role;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

@Controller
@Allowed(Role.ADMINISTRATOR)
class FollowerController {

    private final FollowerSheet sheet;
    private final RetryParked retryParked;

    FollowerController(FollowerSheet sheet, RetryParked retryParked) {
        this.sheet = sheet;
        this.retryParked = retryParked;
    }

    @GetMapping("/followers")
    String followers(Model model) {
        model.addAttribute("followers", Sight.HOUSE.see(sheet::rows));
        model.addAttribute("parked", Sight.HOUSE.see(sheet::parked));
        return "desk/followers";
    }

    @PostMapping("/followers/parked/{id}/retry")
    String retry(@PathVariable long id) {
        return "redirect:/followers?done=" + (retryParked.retry(id) ? "digested" : "parked-again");
    }
}
