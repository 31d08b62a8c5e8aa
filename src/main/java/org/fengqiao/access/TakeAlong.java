package org.fengqiao.access;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.org.Role;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Hands out a list as an XLSX table that may leave the house: written as it is read, nothing in it that a spreadsheet would run, who
 * took it and when on every sheet of paper and in the last line, no more lines than the role may have at once, one line in the audit
 * trail before the first byte.
 */
@Component
public class TakeAlong {

    static final Deed TAKEN = Deed.named("list.taken");

    private static final Map<Role, Integer> MOST_LINES = new EnumMap<>(
            Map.of(Role.AUXILIARY, 1_000, Role.OFFICER, 5_000, Role.CHIEF, 5_000, Role.SUPERVISOR, 20_000));

    private static final int MOST_LINES_OF_OTHERS = 1_000;
    private static final int AT_ONCE = 100;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final AuditTrail trail;
    private final MessageSource messages;
    private final Clock clock;
    private final Pattern marks;

    TakeAlong(AuditTrail trail, MessageSource messages, Clock clock) {
        this.trail = trail;
        this.messages = messages;
        this.marks = marks(messages);
        this.clock = clock;
    }

    /**
     * One column.
     *
     * @param words key of its head, or the head itself
     * @param width in characters
     * @param cell text, a number, an {@link Instant}, {@link Said words of the messages}, or null for nothing
     */
    public record Column<R>(String words, int width, Function<R, @Nullable Object> cell) {}

    /**
     * Words of the messages in a cell, in the language of whoever takes the list.
     *
     * @param args what fills the gaps in them; may be such words as well
     */
    public record Said(String key, List<Object> args) {

        /** Words without gaps. */
        public static Said of(String key) {
            return new Said(key, List.of());
        }
    }

    /** Reads a page of the list, what is in the reader's sight only. */
    public interface Lines<R> {
        /** At most {@code size} lines after a key, from the beginning for null. */
        Page<R> read(@Nullable PageKey after, int size);

        /** Those of a list that is read at once, because it is short. */
        static <R> Lines<R> of(List<R> all) {
            return (after, size) -> {
                int from = after == null ? 0 : (int) after.number(0);
                List<R> rest = all.subList(from, Math.min(all.size(), from + size + 1));
                return Page.of(rest, size, row -> PageKey.of(from + size));
            };
        }
    }

    /**
     * A list to take along.
     *
     * @param name in the name of the file and in the audit trail, for example {@code matters}
     * @param title key of the words on its tab
     */
    public record Table<R>(String name, String title, List<Column<R>> columns, Lines<R> lines) {}

    /** How many lines this role may take at once. */
    public static int mostLines(Role role) {
        return MOST_LINES.getOrDefault(role, MOST_LINES_OF_OTHERS);
    }

    /** Sends the table as a file. */
    public <R> void send(HttpServletResponse response, SignedIn me, Table<R> table, Locale locale) throws IOException {
        int most = mostLines(me.role());
        // What cannot be listed at all is refused while there is still a page to say so on.
        Page<R> first = table.lines().read(null, Math.min(AT_ONCE, most));
        trail.keep(TAKEN, "list/" + table.name(), "", Map.of("most", Integer.toString(most)));
        response.setContentType(XLSX);
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"%s-%s.xlsx\"".formatted(table.name(), LocalDate.now(clock)));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        write(response.getOutputStream(), me, table, first, most, locale);
    }

    private <R> void write(OutputStream out, SignedIn me, Table<R> table, Page<R> first, int most, Locale locale)
            throws IOException {
        String mark = said("table.mark", locale, me.name(), me.login(), MINUTE.format(LocalDateTime.now(clock)));
        try (Workbook book = new Workbook(out, "Fengqiao", "1.0")) {
            Worksheet sheet = book.newWorksheet(said(table.title(), locale));
            // In heads and feet of paper an ampersand begins a command.
            sheet.footer(mark.replace("&", "&&"), Position.CENTER);
            for (int column = 0; column < table.columns().size(); column++) {
                sheet.value(0, column, harmless(said(table.columns().get(column).words(), locale)));
                sheet.style(0, column).bold().set();
                sheet.width(column, table.columns().get(column).width());
            }
            sheet.freezePane(0, 1);
            int line = 0;
            Page<R> page = first;
            while (true) {
                for (R row : page.items()) {
                    line++;
                    for (int column = 0; column < table.columns().size(); column++) {
                        cell(
                                sheet,
                                line,
                                column,
                                told(table.columns().get(column).cell().apply(row), locale));
                    }
                }
                sheet.flush();
                if (page.next() == null || line >= most) {
                    break;
                }
                page = table.lines().read(page.next(), Math.min(AT_ONCE, most - line));
            }
            if (page.next() != null) {
                sheet.value(++line, 0, said("table.more", locale, most));
            }
            sheet.value(line + 1, 0, harmless(mark));
        }
    }

    private @Nullable Object told(@Nullable Object value, Locale locale) {
        return value instanceof Said words
                ? said(
                        words.key(),
                        locale,
                        words.args().stream().map(arg -> told(arg, locale)).toArray())
                : value;
    }

    /** Whether a line of a table is one that every list taken along ends with, and says nothing itself. */
    public boolean isMark(List<String> cells) {
        return !cells.isEmpty()
                && cells.stream().skip(1).allMatch(String::isBlank)
                && marks.matcher(cells.getFirst()).matches();
    }

    private static Pattern marks(MessageSource messages) {
        Object[] gaps = {"\u0000", "\u0000", "\u0000"};
        return Pattern.compile(Stream.of("table.mark", "table.more")
                .flatMap(key -> Stream.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)
                        .map(language -> messages.getMessage(key, gaps, language)))
                .map(words -> Arrays.stream(words.split("\u0000", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|")));
    }

    private void cell(Worksheet sheet, int line, int column, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Instant at -> {
                sheet.value(
                        line,
                        column,
                        at.atZone(clock.getZone()).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES));
                sheet.style(line, column).format("yyyy-mm-dd hh:mm").set();
            }
            case Number number -> sheet.value(line, column, number);
            default -> sheet.value(line, column, harmless(value.toString()));
        }
    }

    /**
     * Text that stays text when the table is saved as CSV and opened again: what begins like a formula, in narrow, full or small width
     * and behind whatever cannot be seen, gets the apostrophe that spreadsheets take for "this is text" (OWASP, CSV Injection; ASVS
     * 1.2.10).
     */
    public static String harmless(String text) {
        int first = 0;
        while (first < text.length() && isUnseen(text.codePointAt(first))) {
            first += Character.charCount(text.codePointAt(first));
        }
        boolean control = !text.isEmpty() && text.charAt(0) < ' ';
        if (first == text.length()) {
            return control ? "'" + text : text;
        }
        String plain = Normalizer.normalize(Character.toString(text.codePointAt(first)), Normalizer.Form.NFKC);
        boolean likeFormula = !plain.isEmpty() && "=+-@\u2212".indexOf(plain.charAt(0)) >= 0;
        return likeFormula || control ? "'" + text : text;
    }

    private static boolean isUnseen(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || character == '"';
    }

    private String said(String key, Locale locale, Object... args) {
        return String.valueOf(messages.getMessage(key, args, key, locale));
    }
}
