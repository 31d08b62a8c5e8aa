package org.fengqiao.register;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** An empty table to fill in, whose heads need no correcting and whose cells leave long numbers as they are typed. */
@Component
public class BlankTable {

    private static final int LINES = 500;
    private static final int WIDTH = 22;

    private final MessageSource messages;

    BlankTable(MessageSource messages) {
        this.messages = messages;
    }

    /** Writes it. */
    public void write(Register register, Locale locale, OutputStream out) throws IOException {
        List<Register.Column> columns = register.columns();
        try (Workbook book = new Workbook(out, "Fengqiao", "1.0")) {
            Worksheet sheet = book.newWorksheet(messages.getMessage("register." + register.name(), null, locale));
            for (int column = 0; column < columns.size(); column++) {
                Register.Column one = columns.get(column);
                sheet.value(
                        0,
                        column,
                        messages.getMessage(register.head(one.name()), null, locale) + (one.required() ? " *" : ""));
                sheet.style(0, column).bold().set();
                sheet.width(column, WIDTH);
            }
            sheet.freezePane(0, 1);
            sheet.range(1, 0, LINES, columns.size() - 1).style().format("@").set();
        }
    }
}
