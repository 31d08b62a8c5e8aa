package org.fengqiao.matter.web;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.access.TakeAlong.Column;
import org.fengqiao.matter.MatterFilter;
import org.fengqiao.matter.MatterRow;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.shared.MaskedText;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** A list of matters to take along: names and numbers of persons masked. */
@Component
class MatterTable {

    private final MatterSheets sheets;
    private final MessageSource messages;

    MatterTable(MatterSheets sheets, MessageSource messages) {
        this.sheets = sheets;
        this.messages = messages;
    }

    TakeAlong.Table<MatterRow> of(SignedIn me, MatterFilter filter, Locale locale) {
        return new TakeAlong.Table<>(
                "matters",
                "matter.table.name",
                List.of(
                        column("number", 20, MatterRow::number),
                        column("stage", 10, row -> said("stage." + row.stage(), locale)),
                        column("kind", 8, row -> said("kind." + row.kind(), locale)),
                        column("urgency", 10, row -> said("urgency." + row.urgency(), locale)),
                        column("summary", 60, row -> masked(row, row.summary())),
                        column("place", 30, row -> masked(row, row.place())),
                        column("asker", 12, row -> masked(row, row.asker())),
                        column(
                                "way",
                                16,
                                row -> row.groupName().isEmpty() ? said("way." + row.way(), locale) : row.groupName()),
                        column("handler", 12, MatterRow::handlerName),
                        column("unit", 20, MatterRow::unitName),
                        column("opened", 18, MatterRow::openedAt),
                        column("answered", 18, MatterRow::answeredAt)),
                (after, size) -> sheets.list(me, filter, after, size));
    }

    private static Column<MatterRow> column(String name, int width, Function<MatterRow, @Nullable Object> cell) {
        return new Column<>("matter.table." + name, width, cell);
    }

    private static String masked(MatterRow row, String text) {
        return MaskedText.of(text, List.of(row.asker()));
    }

    private String said(String key, Locale locale) {
        return String.valueOf(messages.getMessage(key, null, key, locale));
    }
}
