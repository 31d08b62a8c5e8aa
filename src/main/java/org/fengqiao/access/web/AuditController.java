package org.fengqiao.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fengqiao.access.Allowed;
import org.fengqiao.access.StepUp;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.audit.AuditFilter;
import org.fengqiao.audit.AuditLine;
import org.fengqiao.audit.AuditSheets;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.org.Role;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit trail for the auditor: read, and taken along. */
@Controller
@Allowed(Role.AUDITOR)
class AuditController {

    static final Deed EXPORTED = Deed.named("audit.exported");

    private static final int PAGE = 50;
    private static final int MOST_LINES = 100_000;
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final List<String> COLUMNS =
            List.of("at", "who", "role", "what", "about", "purpose", "more", "address", "place");

    private final AuditSheets sheets;
    private final AuditTrail trail;
    private final AuditInWords words;
    private final MessageSource messages;
    private final Clock clock;

    AuditController(AuditSheets sheets, AuditTrail trail, AuditInWords words, MessageSource messages, Clock clock) {
        this.sheets = sheets;
        this.trail = trail;
        this.words = words;
        this.messages = messages;
        this.clock = clock;
    }

    /** What somebody looks for; days are those of the house's clock. */
    record Wished(
            @Nullable String who,
            @Nullable String what,
            @Nullable String about,

            @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable
            LocalDate from,

            @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable
            LocalDate to) {

        /** Whether there is more to it than a name. */
        public boolean fine() {
            return from != null || to != null || !(Words.orEmpty(what, 80) + Words.orEmpty(about, 80)).isEmpty();
        }

        AuditFilter filter(Clock clock) {
            return new AuditFilter(
                    Words.orEmpty(who, 40),
                    Words.orEmpty(what, 80),
                    Words.orEmpty(about, 80),
                    from == null
                            ? Instant.EPOCH
                            : from.atStartOfDay(clock.getZone()).toInstant(),
                    to == null
                            ? END
                            : to.plusDays(1).atStartOfDay(clock.getZone()).toInstant());
        }
    }

    @GetMapping("/audit")
    String trail(Wished wished, @RequestParam(required = false) @Nullable String after, Locale locale, Model model) {
        Page<AuditLine> page =
                sheets.list(wished.filter(clock), after == null ? AuditSheets.NEWEST : PageKey.parse(after), PAGE);
        model.addAttribute("page", page);
        model.addAttribute(
                "lines",
                page.items().stream().map(line -> words.told(line, locale)).toList());
        model.addAttribute("wished", wished);
        model.addAttribute("first", after == null);
        model.addAttribute("deeds", Deed.known());
        return "access/AuditPage";
    }

    /** The same lines as a table for a spreadsheet, {@value #MOST_LINES} at most; that somebody took them is a line itself. */
    @GetMapping("/audit.csv")
    @StepUp
    void table(Wished wished, Locale locale, HttpServletResponse response) {
        AuditFilter filter = wished.filter(clock);
        trail.keep(EXPORTED, "list/audit", "", Map.of());
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"audit-" + LocalDate.now(clock) + ".csv\"");
        try {
            PrintWriter out = new PrintWriter(response.getOutputStream(), false, StandardCharsets.UTF_8);
            // Without it a spreadsheet takes the file for another encoding.
            out.write('\uFEFF');
            out.print(COLUMNS.stream()
                    .map(column -> cell(messages.getMessage("audit." + column, null, locale)))
                    .collect(Collectors.joining(",", "", "\r\n")));
            int lines = 0;
            PageKey after = AuditSheets.NEWEST;
            while (after != null && lines < MOST_LINES) {
                Page<AuditLine> page = sheets.list(filter, after, AuditSheets.LONGEST_PAGE);
                page.items().forEach(line -> out.print(row(words.told(line, locale))));
                lines += page.items().size();
                after = page.next();
            }
            out.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private String row(AuditInWords.Told told) {
        AuditLine line = told.line();
        return List.of(
                        WHEN.format(line.at().atZone(clock.getZone())),
                        line.byName(),
                        told.role(),
                        told.deed(),
                        line.about(),
                        told.purpose(),
                        line.data(),
                        line.address(),
                        line.officer() + "/" + line.n())
                .stream()
                .map(AuditController::cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /** What begins like a formula is made text: a spreadsheet would run it. */
    private static String cell(String text) {
        return '"' + TakeAlong.harmless(text).replace("\"", "\"\"") + '"';
    }
}
