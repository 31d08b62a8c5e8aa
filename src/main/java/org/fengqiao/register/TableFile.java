package org.fengqiao.register;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.fengqiao.document.DocumentReader;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A table as somebody uploaded it: the first sheet of a workbook, or plain text in UTF-8, UTF-16 or GB18030 with commas, semicolons,
 * tabs or bars. It is read line by line, as often as needed; all of it is text, nothing in it is ever computed.
 */
final class TableFile {

    private static final int LOOKED_AT = 20;
    private static final char[] DELIMITERS = {',', '\t', ';', '|'};
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int SECONDS_OF_A_DAY = 24 * 60 * 60;

    private final byte[] file;
    private final @Nullable Charset charset;
    private final CSVFormat format;

    private TableFile(byte[] file, @Nullable Charset charset, CSVFormat format) {
        this.file = file;
        this.charset = charset;
        this.format = format;
    }

    /**
     * One line.
     *
     * @param number counted as a spreadsheet shows it, from 1
     */
    record Line(int number, List<String> cells) {

        boolean isEmpty() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    /**
     * Judges a file and finds out how it is to be read.
     *
     * @throws RefusedException as {@link DocumentReader#isWorkbook}; {@code refused.import.text} when it is text in no encoding we read
     */
    static TableFile of(byte[] file) {
        CSVFormat plain = CSVFormat.RFC4180
                .builder()
                .setIgnoreEmptyLines(false)
                .setTrailingData(true)
                .get();
        if (DocumentReader.isWorkbook(file)) {
            return new TableFile(file, null, plain);
        }
        Charset charset = charset(file);
        TableFile best = new TableFile(file, charset, plain);
        int most = Math.max(1, best.width());
        for (char delimiter : DELIMITERS) {
            TableFile other = new TableFile(
                    file, charset, plain.builder().setDelimiter(delimiter).get());
            int width = other.width();
            if (width > most) {
                best = other;
                most = width;
            }
        }
        return best;
    }

    /** How many columns the first lines have, as most of them say; 0 where they cannot be read so. */
    private int width() {
        try (Stream<Line> lines = lines()) {
            int[] widths = lines.filter(line -> !line.isEmpty())
                    .limit(LOOKED_AT)
                    .mapToInt(line -> line.cells().size())
                    .sorted()
                    .toArray();
            return widths.length == 0 ? 0 : widths[widths.length / 2];
        } catch (RefusedException unreadable) {
            return 0;
        }
    }

    private static Charset charset(byte[] file) {
        if (file.length >= 2 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xFE
                || file.length >= 2 && (file[0] & 0xFF) == 0xFE && (file[1] & 0xFF) == 0xFF) {
            return StandardCharsets.UTF_16;
        }
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
            try {
                String text = charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(file))
                        .toString();
                if (text.chars().noneMatch(character -> character < ' ' && "\t\r\n".indexOf(character) < 0)) {
                    return charset;
                }
            } catch (CharacterCodingException another) {
                // The next one is tried.
            }
        }
        throw RefusedException.badInput("refused.import.text");
    }

    /**
     * Its lines from the first one on; close it.
     *
     * @throws RefusedException while it is read, {@code refused.document.broken} where it cannot be read any further
     */
    Stream<Line> lines() {
        return readable(() -> charset == null ? workbook() : text(charset));
    }

    private Stream<Line> text(Charset from) throws IOException {
        Reader reader = new InputStreamReader(new ByteArrayInputStream(file), from);
        CSVParser parser = CSVParser.parse(reader, format);
        return each(parser.iterator(), TableFile::line).onClose(() -> closed(parser));
    }

    private static Line line(CSVRecord record) {
        List<String> cells = new ArrayList<>(record.toList());
        // A mark of the encoding is no part of the first head.
        if (record.getRecordNumber() == 1 && cells.get(0).startsWith("\uFEFF")) {
            cells.set(0, cells.get(0).substring(1));
        }
        return new Line(Math.toIntExact(record.getRecordNumber()), cells);
    }

    private Stream<Line> workbook() throws IOException {
        ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file), new ReadingOptions(true, true));
        Stream<Row> rows = book.getFirstSheet().openStream();
        LocalDate first = book.isDate1904() ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, 30);
        return each(
                        rows.iterator(),
                        row -> new Line(
                                row.getRowNum(),
                                IntStream.range(0, row.getCellCount())
                                        .mapToObj(column -> text(row.getCell(column), first))
                                        .toList()))
                .onClose(rows::close)
                .onClose(() -> closed(book));
    }

    /** Every failure to read, of whatever kind, is a file that cannot be read; what is done with a line is not in here. */
    private static <T> Stream<Line> each(Iterator<T> rows, Function<T, Line> line) {
        Iterator<Line> guarded = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return readable(rows::hasNext);
            }

            @Override
            public Line next() {
                return readable(() -> line.apply(rows.next()));
            }
        };
        return StreamSupport.stream(
                java.util.Spliterators.spliteratorUnknownSize(guarded, java.util.Spliterator.ORDERED), false);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T readable(Reading<T> reading) {
        try {
            return reading.read();
        } catch (RefusedException refused) {
            throw refused;
        } catch (IOException | RuntimeException unreadable) {
            throw RefusedException.badInput("refused.document.broken");
        }
    }

    private static void closed(AutoCloseable open) {
        try {
            open.close();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        } catch (Exception trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    /** What the sheet shows in a cell; of a formula the value it last had. */
    private static String text(@Nullable Cell cell, LocalDate first) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return "";
        }
        if (cell.getType() == CellType.STRING) {
            return cell.asString();
        }
        String raw = Objects.requireNonNullElse(cell.getRawValue(), "");
        if (cell.getType() != CellType.NUMBER && cell.getType() != CellType.FORMULA) {
            return raw;
        }
        try {
            BigDecimal number = new BigDecimal(raw);
            return isDate(cell)
                    ? date(number, first)
                    : number.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException words) {
            return raw;
        }
    }

    private static boolean isDate(Cell cell) {
        Integer id = cell.getDataFormatId();
        String format = Objects.requireNonNullElse(cell.getDataFormatString(), "")
                .replaceAll("\"[^\"]*\"|\\[[^\\]]*]|\\\\.", "")
                .toLowerCase(Locale.ROOT);
        // Numbers 27 to 36 and 50 to 58 stand for dates in Chinese workbooks and have no text (ECMA-376 part 1,
        // 18.8.30).
        return format.indexOf('y') >= 0
                || format.indexOf('d') >= 0
                || (id != null && ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)));
    }

    private static String date(BigDecimal days, LocalDate first) {
        double value = days.doubleValue();
        if (value < 1 || value >= 2_958_466) {
            return days.toPlainString();
        }
        LocalDateTime at = first.plusDays((long) value)
                .atStartOfDay()
                .plusSeconds(Math.round((value - Math.floor(value)) * SECONDS_OF_A_DAY));
        return at.toLocalTime().toSecondOfDay() == 0 ? at.toLocalDate().toString() : MINUTE.format(at);
    }
}
