package org.fengqiao.callback.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.access.TakeAlong.Said;
import org.fengqiao.callback.CallbackSheets;
import org.fengqiao.org.Role;
import org.fengqiao.shared.MaskedText;
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
    private final TakeAlong takeAlong;

    CallbackController(CallbackSheets sheets, TakeAlong takeAlong) {
        this.takeAlong = takeAlong;
        this.sheets = sheets;
    }

    @GetMapping("/callbacks")
    String waiting(
            @AuthenticationPrincipal SignedIn me, @RequestParam(required = false) @Nullable String after, Model model) {
        model.addAttribute("page", sheets.waiting(me, after == null ? null : PageKey.parse(after), PAGE));
        model.addAttribute("first", after == null);
        return "callback/CallbacksPage";
    }

    @GetMapping("/callbacks.xlsx")
    @StepUp
    void table(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "callbacks",
                        "callbacks.title",
                        List.of(
                                new Column<>("matter.table.number", 20, CallbackSheets.Waiting::number),
                                new Column<>("matter.table.summary", 60, row -> masked(row, row.words())),
                                new Column<>("callback.answer", 60, row -> masked(row, row.answer())),
                                new Column<>("matter.table.asker", 12, row -> masked(row, row.asker())),
                                new Column<>("residents.table.phone", 16, CallbackSheets.Waiting::phone),
                                new Column<>(
                                        "matter.table.way",
                                        16,
                                        row -> row.groupName().isEmpty()
                                                ? Said.of("way." + row.way())
                                                : row.groupName()),
                                new Column<>("matter.table.handler", 12, CallbackSheets.Waiting::handlerName),
                                new Column<>("matter.table.answered", 18, CallbackSheets.Waiting::answeredAt)),
                        (after, size) -> sheets.waiting(me, after, size)),
                locale);
    }

    private static String masked(CallbackSheets.Waiting row, String text) {
        return MaskedText.of(text, List.of(row.asker()));
    }
}
