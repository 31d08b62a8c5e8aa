package org.fengqiao.desk.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.audit.Checkpoint;
import org.fengqiao.audit.Checkpoints;
import org.fengqiao.database.DiskSpace;
import org.fengqiao.database.Sight;
import org.fengqiao.follow.FollowerSheet;
import org.fengqiao.follow.RetryParked;
import org.fengqiao.org.Role;
import org.fengqiao.vault.Vault;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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
    private final Vault vault;
    private final Clock clock;
    private final TakeAlong takeAlong;

    FollowerController(
            FollowerSheet sheet,
            RetryParked retryParked,
            Checkpoints checkpoints,
            DiskSpace disk,
            Vault vault,
            Clock clock,
            TakeAlong takeAlong) {
        this.disk = disk;
        this.takeAlong = takeAlong;
        this.vault = vault;
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
        model.addAttribute("unopened", vault.unopened());
        Optional<Checkpoint> last = checkpoints.last();
        model.addAttribute("checkpoint", last.orElse(null));
        model.addAttribute(
                "checkpointLate",
                last.map(Checkpoint::at)
                        .filter(at -> at.plus(Checkpoints.LATE).isAfter(clock.instant()))
                        .isEmpty());
        return "desk/followers";
    }

    @GetMapping("/followers.xlsx")
    @StepUp
    void table(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "followers",
                        "followers.title",
                        List.of(
                                new Column<>("followers.name", 24, row -> Said.of("follower." + row.name())),
                                new Column<>("followers.lag", 12, FollowerSheet.Row::lag),
                                new Column<>("followers.moved", 18, FollowerSheet.Row::movedAt),
                                new Column<>("followers.parked", 10, FollowerSheet.Row::parked)),
                        TakeAlong.Lines.of(Sight.HOUSE.see(sheet::rows))),
                locale);
    }

    @GetMapping("/followers/parked.xlsx")
    @StepUp
    void parked(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "parked",
                        "followers.parked.title",
                        List.of(
                                new Column<>("followers.name", 24, line -> Said.of("follower." + line.follower())),
                                new Column<>("followers.table.reason", 60, FollowerSheet.Parked::reason),
                                new Column<>("followers.table.tries", 10, FollowerSheet.Parked::tries),
                                new Column<>("followers.table.parked", 18, FollowerSheet.Parked::parkedAt),
                                new Column<>("followers.table.tried", 18, FollowerSheet.Parked::triedAt)),
                        TakeAlong.Lines.of(Sight.HOUSE.see(sheet::parked))),
                locale);
    }

    @PostMapping("/followers/parked/{id}/retry")
    String retry(@PathVariable long id) {
        return "redirect:/followers?done=" + (retryParked.retry(id) ? "digested" : "parked-again");
    }
}
