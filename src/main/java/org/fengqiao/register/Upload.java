package org.fengqiao.register;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;

/**
 * A table somebody uploaded, for as long as it is looked at and brought in. It stands in memory alone: what is not taken of it is kept
 * nowhere.
 */
final class Upload {

    /** Lines a table may have. */
    static final int MOST_ROWS = 50_000;

    private static final int MOST_COLUMNS = 60;
    private static final int FIRST = 10;
    private static final int SAMPLES = 3;

    private final TableFile file;
    private final Register register;
    private final int unit;
    private final int weight;
    private final Headings.Found headings;
    private final List<List<String>> samples = new ArrayList<>();
    private final int rows;
    private final NavigableMap<Integer, RefusedException> refused = new ConcurrentSkipListMap<>();
    private volatile List<String> columns;

    /**
     * Looks the table through once.
     *
     * @throws RefusedException as {@link TableFile#of} and {@link TableFile#lines}; {@code refused.import.none}, {@code .rows} and {@code
     *     .columns} when there is nothing in it or too much
     */
    Upload(byte[] bytes, Register register, int unit, Headings names) {
        this.file = TableFile.of(bytes);
        this.register = register;
        this.unit = unit;
        this.weight = bytes.length;
        this.headings = names.among(first(), register);
        this.columns = headings.columns();
        int counted = 0;
        try (Stream<TableFile.Line> lines = lines()) {
            for (TableFile.Line line : (Iterable<TableFile.Line>) lines::iterator) {
                if (line.cells().size() > MOST_COLUMNS) {
                    throw RefusedException.because(Reason.TOO_LARGE, "refused.import.columns", MOST_COLUMNS);
                }
                if (++counted > MOST_ROWS) {
                    throw RefusedException.because(Reason.TOO_LARGE, "refused.import.rows", MOST_ROWS);
                }
                if (samples.size() < SAMPLES) {
                    samples.add(line.cells());
                }
            }
        }
        if (counted == 0) {
            throw RefusedException.badInput("refused.import.none");
        }
        this.rows = counted;
    }

    private List<TableFile.Line> first() {
        try (Stream<TableFile.Line> lines = file.lines()) {
            List<TableFile.Line> first =
                    lines.filter(line -> !line.isEmpty()).limit(FIRST).toList();
            if (first.isEmpty()) {
                throw RefusedException.badInput("refused.import.none");
            }
            if (first.stream().anyMatch(line -> line.cells().size() > MOST_COLUMNS)) {
                throw RefusedException.because(Reason.TOO_LARGE, "refused.import.columns", MOST_COLUMNS);
            }
            return first;
        }
    }

    /** The lines below the heads that say anything; close it. */
    Stream<TableFile.Line> lines() {
        return file.lines().filter(line -> line.number() > headings.line() && !line.isEmpty());
    }

    Register register() {
        return register;
    }

    int unit() {
        return unit;
    }

    int weight() {
        return weight;
    }

    int rows() {
        return rows;
    }

    List<String> heads() {
        return headings.heads();
    }

    List<List<String>> samples() {
        return Collections.unmodifiableList(samples);
    }

    /** For each head the column it is, empty for none. */
    List<String> columns() {
        return columns;
    }

    /** What could not be taken, by number of the line. */
    NavigableMap<Integer, RefusedException> refused() {
        return refused;
    }

    /**
     * Says anew which column is which.
     *
     * @throws RefusedException {@code refused.import.column} when there is no such column, {@code .twice}, {@code .required}
     */
    void choose(List<String> chosen) {
        List<String> known =
                register.columns().stream().map(Register.Column::name).toList();
        List<String> named = chosen.stream().filter(column -> !column.isEmpty()).toList();
        if (chosen.size() != heads().size() || !known.containsAll(named)) {
            throw RefusedException.badInput("refused.import.column");
        }
        if (named.stream().distinct().count() < named.size()) {
            throw RefusedException.badInput("refused.import.twice");
        }
        if (register.columns().stream().anyMatch(column -> column.required() && !named.contains(column.name()))) {
            throw RefusedException.badInput("refused.import.required");
        }
        columns = List.copyOf(chosen);
    }

    /** What a line says, by the columns as they were chosen. */
    Told told(TableFile.Line line) {
        Map<String, String> cells = new HashMap<>();
        for (int column = 0; column < Math.min(columns.size(), line.cells().size()); column++) {
            if (!columns.get(column).isEmpty()) {
                cells.put(columns.get(column), line.cells().get(column));
            }
        }
        return new Told(cells);
    }
}
