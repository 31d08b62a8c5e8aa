package org.fengqiao.callback.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.callback.CallbackSheets;
import org.fengqiao.org.Role;
import org.fengqiao.shared.PageKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class CallbackController {

    private static final int PAGE = 20;

    private final CallbackSheets sheets;

    CallbackController(CallbackSheets sheets) {
        this.sheets = sheets;
    }

    @GetMapping("/callbacks")
    String waiting(
            @AuthenticationPrincipal SignedIn me, @RequestParam(required = false) @Nullable String after, Model model) {
        model.addAttribute("page", sheets.waiting(me, after == null ? null : PageKey.parse(after), PAGE));
        model.addAttribute("first", after == null);
        return "callback/CallbacksPage";
    }
}
