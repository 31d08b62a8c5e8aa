package org.fengqiao.callback.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.callback.CallbackSheets;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.org.Role;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class CallbackController {

    private static final int PAGE = 20;

    private final CallbackSheets sheets;
    private final CallBackMatter callBackMatter;

    CallbackController(CallbackSheets sheets, CallBackMatter callBackMatter) {
        this.sheets = sheets;
        this.callBackMatter = callBackMatter;
    }

    @GetMapping("/callbacks")
    String waiting(
            @AuthenticationPrincipal SignedIn me, @RequestParam(required = false) @Nullable String after, Model model) {
        model.addAttribute("page", sheets.waiting(me, after == null ? null : PageKey.parse(after), PAGE));
        model.addAttribute("first", after == null);
        return "callback/CallbacksPage";
    }

    @PostMapping("/matters/{id}/callback")
    String record(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Integer seen,
            @RequestParam(required = false) @Nullable Boolean settled,
            @RequestParam(required = false) @Nullable Integer stars,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(defaultValue = "false") boolean close,
            @RequestParam(required = false) @Nullable String from) {
        if (settled == null) {
            throw RefusedException.badInput("refused.callback.settled").at("settled");
        }
        if (close) {
            callBackMatter.callBackAndClose(id, seen, Actor.of(me), settled, stars, words);
        } else {
            callBackMatter.callBack(id, seen, Actor.of(me), settled, stars, words);
        }
        return "callbacks".equals(from)
                ? "redirect:/callbacks"
                : "redirect:/matters/%d?done=%s".formatted(id, close ? "close" : "callback");
    }
}
