package org.fengqiao.matter.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.CloseMatter;
import org.fengqiao.matter.HandOverMatter;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Does one thing to many matters: each in its own transaction with its own verdict, so that one refusal holds up no other. */
@Controller
@Allowed({Role.OFFICER, Role.AUXILIARY, Role.CHIEF, Role.SUPERVISOR})
class ManyMattersController {

    private static final int MOST = 200;

    private final TakeMatter takeMatter;
    private final HandOverMatter handOverMatter;
    private final CloseMatter closeMatter;
    private final MatterSheets sheets;
    private final MessageSource messages;

    ManyMattersController(
            TakeMatter takeMatter,
            HandOverMatter handOverMatter,
            CloseMatter closeMatter,
            MatterSheets sheets,
            MessageSource messages) {
        this.takeMatter = takeMatter;
        this.handOverMatter = handOverMatter;
        this.closeMatter = closeMatter;
        this.sheets = sheets;
        this.messages = messages;
    }

    /** What came of one of them; {@code why} is empty where it was done. */
    record Verdict(long id, String number, String summary, String why) {}

    /** A matter as it stood in the list: its id and the version seen there. */
    private record Ticked(long id, int seen) {}

    /** The verb applied to one of them. */
    private interface OnOne {
        void apply(long id, int seen);
    }

    /** The list it was chosen from, as the query of its link. */
    @ModelAttribute("list")
    String list(@RequestParam(defaultValue = "") String list) {
        return list;
    }

    @PostMapping("/matters/many/take")
    String take(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable List<String> ticked,
            Locale locale,
            Model model) {
        return each("take", ticked, (id, seen) -> takeMatter.take(id, seen, Actor.of(me)), locale, model);
    }

    @PostMapping("/matters/many/hand-over")
    String handOver(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable List<String> ticked,
            @RequestParam(defaultValue = "0") int unit,
            @RequestParam(required = false) @Nullable String reason,
            Locale locale,
            Model model) {
        String why = Words.required(reason, 500);
        return each(
                "hand-over",
                ticked,
                (id, seen) -> handOverMatter.handOver(id, seen, Actor.of(me), unit, why),
                locale,
                model);
    }

    @PostMapping("/matters/many/close")
    String close(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(required = false) @Nullable List<String> ticked,
            @RequestParam(required = false) @Nullable String words,
            Locale locale,
            Model model) {
        return each("close", ticked, (id, seen) -> closeMatter.close(id, seen, Actor.of(me), words), locale, model);
    }

    private String each(String verb, @Nullable List<String> ticked, OnOne one, Locale locale, Model model) {
        List<Ticked> matters = read(ticked);
        List<Verdict> done = new ArrayList<>();
        List<Verdict> refused = new ArrayList<>();
        for (Ticked matter : matters) {
            try {
                one.apply(matter.id(), matter.seen());
                done.add(verdict(matter.id(), ""));
            } catch (RefusedException refusal) {
                refused.add(verdict(
                        matter.id(),
                        String.valueOf(messages.getMessage(
                                refusal.key(), refusal.args().toArray(), refusal.key(), locale))));
            }
        }
        model.addAttribute("verb", verb);
        model.addAttribute("done", done);
        model.addAttribute("refused", refused);
        return "matter/ManyPage";
    }

    private Verdict verdict(long id, String why) {
        return sheets.find(id)
                .map(matter -> new Verdict(id, matter.number(), summary(matter), why))
                .orElseGet(() -> new Verdict(0, String.valueOf(id), "", why));
    }

    private static String summary(MatterView matter) {
        String words = matter.words();
        return words.codePointCount(0, words.length()) <= 40
                ? words
                : words.substring(0, words.offsetByCodePoints(0, 40)) + "…";
    }

    private static List<Ticked> read(@Nullable List<String> ticked) {
        if (ticked == null || ticked.isEmpty()) {
            throw RefusedException.badInput("refused.many.none");
        }
        if (ticked.size() > MOST) {
            throw RefusedException.because(RefusedException.Reason.TOO_LARGE, "refused.many.many", MOST);
        }
        return ticked.stream().distinct().map(ManyMattersController::ticked).toList();
    }

    private static Ticked ticked(String idAndVersion) {
        String[] parts = idAndVersion.split("-", 2);
        try {
            return new Ticked(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException forged) {
            throw RefusedException.badInput("refused.many.none");
        }
    }
}
