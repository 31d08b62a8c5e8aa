package org.fengqiao.desk.web;

import java.util.Locale;
import org.fengqiao.access.AllowedToEverybody;
import org.fengqiao.desk.Guide;
import org.fengqiao.shared.RefusedException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The guide, open to all. */
@Controller
@AllowedToEverybody
class GuideController {

    private final Guide guide;

    GuideController(Guide guide) {
        this.guide = guide;
    }

    @GetMapping("/guide")
    String contents(Model model) {
        model.addAttribute("pages", Guide.PAGES);
        return "desk/GuideContentsPage";
    }

    @GetMapping("/guide/{name}")
    String page(@PathVariable String name, Locale language, Model model) {
        model.addAttribute(
                "text",
                guide.page(name, language)
                        .orElseThrow(
                                () -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.http.404")));
        model.addAttribute("name", name);
        return "desk/GuidePage";
    }
}
