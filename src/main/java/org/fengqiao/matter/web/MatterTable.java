package org.fengqiao.matter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.MatterFilter;
import org.fengqiao.matter.MatterRow;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * A list of matters as an XLSX table that may leave the house: names and numbers of persons masked, nothing in it that a spreadsheet
 * would run. It is written as it is read, {@value #MOST_LINES} lines at most; where there are more, the last line says so.
 */
@Component
class MatterTable {

    static final int MOST_LINES = 5_000;

    private static final String[] COLUMNS = {
        "number",
        "stage",
        "kind",
        "urgency",
        "summary",
        "place",
        "asker",
        "way",
        "handler",
        "unit",
        "opened",
        "answered"
    };
    private static final int[] WIDTHS = {20, 10, 8, 10, 60, 30, 12, 16, 12, 20, 18, 18};
    private static final String WHEN = "yyyy-mm-dd hh:mm";

    private final MatterSheets sheets;
    private final MessageSource messages;
    private final Clock clock;

    MatterTable(MatterSheets sheets, MessageSource messages, Clock clock) {
        this.sheets = sheets;
        this.messages = messages;
        this.clock = clock;
    }

    void write(OutputStream out, SignedIn me, MatterFilter filter, Locale locale) throws IOException {
        try (Workbook book = new Workbook(out, "Fengqiao", "1.0")) {
            Worksheet sheet = book.newWorksheet(said("matter.table.name", locale));
            for (int column = 0; column < COLUMNS.length; column++) {
                sheet.value(0, column, said("matter.table." + COLUMNS[column], locale));
                sheet.style(0, column).bold().set();
                sheet.width(column, WIDTHS[column]);
            }
            sheet.freezePane(0, 1);
            int line = 0;
            PageKey after = null;
            do {
                Page<MatterRow> page = sheets.list(me, filter, after, MatterSheets.LONGEST_PAGE);
                for (MatterRow row : page.items()) {
                    write(sheet, ++line, row, locale);
                }
                sheet.flush();
                after = page.next();
            } while (after != null && line < MOST_LINES);
            if (after != null) {
                sheet.value(line + 1, 0, said("matter.table.more", locale, line));
            }
        }
    }

    private void write(Worksheet sheet, int line, MatterRow row, Locale locale) {
        List<String> names = List.of(row.asker());
        String[] cells = {
            row.number(),
            said("stage." + row.stage(), locale),
            said("kind." + row.kind(), locale),
            said("urgency." + row.urgency(), locale),
            MaskedText.of(row.summary(), names),
            MaskedText.of(row.place(), names),
            MaskedText.of(row.asker(), names),
            row.groupName().isEmpty() ? said("way." + row.way(), locale) : row.groupName(),
            row.handlerName(),
            row.unitName()
        };
        for (int column = 0; column < cells.length; column++) {
            sheet.value(line, column, harmless(cells[column]));
        }
        when(sheet, line, cells.length, row.openedAt());
        when(sheet, line, cells.length + 1, row.answeredAt());
    }

    private void when(Worksheet sheet, int line, int column, @Nullable Instant at) {
        if (at != null) {
            sheet.value(line, column, at.atZone(clock.getZone()).toLocalDateTime());
            sheet.style(line, column).format(WHEN).set();
        }
    }

    /**
     * Text that stays text when the table is saved as CSV and opened again: what begins like a formula, in narrow or full width, gets
     * the apostrophe that spreadsheets take for "this is text" (OWASP, CSV Injection).
     */
    static String harmless(String text) {
        String seen = text.stripLeading();
        boolean likeFormula = (!seen.isEmpty() && "=+-@＝＋－＠".indexOf(seen.charAt(0)) >= 0)
                || (!text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0);
        return likeFormula ? "'" + text : text;
    }

    private String said(String key, Locale locale, Object... args) {
        return String.valueOf(messages.getMessage(key, args, key, locale));
    }
}
