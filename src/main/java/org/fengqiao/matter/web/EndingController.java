package org.fengqiao.matter.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.CloseMatter;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.MergeMatter;
import org.fengqiao.matter.ReopenMatter;
import org.fengqiao.matter.UnmergeMatter;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How a matter ends, goes on elsewhere, or begins again. */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class EndingController {

    private final MatterPage page;
    private final MatterSheets sheets;
    private final CloseMatter closeMatter;
    private final ReopenMatter reopenMatter;
    private final MergeMatter mergeMatter;
    private final UnmergeMatter unmergeMatter;

    EndingController(
            MatterPage page,
            MatterSheets sheets,
            CloseMatter closeMatter,
            ReopenMatter reopenMatter,
            MergeMatter mergeMatter,
            UnmergeMatter unmergeMatter) {
        this.page = page;
        this.sheets = sheets;
        this.closeMatter = closeMatter;
        this.reopenMatter = reopenMatter;
        this.mergeMatter = mergeMatter;
        this.unmergeMatter = unmergeMatter;
    }

    @PostMapping("/matters/{id}/close")
    ModelAndView close(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String words) {
        return page.after(id, me, "close", by -> closeMatter.close(id, seen, by, words));
    }

    @PostMapping("/matters/{id}/reopen")
    ModelAndView reopen(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String reason) {
        return page.after(id, me, "reopen", by -> reopenMatter.reopen(id, seen, by, reason));
    }

    @PostMapping("/matters/{id}/merge")
    ModelAndView merge(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam int seen,
            @RequestParam(required = false) @Nullable String number) {
        return page.after(id, me, "merge", by -> mergeMatter.merge(id, seen, by, numbered(number)));
    }

    /** The matter with this number, typed with brackets of either width. */
    private long numbered(@Nullable String number) {
        String typed =
                Words.line(number, 40).replace('(', '（').replace(')', '）').replace(" ", "");
        return sheets.findByNumber(typed)
                .map(MatterView::id)
                .orElseThrow(
                        () -> RefusedException.badInput("refused.merge.absent").at("number"));
    }

    @PostMapping("/matters/{id}/unmerge")
    ModelAndView unmerge(@AuthenticationPrincipal SignedIn me, @PathVariable long id, @RequestParam int seen) {
        return page.after(id, me, "unmerge", by -> unmergeMatter.unmerge(id, seen, by));
    }
}
