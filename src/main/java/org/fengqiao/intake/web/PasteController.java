package org.fengqiao.intake.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.channel.paste.PastedText;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.intake.LookAtPaste;
import org.fengqiao.intake.OpenPasted;
import org.fengqiao.intake.OpenPasted.Outcome;
import org.fengqiao.intake.OpenPasted.Ticked;
import org.fengqiao.intake.PastedMatters;
import org.fengqiao.matter.Kinds;
import org.fengqiao.matter.Urgency;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Paste, tick, open. The page carries the text from one step to the next; the server holds none of it. A refusal comes back on the
 * page itself, so that what was pasted is not lost.
 */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class PasteController {

    /** Most matters that the page after opening lists one by one. */
    private static final int MOST_LISTED = 60;

    private final GroupSheets groups;
    private final LookAtPaste lookAtPaste;
    private final OpenPasted openPasted;
    private final PastedMatters pastedMatters;
    private final Kinds kinds;
    private final MessageSource messages;

    PasteController(
            GroupSheets groups,
            LookAtPaste lookAtPaste,
            OpenPasted openPasted,
            PastedMatters pastedMatters,
            Kinds kinds,
            MessageSource messages) {
        this.groups = groups;
        this.lookAtPaste = lookAtPaste;
        this.openPasted = openPasted;
        this.pastedMatters = pastedMatters;
        this.kinds = kinds;
        this.messages = messages;
    }

    @GetMapping("/paste")
    String page(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "0") int group,
            @RequestParam(defaultValue = "") List<Long> opened,
            @RequestParam(defaultValue = "") List<Long> added,
            @RequestParam(defaultValue = "") List<Long> quicker,
            @RequestParam(defaultValue = "-1") int forgotten,
            Model model) {
        frame(me, group, "", model);
        model.addAttribute("opened", pastedMatters.of(opened));
        model.addAttribute("added", pastedMatters.of(added));
        model.addAttribute("quicker", pastedMatters.of(quicker));
        model.addAttribute("forgotten", forgotten);
        return "intake/paste";
    }

    @PostMapping("/paste")
    String read(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "0") int group,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model,
            HttpServletResponse response,
            Locale locale)
            throws IOException {
        frame(me, group, text, model);
        try {
            String pasted = file == null || file.isEmpty()
                    ? text
                    : PastedText.decode(file.getBytes()).text();
            model.addAttribute("text", pasted);
            model.addAttribute("sheet", lookAtPaste.look(me, group, pasted, null));
        } catch (RefusedException refusal) {
            tell(refusal, model, response, locale);
        }
        return "intake/paste";
    }

    @PostMapping("/paste/matters")
    String open(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "0") int group,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String at,
            @RequestParam MultiValueMap<String, String> form,
            Model model,
            HttpServletResponse response,
            Locale locale) {
        LocalDateTime pastedAt = time(at);
        try {
            Outcome outcome = openPasted.open(me, group, text, pastedAt, ticked(form));
            return "redirect:"
                    + UriComponentsBuilder.fromPath("/paste")
                            .queryParam("group", group)
                            .queryParam("opened", ids(outcome.opened()))
                            .queryParam("added", ids(outcome.added()))
                            .queryParam("quicker", ids(outcome.quicker()))
                            .queryParam("forgotten", outcome.forgotten())
                            .toUriString();
        } catch (RefusedException refusal) {
            frame(me, group, text, model);
            tell(refusal, model, response, locale);
            readAgain(me, group, text, pastedAt, form, model);
            return "intake/paste";
        }
    }

    /** After a refusal the stretch is shown as it is judged now, with the ticks kept. */
    private void readAgain(
            SignedIn me,
            int group,
            String text,
            @Nullable LocalDateTime at,
            MultiValueMap<String, String> form,
            Model model) {
        try {
            model.addAttribute("sheet", lookAtPaste.look(me, group, text, at));
            model.addAttribute("ticked", form.getOrDefault("tick", List.of()));
        } catch (RefusedException toldAlready) {
            model.addAttribute("ticked", List.of());
        }
    }

    private void frame(SignedIn me, int group, String text, Model model) {
        model.addAttribute("groups", groups.inUse(me.officer()));
        model.addAttribute("group", group);
        model.addAttribute("text", text);
        model.addAttribute("kinds", kinds.all());
        model.addAttribute("urgencies", Urgency.values());
        model.addAttribute("forgotten", -1);
        model.addAttribute("ticked", List.of());
    }

    private void tell(RefusedException refusal, Model model, HttpServletResponse response, Locale locale) {
        if (refusal.reason() == Reason.TOO_LARGE) {
            model.addAttribute("text", "");
        }
        response.setStatus(
                switch (refusal.reason()) {
                    case BAD_INPUT -> 400;
                    case NOT_ALLOWED -> 403;
                    case NOT_FOUND -> 404;
                    case CONFLICT -> 409;
                    case GONE -> 410;
                    case TOO_LARGE -> 413;
                    case BUSY -> 503;
                });
        model.addAttribute(
                "refusal", messages.getMessage(refusal.key(), refusal.args().toArray(), refusal.key(), locale));
    }

    private static List<Ticked> ticked(MultiValueMap<String, String> form) {
        List<Ticked> ticked = new ArrayList<>();
        for (String tick : form.getOrDefault("tick", List.of())) {
            ticked.add(new Ticked(
                    tick,
                    value(form, "kind." + tick, "DEMAND"),
                    urgency(value(form, "urgency." + tick, "NORMAL")),
                    number(value(form, "into." + tick, "0"))));
        }
        return ticked;
    }

    private static String value(MultiValueMap<String, String> form, String name, String otherwise) {
        String value = form.getFirst(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static Urgency urgency(String name) {
        try {
            return Urgency.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw RefusedException.badInput("refused.urgency").at("urgency");
        }
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException none) {
            throw RefusedException.because(Reason.CONFLICT, "refused.paste.target");
        }
    }

    private static @Nullable LocalDateTime time(String at) {
        try {
            return at.isEmpty() ? null : LocalDateTime.parse(at);
        } catch (DateTimeParseException forged) {
            return null;
        }
    }

    private static String ids(List<Long> ids) {
        return ids.stream().limit(MOST_LISTED).map(String::valueOf).collect(Collectors.joining(","));
    }
}
