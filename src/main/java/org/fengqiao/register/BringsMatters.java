package org.fengqiao.register;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.KeepOldMatter;
import org.fengqiao.matter.Kind;
import org.fengqiao.matter.Kinds;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Place;
import org.fengqiao.shared.RefusedException;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Matters that were closed before this house stood, known again by their old number, the day and the words together: old registers begin
 * with number 1 each year.
 */
@Component
class BringsMatters implements Brings {

    private static final int LONGEST_WORDS = 10_000;
    private static final String OTHERWISE = "DEMAND";

    private final KeepOldMatter keepOldMatter;
    private final KeepResident keepResident;
    private final Kinds kinds;
    private final JdbcClient jdbc;
    private final MessageSource messages;
    private final Clock clock;

    BringsMatters(
            KeepOldMatter keepOldMatter,
            KeepResident keepResident,
            Kinds kinds,
            JdbcClient jdbc,
            MessageSource messages,
            Clock clock) {
        this.keepOldMatter = keepOldMatter;
        this.keepResident = keepResident;
        this.kinds = kinds;
        this.jdbc = jdbc;
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public Register register() {
        return Register.MATTERS;
    }

    @Override
    public Lines begin(SignedIn me, int unit, String source) {
        List<Kind> all = kinds.all();
        return told -> bring(me, unit, source, all, told);
    }

    private boolean bring(SignedIn me, int unit, String source, List<Kind> all, Told told) {
        told.requires("said");
        told.requires("words");
        Instant said = told.day("said", clock).orElseThrow();
        Instant closed = told.day("closed", clock).orElse(said);
        if (closed.isBefore(said)) {
            throw RefusedException.badInput("refused.import.order").at("closed");
        }
        String number = told.line("number", 80);
        String words = told.words("words", LONGEST_WORDS);
        String asker = told.line("asker", 40);
        byte[] mark = mark(unit, number, said, words);
        PhoneNumber phone = told.phone("phone");
        String place = told.line("place", Place.LONGEST);
        String answer = told.words("answer", LONGEST_WORDS);
        String kind = kind(told, all);
        if (jdbc.sql("select exists (select from register.old_matter where unit_id = ? and mark = ?)")
                .params(unit, mark)
                .query(Boolean.class)
                .single()) {
            return false;
        }
        NewMatter matter = NewMatter.of(unit, kind, words, Way.DESK)
                .askedBy(phone == null ? 0 : keepResident.keep(unit, NewResident.of(asker, phone)), asker)
                .at(place.isEmpty() ? null : Place.of(place))
                .saidAt(said);
        long id = keepOldMatter.keep(
                matter,
                Actor.of(me),
                new KeepOldMatter.Ending(
                        closed,
                        answer.isEmpty() ? said("register.old.no-answer") : answer,
                        said("register.old.closed")),
                note(source, number, told.line("handler", 200)));
        jdbc.sql("insert into register.old_matter (unit_id, mark, matter_id) values (?, ?, ?)")
                .params(unit, mark, id)
                .update();
        return true;
    }

    /** Lines of the ledger are in Chinese, whoever reads them. */
    private String said(String key, Object... args) {
        return messages.getMessage(key, args, Locale.SIMPLIFIED_CHINESE);
    }

    private String note(String source, String number, String handler) {
        String from = said("register.old.from", source);
        String was = number.isEmpty() ? "" : said("register.old.number", number);
        String by = handler.isEmpty() ? "" : said("register.old.handler", handler);
        return from + was + by;
    }

    private String kind(Told told, List<Kind> all) {
        String words = told.line("kind", 40);
        if (words.isEmpty()) {
            return OTHERWISE;
        }
        for (Kind kind : all) {
            for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
                if (words.equalsIgnoreCase(messages.getMessage("kind." + kind.code(), null, kind.code(), language))) {
                    return kind.code();
                }
            }
        }
        throw RefusedException.badInput("refused.import.kind").at("kind");
    }

    private static byte[] mark(int unit, String number, Instant said, String words) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((unit + "\n" + number + "\n" + said + "\n" + words).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
