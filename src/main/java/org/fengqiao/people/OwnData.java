package org.fengqiao.people;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.fengqiao.access.TakeAlong;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.fengqiao.people.KeepsAboutResident.Kept;
import org.fengqiao.people.KeepsAboutResident.Paper;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that is kept about one resident, to be handed to that person (个人信息保护法 §45): whole, whatever unit it stands with by now, with the
 * photos and papers; for programs as JSON, for people as a table.
 */
@Component
public class OwnData {

    static final Deed TOLD = Deed.named("resident.told");

    private static final int LONGEST_REASON = 300;
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final JdbcClient jdbc;
    private final ResidentSheets sheets;
    private final SealedNumbers numbers;
    private final List<KeepsAboutResident> rooms;
    private final AuditTrail trail;
    private final MessageSource messages;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final JsonMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    OwnData(
            JdbcClient jdbc,
            ResidentSheets sheets,
            SealedNumbers numbers,
            List<KeepsAboutResident> rooms,
            AuditTrail trail,
            MessageSource messages,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.sheets = sheets;
        this.numbers = numbers;
        this.rooms = rooms;
        this.trail = trail;
        this.messages = messages;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * How much is kept about a resident in sight, by table; tables without a row about this person are left out.
     *
     * @throws org.fengqiao.shared.RefusedException when the resident is not in sight
     */
    public Map<String, Integer> count(long id) {
        return wholly(id, () -> {
            Map<String, Integer> counts = new LinkedHashMap<>();
            all(id).stream()
                    .filter(kept -> !kept.rows().isEmpty())
                    .forEach(kept -> counts.put(kept.table(), kept.rows().size()));
            return counts;
        });
    }

    /**
     * Writes everything into a ZIP; one line in the audit trail is written with it.
     *
     * @param reason who asked for it and how, kept in the audit trail with names and numbers hidden
     * @throws org.fengqiao.shared.RefusedException when the resident is not in sight, or no reason is given
     */
    public void write(long id, @Nullable String reason, OutputStream out, Locale locale) {
        String why = Words.required(reason, LONGEST_REASON);
        wholly(id, () -> {
            trail.keep(TOLD, "resident/" + id, MaskedText.of(why, sheets.names(id)), Map.of());
            zip(id, out, locale);
            return true;
        });
    }

    private <T> T wholly(long id, java.util.function.Supplier<T> work) {
        sheets.require(id);
        return Sight.current()
                .throughAllUnits()
                .see(() -> Objects.requireNonNull(transaction.execute(status -> work.get())));
    }

    private List<Kept> all(long id) {
        List<Kept> all = new ArrayList<>();
        all.add(new Kept(
                "people.resident",
                jdbc.sql("""
                        select id, unit_id, name, phone_sealed, citizen_sealed, consent, address, note, hold_reason, hold_basis, created_at, erased_at
                        from people.resident where id = ?""")
                        .param(id)
                        .query((row, n) -> {
                            Map<String, @Nullable Object> sheet = new LinkedHashMap<>();
                            sheet.put("id", row.getLong("id"));
                            sheet.put("name", row.getString("name"));
                            sheet.put(
                                    "phone",
                                    numbers.held(SealedNumbers.PHONE, row).digits());
                            sheet.put(
                                    "citizen",
                                    numbers.held(SealedNumbers.CITIZEN, row).digits());
                            for (String column : List.of("consent", "address", "note", "hold_reason", "hold_basis")) {
                                sheet.put(column, row.getString(column));
                            }
                            sheet.put("created_at", row.getTimestamp("created_at"));
                            sheet.put("erased_at", row.getTimestamp("erased_at"));
                            return sheet;
                        })
                        .list()));
        all.add(rows(
                "people.nickname",
                "select place, nickname from people.nickname where resident_id = ? order by place, nickname",
                id));
        rooms.forEach(room -> all.addAll(room.tell(id)));
        all.add(rows(
                "audit.line",
                "select at, what, by_role, purpose from audit.line where about = 'resident/' || ? order by at, officer_id, n",
                id));
        return all;
    }

    private Kept rows(String table, String sql, long id) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        jdbc.sql(sql).param(id).query().listOfRows().forEach(row -> rows.add(new LinkedHashMap<>(row)));
        return new Kept(table, rows);
    }

    private void zip(long id, OutputStream out, Locale locale) {
        List<Kept> all = all(id);
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            put(zip, "data.json", json.writeValueAsBytes(forPrograms(all)));
            zip.putNextEntry(new ZipEntry("data.xlsx"));
            table(zip, all, locale);
            zip.closeEntry();
            for (KeepsAboutResident room : rooms) {
                for (Paper paper : room.papers(id)) {
                    put(zip, "files/" + paper.name(), paper.content().get());
                }
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    private Map<String, Object> forPrograms(Collection<Kept> all) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("written_at", clock.instant().toString());
        for (Kept kept : all) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (Map<String, @Nullable Object> row : kept.rows()) {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                row.forEach((column, value) -> plain.put(
                        column, value instanceof Timestamp at ? at.toInstant().toString() : value));
                rows.add(plain);
            }
            told.put(kept.table(), rows);
        }
        return told;
    }

    /** One sheet for each table that holds something, in words for people. */
    private void table(OutputStream out, List<Kept> all, Locale locale) throws IOException {
        try (Workbook book = new Workbook(new Unclosed(out), "Fengqiao", "1.0")) {
            for (Kept kept : all) {
                if (kept.rows().isEmpty()) {
                    continue;
                }
                Worksheet sheet = book.newWorksheet(said("own.table." + kept.table(), locale));
                List<String> columns = List.copyOf(kept.rows().getFirst().keySet());
                for (int column = 0; column < columns.size(); column++) {
                    sheet.value(0, column, said("own.column." + columns.get(column), locale));
                    sheet.style(0, column).bold().set();
                    sheet.width(column, 20);
                }
                int line = 0;
                for (Map<String, @Nullable Object> row : kept.rows()) {
                    line++;
                    for (int column = 0; column < columns.size(); column++) {
                        sheet.value(line, column, shown(row.get(columns.get(column))));
                    }
                }
            }
        }
    }

    private String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Timestamp at -> SECOND.format(LocalDateTime.ofInstant(at.toInstant(), clock.getZone()));
            default -> TakeAlong.harmless(value.toString());
        };
    }

    private String said(String key, Locale locale) {
        return String.valueOf(messages.getMessage(key, null, key, locale));
    }

    /** The workbook closes what it writes into, and the ZIP goes on after it. */
    private static final class Unclosed extends java.io.FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int many) throws IOException {
            out.write(bytes, from, many);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
