package org.fengqiao.matter.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.MatterFilter;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.Urgency;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.SearchTokens;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * What stands in the filter form of the list. What cannot be understood is left out, so that an old or mistyped link still shows a
 * list.
 */
record MatterQuery(
        boolean all,
        Set<Stage> stages,
        @Nullable String kind,
        @Nullable Urgency urgency,
        boolean mine,
        boolean unread,
        boolean awaiting,
        int group,
        long resident,
        int unit,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        String words) {

    static MatterQuery of(MultiValueMap<String, String> form) {
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        for (String name : form.getOrDefault("stage", java.util.List.of())) {
            Arrays.stream(Stage.values())
                    .filter(stage -> stage.name().equals(name))
                    .forEach(stages::add);
        }
        String urgency = form.getFirst("urgency");
        return new MatterQuery(
                "all".equals(form.getFirst("show")),
                stages,
                code(form.getFirst("kind")),
                Arrays.stream(Urgency.values())
                        .filter(one -> one.name().equals(urgency))
                        .findFirst()
                        .orElse(null),
                ticked(form, "mine"),
                ticked(form, "unread"),
                ticked(form, "awaiting"),
                (int) number(form.getFirst("group"), Integer.MAX_VALUE),
                number(form.getFirst("resident"), Long.MAX_VALUE),
                (int) number(form.getFirst("unit"), Integer.MAX_VALUE),
                day(form.getFirst("from")),
                day(form.getFirst("to")),
                searched(form.getFirst("words")));
    }

    private static @Nullable String code(@Nullable String kind) {
        return kind == null || !kind.matches("[A-Z_]{1,40}") ? null : kind;
    }

    private static boolean ticked(MultiValueMap<String, String> form, String name) {
        String value = form.getFirst(name);
        return value != null && !value.equals("false");
    }

    private static long number(@Nullable String digits, long most) {
        try {
            long number = digits == null ? 0 : Long.parseLong(digits);
            return number < 0 || number > most ? 0 : number;
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private static @Nullable LocalDate day(@Nullable String date) {
        try {
            LocalDate day = date == null || date.isEmpty() ? null : LocalDate.parse(date);
            return day == null || day.getYear() < 2000 || day.getYear() > 2200 ? null : day;
        } catch (DateTimeException notADay) {
            return null;
        }
    }

    private static String searched(@Nullable String words) {
        String clean = words == null ? "" : Words.clean(words);
        return clean.codePointCount(0, clean.length()) <= SearchTokens.LONGEST_QUERY
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, SearchTokens.LONGEST_QUERY));
    }

    MatterFilter filter(SignedIn me) {
        return new MatterFilter(
                !all,
                stages,
                kind,
                urgency,
                mine ? me.officer() : 0,
                group,
                resident,
                unit,
                unread,
                awaiting,
                words.isEmpty() ? null : words,
                from,
                to);
    }

    /** The same as the query of a link, without what is not set: empty for the plain list. */
    public String link() {
        UriComponentsBuilder link = UriComponentsBuilder.newInstance();
        if (all) {
            link.queryParam("show", "all");
        }
        stages.forEach(stage -> link.queryParam("stage", stage.name()));
        if (kind != null) {
            link.queryParam("kind", kind);
        }
        if (urgency != null) {
            link.queryParam("urgency", urgency.name());
        }
        if (mine) {
            link.queryParam("mine", "1");
        }
        if (unread) {
            link.queryParam("unread", "1");
        }
        if (awaiting) {
            link.queryParam("awaiting", "1");
        }
        if (group != 0) {
            link.queryParam("group", group);
        }
        if (resident != 0) {
            link.queryParam("resident", resident);
        }
        if (unit != 0) {
            link.queryParam("unit", unit);
        }
        if (from != null) {
            link.queryParam("from", from);
        }
        if (to != null) {
            link.queryParam("to", to);
        }
        if (!words.isEmpty()) {
            link.queryParam("words", UriUtils.encode(words, "UTF-8"));
        }
        String query = link.build(true).getQuery();
        return query == null ? "" : query;
    }

    /** The same list from that place on. */
    String after(PageKey key) {
        return (link().isEmpty() ? "" : link() + "&") + "after=" + key;
    }

    /** Whether anything beyond the quick choices and the words is set, so that the form shows it. */
    public boolean isFine() {
        return stages.size() > 1
                || kind != null
                || urgency != null
                || group != 0
                || unit != 0
                || from != null
                || to != null;
    }

    /** The one stage asked for, empty for none or several. */
    public String stage() {
        return stages.size() == 1 ? stages.iterator().next().name() : "";
    }

    /** True when nothing at all is set. */
    public boolean isPlain() {
        return link().isEmpty();
    }
}
