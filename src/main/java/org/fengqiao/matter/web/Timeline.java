package org.fengqiao.matter.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.LedgerLine;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The ledger of a matter told in sentences. */
@Component
class Timeline {

    private final MessageSource messages;

    Timeline(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * One sentence.
     *
     * @param icon Tabler icon
     * @param tone {@code ours}, {@code theirs} (the resident's) or {@code house}
     * @param quote words said on that occasion, may be empty
     * @param stars given then, 0 for none
     * @param link id of a matter that the sentence speaks of, 0 for none
     */
    record Sentence(
            Instant at,
            String icon,
            String tone,
            String words,
            String quote,
            List<Long> photos,
            int stars,
            long link) {}

    List<Sentence> tell(List<LedgerLine> lines, Locale locale) {
        return lines.stream().map(line -> tell(line, locale)).toList().reversed();
    }

    private Sentence tell(LedgerLine line, Locale locale) {
        String who = who(line, locale);
        boolean byResident = line.by() == Actor.By.RESIDENT;
        return switch (line.happening()) {
            case Happening.Opened opened ->
                said(
                        line,
                        "message-plus",
                        say(
                                byResident || opened.way().equals("HOOK")
                                        ? "happening.Opened.resident"
                                        : "happening.Opened",
                                locale,
                                who,
                                say("way." + opened.way(), locale)),
                        "");
            case Happening.Accepted accepted -> said(line, "circle-check", say("happening.Accepted", locale, who), "");
            case Happening.Declined declined ->
                said(line, "circle-x", say("happening.Declined", locale, who), declined.reason());
            case Happening.Taken taken ->
                said(
                        line,
                        "hand-grab",
                        taken.former() == null
                                ? say("happening.Taken", locale, who)
                                : say("happening.Taken.from", locale, who, taken.former()),
                        "");
            case Happening.Returned returned ->
                said(
                        line,
                        "arrow-back-up",
                        say("happening.Returned", locale, who, returned.toName()),
                        returned.reason());
            case Happening.HandedOver handed ->
                said(
                        line,
                        "arrow-forward-up",
                        say("happening.HandedOver", locale, who, handed.toName()),
                        handed.reason());
            case Happening.Asked asked -> said(line, "help", say("happening.Asked", locale, who), asked.question());
            case Happening.Answered answered ->
                said(line, "message-check", say("happening.Answered", locale, who), answered.words());
            case Happening.CalledBack called ->
                new Sentence(
                        line.at(),
                        called.settled() ? "mood-smile" : "mood-sad",
                        tone(line),
                        say(
                                "happening.CalledBack"
                                        + (byResident ? ".resident" : "")
                                        + (called.settled() ? ".settled" : ".open"),
                                locale,
                                who),
                        called.words(),
                        List.of(),
                        called.stars() == null ? 0 : called.stars(),
                        0);
            case Happening.Closed closed -> said(line, "flag", say("happening.Closed", locale, who), closed.words());
            case Happening.Reopened reopened ->
                said(line, "rotate", say("happening.Reopened", locale, who), reopened.reason());
            case Happening.Merged merged ->
                linked(line, "arrow-merge", say("happening.Merged", locale, who, merged.number()), merged.into());
            case Happening.Unmerged unmerged ->
                linked(
                        line,
                        "arrows-split-2",
                        say("happening.Unmerged", locale, who, unmerged.number()),
                        unmerged.outOf());
            case Happening.PartnerAsked asked ->
                said(line, "users-plus", say("happening.PartnerAsked", locale, who, asked.name()), asked.task());
            case Happening.PartnerReported reported ->
                said(
                        line,
                        "clipboard-check",
                        say("happening.PartnerReported", locale, reported.name()),
                        reported.words());
            case Happening.WordAdded word ->
                shown(
                        line,
                        "message-2-plus",
                        say(byResident ? "happening.WordAdded.resident" : "happening.WordAdded", locale, who),
                        word.words(),
                        word.photos());
            case Happening.Noted noted ->
                shown(line, "pencil", say("happening.Noted", locale, who), noted.words(), noted.photos());
            case Happening.Amended amended ->
                said(line, "edit", say("happening.Amended", locale, who, facts(amended, locale)), "");
            case Happening.Erased erased ->
                said(line, "eraser", say("happening.Erased." + erased.basis(), locale, who), "");
            case Happening.Named named ->
                said(
                        line,
                        "user-exclamation",
                        named.toUnit() == 0
                                ? say("happening.Named", locale, who, named.name())
                                : say("happening.Named.moved", locale, who, named.name(), named.toName()),
                        "");
            case Happening.NamingLifted lifted ->
                said(line, "user-check", say("happening.NamingLifted", locale, who, lifted.name()), lifted.reason());
            case Happening.Told told ->
                said(
                        line,
                        "send",
                        told.where().isEmpty()
                                ? say("happening.Told.mouth", locale, who)
                                : say("happening.Told", locale, who, told.where()),
                        "");
        };
    }

    private String facts(Happening.Amended amended, Locale locale) {
        List<String> facts = new ArrayList<>();
        if (amended.kind() != null) {
            facts.add(say("matter.fact.kind", locale, say("kind." + amended.kind(), locale)));
        }
        if (amended.urgency() != null) {
            facts.add(say("matter.fact.urgency", locale, say("urgency." + amended.urgency(), locale)));
        }
        if (amended.place() != null) {
            facts.add(say("matter.fact.place", locale, amended.place()));
        }
        if (amended.asker() != null) {
            facts.add(say("matter.fact.asker", locale, amended.asker()));
        }
        return String.join(say("matter.fact.between", locale), facts);
    }

    private String who(LedgerLine line, Locale locale) {
        return switch (line.by()) {
            case OFFICER -> line.byName();
            case RESIDENT -> line.byName().isEmpty() ? say("matter.who.resident", locale) : line.byName();
            case HOUSE -> say("matter.who.house", locale);
        };
    }

    private static String tone(LedgerLine line) {
        return switch (line.by()) {
            case OFFICER -> "ours";
            case RESIDENT -> "theirs";
            case HOUSE -> "house";
        };
    }

    private static Sentence said(LedgerLine line, String icon, String words, String quote) {
        return shown(line, icon, words, quote, List.of());
    }

    private static Sentence shown(LedgerLine line, String icon, String words, String quote, List<Long> photos) {
        return new Sentence(line.at(), icon, tone(line), words, quote, photos, 0, 0);
    }

    private static Sentence linked(LedgerLine line, String icon, String words, long other) {
        return new Sentence(line.at(), icon, tone(line), words, "", List.of(), 0, other);
    }

    private String say(String key, Locale locale, Object... args) {
        return String.valueOf(messages.getMessage(key, args, key, locale));
    }
}
