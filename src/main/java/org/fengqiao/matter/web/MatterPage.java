package org.fengqiao.matter.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.Kinds;
import org.fengqiao.matter.MatterChoices;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.ReadMatter;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.Urgency;
import org.fengqiao.matter.Verb;
import org.fengqiao.matter.Way;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.ModelAndView;

/** The page of one matter, shown by itself or again after a refusal with what was typed still in its form. */
@Component
class MatterPage {

    private static final List<Stage> STEPS =
            List.of(Stage.RECEIVED, Stage.ACCEPTED, Stage.HANDLING, Stage.ANSWERED, Stage.CALLED_BACK, Stage.CLOSED);

    private final ReadMatter readMatter;
    private final MatterChoices choices;
    private final Kinds kinds;
    private final Timeline timeline;
    private final MessageSource messages;
    private final TransactionTemplate transaction;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    MatterPage(
            ReadMatter readMatter,
            MatterChoices choices,
            Kinds kinds,
            Timeline timeline,
            MessageSource messages,
            PlatformTransactionManager transactions,
            HttpServletRequest request,
            HttpServletResponse response) {
        this.readMatter = readMatter;
        this.choices = choices;
        this.kinds = kinds;
        this.timeline = timeline;
        this.messages = messages;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
        this.request = request;
        this.response = response;
    }

    /** Something done to a matter by somebody. */
    interface Doing {
        void run(Actor by);
    }

    /** What was typed into which form and why it was not taken. */
    private record Kept(String form, Map<String, String> fields, String why) {
        static final Kept NOTHING = new Kept("", Map.of(), "");
    }

    /** The page of a matter; {@code done} names the form that was just done with, empty for none. */
    ModelAndView of(long id, SignedIn me, String done) {
        ModelAndView page = page(id, me, Kept.NOTHING);
        page.addObject("isNew", done.equals("new"));
        if (done.matches("[a-z-]{1,20}")) {
            page.addObject(
                    "done", messages.getMessage("matter.done." + done, null, "", LocaleContextHolder.getLocale()));
        }
        return page;
    }

    /**
     * Does something and goes back to the page. When that is refused for what was typed or because somebody was quicker, the page comes
     * with the newest state, the reason, and the words still in the form called {@code form}.
     */
    ModelAndView after(long id, SignedIn me, String form, Doing doing) {
        try {
            doing.run(Actor.of(me));
            return new ModelAndView("redirect:/matters/" + id + "?done=" + form);
        } catch (RefusedException refusal) {
            HttpStatus status = shownAgain(refusal);
            if (status == null) {
                throw refusal;
            }
            Locale locale = LocaleContextHolder.getLocale();
            String why = String.valueOf(
                    messages.getMessage(refusal.key(), refusal.args().toArray(), refusal.key(), locale));
            Map<String, String> fields = new LinkedHashMap<>();
            request.getParameterMap().forEach((name, values) -> fields.put(name, values[0]));
            ModelAndView page = page(id, me, new Kept(form, fields, why));
            page.setStatus(status);
            response.setHeader("HX-Retarget", "body");
            response.setHeader("HX-Reswap", "innerHTML show:window:top");
            return page;
        }
    }

    private static @Nullable HttpStatus shownAgain(RefusedException refusal) {
        return switch (refusal.reason()) {
            case BAD_INPUT -> HttpStatus.BAD_REQUEST;
            case CONFLICT -> HttpStatus.CONFLICT;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
            case NOT_FOUND, NOT_ALLOWED, GONE -> null;
        };
    }

    private ModelAndView page(long id, SignedIn me, Kept kept) {
        Map<String, Object> model = new LinkedHashMap<>();
        transaction.executeWithoutResult(status -> fill(model, id, me, kept));
        return new ModelAndView("matter/MatterPage", model);
    }

    private void fill(Map<String, Object> model, long id, SignedIn me, Kept kept) {
        Locale locale = LocaleContextHolder.getLocale();
        ReadMatter.Story story = readMatter.read(id, me);
        MatterView matter = story.matter();
        Set<Verb> can = story.possible();
        model.put("done", "");
        model.put("isNew", false);
        model.put("story", story);
        model.put("matter", matter);
        model.put("me", me);
        model.put("handed", Role.HANDED.contains(me.role()));
        model.put("can", can.stream().map(Verb::name).toList());
        model.put("steps", STEPS);
        model.put("first", first(story, me));
        model.put("kept", kept);
        model.put("timeline", timeline.tell(story.lines(), locale));
        model.put(
                "merged",
                story.merged().stream()
                        .map(one -> Map.of("matter", one, "timeline", timeline.tell(one.lines(), locale)))
                        .toList());
        model.put("kinds", kinds.all());
        model.put("urgencies", Urgency.values());
        model.put("others", can.contains(Verb.HAND_OVER) ? choices.unitsBeside(matter.unitId()) : List.of());
        boolean asks = can.contains(Verb.ASK_PARTNER);
        model.put("partners", asks ? choices.partnersOf(matter.unitId()) : List.of());
        model.put("helpers", asks ? choices.helpersOf(matter.unitId()) : List.of());
    }

    /** What is to be done next, the one thing a thumb reaches first; empty when there is nothing for this reader. */
    private static String first(ReadMatter.Story story, SignedIn me) {
        MatterView matter = story.matter();
        Verb next = switch (matter.stage()) {
            case RECEIVED, ACCEPTED -> Verb.TAKE;
            case HANDLING -> matter.handlerId() == 0 ? Verb.TAKE : Verb.ANSWER;
            case ANSWERED -> matter.way() == Way.DESK && !story.toldSinceAnswer() ? Verb.TELL : Verb.CALL_BACK;
            case CALLED_BACK -> Verb.CLOSE;
            case CLOSED, DECLINED -> Verb.REOPEN;
            case MERGED -> Verb.UNMERGE;
        };
        if (Role.HANDED.contains(me.role())) {
            return Verb.REPORT.name();
        }
        return story.possible().contains(next) ? next.name() : "";
    }
}
