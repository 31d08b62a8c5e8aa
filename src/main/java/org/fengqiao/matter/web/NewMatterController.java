package org.fengqiao.matter.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.Answered;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.CallerAtDesk;
import org.fengqiao.matter.Kinds;
import org.fengqiao.matter.MatterChoices;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Urgency;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Takes down what somebody says on the phone or at the counter: one screen, hands on the keyboard. */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class NewMatterController {

    private static final String FORM = "form";
    private static final Pattern FORM_KEY = Pattern.compile("[0-9a-f-]{36}");

    private final CallerAtDesk callers;
    private final MatterChoices choices;
    private final Kinds kinds;
    private final MessageSource messages;
    private final Answered answered;

    NewMatterController(
            CallerAtDesk callers, MatterChoices choices, Kinds kinds, MessageSource messages, Answered answered) {
        this.callers = callers;
        this.choices = choices;
        this.kinds = kinds;
        this.messages = messages;
        this.answered = answered;
    }

    @GetMapping("/matters/new")
    ModelAndView form(@AuthenticationPrincipal SignedIn me, @RequestParam Map<String, String> typed) {
        return form(me, typed, "", "");
    }

    private ModelAndView form(SignedIn me, Map<String, String> typed, String why, String field) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("kinds", kinds.all());
        model.put("urgencies", Urgency.values());
        model.put("units", choices.unitsInSight(me));
        model.put("typed", typed);
        model.put("why", why);
        model.put("field", field);
        model.put("me", me);
        model.put(FORM, typed.getOrDefault(FORM, UUID.randomUUID().toString()));
        known(me, typed.getOrDefault("phone", ""), typed.get("unit")).ifPresent(known -> model.put("known", known));
        return new ModelAndView("matter/NewMatterPage", model);
    }

    private Optional<CallerAtDesk.Known> known(SignedIn me, String phone, @Nullable String unit) {
        return callers.recognise(me, unitOf(me, unit), phone);
    }

    private static int unitOf(SignedIn me, @Nullable String unit) {
        return unit != null && unit.matches("\\d{1,9}") ? Integer.parseInt(unit) : me.unit();
    }

    /** Who calls, as far as we know the number typed so far. */
    @GetMapping("/matters/new/caller")
    String caller(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam(required = false) @Nullable String unit,
            Model model) {
        known(me, phone, unit).ifPresent(known -> model.addAttribute("known", known));
        return "matter/NewMatterPage :: caller";
    }

    @PostMapping("/matters/new")
    ModelAndView takeDown(
            @AuthenticationPrincipal SignedIn me, @RequestParam Map<String, String> typed, Locale locale) {
        try {
            return new ModelAndView("redirect:"
                    + callers.sight(me, unitOf(me, typed.get("unit")), isAboutUnit(typed))
                            .see(() -> opened(me, typed)));
        } catch (RefusedException refusal) {
            if (refusal.reason() != RefusedException.Reason.BAD_INPUT) {
                throw refusal;
            }
            String why = String.valueOf(
                    messages.getMessage(refusal.key(), refusal.args().toArray(), refusal.key(), locale));
            String field = refusal.field();
            ModelAndView again = form(me, typed, why, field == null ? "words" : field);
            again.setStatus(HttpStatus.BAD_REQUEST);
            return again;
        }
    }

    /** A second click, a request sent again and the way back to the same form lead to the same matter. */
    private String opened(SignedIn me, Map<String, String> typed) {
        String form = typed.getOrDefault(FORM, "");
        if (!FORM_KEY.matcher(form).matches()) {
            return open(me, typed);
        }
        byte[] said = digest(typed);
        return answered.once(
                        me.officer(),
                        FORM + "/" + form + "/" + HexFormat.of().formatHex(said),
                        said,
                        () -> new Answered.Answer(302, Map.of("Location", open(me, typed)), ""))
                .headers()
                .getOrDefault("Location", "/matters");
    }

    private String open(SignedIn me, Map<String, String> typed) {
        OpenMatter.Opened opened = callers.open(
                new CallerAtDesk.Call(
                        unitOf(me, typed.get("unit")),
                        typed.get("words"),
                        typed.getOrDefault("kind", ""),
                        typed.getOrDefault("urgency", ""),
                        typed.get("place"),
                        typed.get("phone"),
                        typed.get("name"),
                        isAboutUnit(typed)),
                Actor.of(me));
        return isAboutUnit(typed) && callers.isOf(me, unitOf(me, typed.get("unit")))
                ? NamedController.PASSED_UP + "?number=" + URLEncoder.encode(opened.number(), StandardCharsets.UTF_8)
                : "/matters/" + opened.id() + "?done=new";
    }

    private static boolean isAboutUnit(Map<String, String> typed) {
        return "true".equals(typed.get("about"));
    }

    /** Whoever goes back, writes something else and saves again means another matter, though the form is the same. */
    private static byte[] digest(Map<String, String> typed) {
        Map<String, String> said = new TreeMap<>(typed);
        said.remove("_csrf");
        try {
            return MessageDigest.getInstance("SHA-256").digest(said.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
