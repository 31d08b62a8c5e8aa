package org.fengqiao.desk.web;

import java.time.Clock;
import java.util.Optional;
import org.fengqiao.access.Allowed;
import org.fengqiao.audit.Checkpoint;
import org.fengqiao.audit.Checkpoints;
import org.fengqiao.database.DiskSpace;
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
    private final Checkpoints checkpoints;
    private final DiskSpace disk;
    private final Clock clock;

    FollowerController(
            FollowerSheet sheet, RetryParked retryParked, Checkpoints checkpoints, DiskSpace disk, Clock clock) {
        this.disk = disk;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.sheet = sheet;
        this.retryParked = retryParked;
    }

    @GetMapping("/followers")
    String followers(Model model) {
        model.addAttribute("followers", Sight.HOUSE.see(sheet::rows));
        model.addAttribute("parked", Sight.HOUSE.see(sheet::parked));
        model.addAttribute("disk", disk.look());
        Optional<Checkpoint> last = checkpoints.last();
        model.addAttribute("checkpoint", last.orElse(null));
        model.addAttribute(
                "checkpointLate",
                last.map(Checkpoint::at)
                        .filter(at -> at.plus(Checkpoints.LATE).isAfter(clock.instant()))
                        .isEmpty());
        return "desk/followers";
    }

    @PostMapping("/followers/parked/{id}/retry")
    String retry(@PathVariable long id) {
        return "redirect:/followers?done=" + (retryParked.retry(id) ? "digested" : "parked-again");
    }
}
