package org.fengqiao.matter.web;

import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.SavedViews;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class SavedViewController {

    private final SavedViews views;

    SavedViewController(SavedViews views) {
        this.views = views;
    }

    @PostMapping("/matters/views")
    String keep(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = "") String query) {
        String link = MatterQuery.of(read(query)).link();
        views.keep(me, name, link);
        return "redirect:/matters?" + link;
    }

    /** Only what the list itself understands is kept; the rest of a forged query falls away. */
    private static MultiValueMap<String, String> read(String query) {
        MultiValueMap<String, String> read = new LinkedMultiValueMap<>();
        UriComponentsBuilder.newInstance()
                .query(query.length() > 2_000 ? "" : query)
                .build()
                .getQueryParams()
                .forEach((name, values) -> values.forEach(value -> {
                    if (value != null) {
                        read.add(name, decoded(value));
                    }
                }));
        return read;
    }

    private static String decoded(String value) {
        try {
            return UriUtils.decode(value, "UTF-8");
        } catch (IllegalArgumentException forged) {
            return "";
        }
    }

    @PostMapping("/matters/views/{view}/name")
    String rename(
            @AuthenticationPrincipal SignedIn me,
            @PathVariable int view,
            @RequestParam(required = false) @Nullable String name) {
        views.rename(me, view, name);
        return "redirect:/matters";
    }

    @PostMapping("/matters/views/{view}/forgotten")
    String forget(@AuthenticationPrincipal SignedIn me, @PathVariable int view) {
        views.forget(me, view);
        return "redirect:/matters";
    }
}
