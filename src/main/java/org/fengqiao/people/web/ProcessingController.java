package org.fengqiao.people.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.org.Role;
import org.fengqiao.people.Processing;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PersonalData;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
@Allowed({Role.SUPERVISOR, Role.AUDITOR})
class ProcessingController {

    private final Processing processing;
    private final TakeAlong takeAlong;
    private final MessageSource messages;

    ProcessingController(Processing processing, TakeAlong takeAlong, MessageSource messages) {
        this.processing = processing;
        this.takeAlong = takeAlong;
        this.messages = messages;
    }

    @GetMapping("/processing")
    String processing(Model model) {
        model.addAttribute("entries", processing.all());
        return "people/ProcessingPage";
    }

    @GetMapping("/processing.xlsx")
    void table(@AuthenticationPrincipal SignedIn me, Locale locale, HttpServletResponse response) throws IOException {
        List<PersonalData> all = processing.all();
        takeAlong.send(
                response,
                me,
                new TakeAlong.Table<>(
                        "processing",
                        "processing.title",
                        List.of(
                                new Column<>(
                                        "processing.whose", 16, one -> said("processing.whose." + one.whose(), locale)),
                                new Column<>("processing.table", 28, PersonalData::table),
                                new Column<>("processing.columns", 40, one -> String.join(", ", one.columns())),
                                new Column<>(
                                        "processing.purpose",
                                        50,
                                        one -> said("processing.purpose." + one.table(), locale)),
                                new Column<>(
                                        "processing.basis", 40, one -> said("processing.basis." + one.basis(), locale)),
                                new Column<>(
                                        "processing.seen", 40, one -> said("processing.seen." + one.seen(), locale)),
                                new Column<>(
                                        "processing.kept", 40, one -> said("processing.kept." + one.kept(), locale)),
                                new Column<>(
                                        "processing.sealed",
                                        16,
                                        one -> said("processing.sealed." + one.sealed(), locale))),
                        (after, size) -> new Page<>(all, null)),
                locale);
    }

    private String said(String key, Locale locale) {
        return String.valueOf(messages.getMessage(key, null, key, locale));
    }
}
