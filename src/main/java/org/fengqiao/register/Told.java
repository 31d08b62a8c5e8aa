package org.fengqiao.register;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;

/** What one line of a table says, by column; whatever is refused says in which. */
record Told(Map<String, String> cells) {

    private static final LocalDate EARLIEST = LocalDate.of(1949, 10, 1);

    private static final Pattern DAY = Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?"
            + "(?:[T ]?(\\d{1,2})[:时点](?:(\\d{1,2})(?:[:分](\\d{1,2}))?[秒分]?)?)?(?:\\.\\d+)?");
    private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");

    /** Words of one line, empty where nothing is told. */
    String line(String column, int longest) {
        return at(column, () -> Words.orEmpty(Words.inOneLine(cells.getOrDefault(column, "")), longest));
    }

    /** Words, empty where nothing is told. */
    String words(String column, int longest) {
        return at(column, () -> Words.orEmpty(cells.getOrDefault(column, ""), longest));
    }

    /** Refuses a line that leaves this column empty. */
    void requires(String column) {
        if (line(column, Integer.MAX_VALUE).isEmpty()) {
            throw RefusedException.badInput("refused.import.empty").at(column);
        }
    }

    /** A phone number. */
    @Nullable
    PhoneNumber phone(String column) {
        String spelling = line(column, 200);
        return spelling.isEmpty() ? null : at(column, () -> PhoneNumber.of(spelling));
    }

    /** A citizen number. */
    @Nullable
    CitizenNumber citizen(String column) {
        String spelling = line(column, 200);
        return spelling.isEmpty() ? null : at(column, () -> CitizenNumber.of(spelling));
    }

    /** A whole number, 0 where nothing is told. */
    int number(String column) {
        String digits = line(column, 200);
        if (digits.isEmpty()) {
            return 0;
        }
        if (!digits.matches("[0-9]{1,9}人?")) {
            throw RefusedException.badInput("refused.import.number").at(column);
        }
        return Integer.parseInt(digits.replace("人", ""));
    }

    /** A day in the past, perhaps with a time: {@code 2019-03-05}, {@code 2019年3月5日 14:30}, {@code 20190305}. */
    Optional<Instant> day(String column, Clock clock) {
        String spelling = line(column, 200);
        if (spelling.isEmpty()) {
            return Optional.empty();
        }
        String narrow = java.text.Normalizer.normalize(spelling, java.text.Normalizer.Form.NFKC);
        Matcher day = DAY.matcher(narrow);
        Matcher digits = DIGITS.matcher(narrow);
        try {
            LocalDateTime at;
            if (day.matches()) {
                at = date(day).atTime(part(day, 4), part(day, 5), part(day, 6));
            } else if (digits.matches()) {
                at = date(digits).atStartOfDay();
            } else {
                throw RefusedException.badInput("refused.import.day").at(column);
            }
            Instant moment = at.atZone(clock.getZone()).toInstant();
            if (at.toLocalDate().isBefore(EARLIEST) || moment.isAfter(clock.instant())) {
                throw RefusedException.badInput("refused.import.day.range").at(column);
            }
            return Optional.of(moment);
        } catch (DateTimeException noSuchDay) {
            throw RefusedException.badInput("refused.import.day").at(column);
        }
    }

    private static LocalDate date(Matcher found) {
        return LocalDate.of(part(found, 1), part(found, 2), part(found, 3));
    }

    private static int part(Matcher found, int group) {
        String digits = found.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static <T> T at(String column, java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (RefusedException refused) {
            throw refused.at(column);
        }
    }
}
