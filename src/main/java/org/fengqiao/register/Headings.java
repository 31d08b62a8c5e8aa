package org.fengqiao.register;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fengqiao.shared.Words;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Finds the line with the heads of a table, and which column each of them is, by the words people use for it in both languages. */
@Component
class Headings {

    private static final List<Locale> LANGUAGES = List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH);

    private final MessageSource messages;

    Headings(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * What was found.
     *
     * @param line number of the line with the heads
     * @param columns for each of them the column of the register it is, empty for none
     */
    record Found(int line, List<String> heads, List<String> columns) {}

    /** Looks among the first lines for the one with most heads that are known; the first with two cells where none is. */
    Found among(List<TableFile.Line> first, Register register) {
        Map<String, String> known = known(register);
        Found best = null;
        long most = 0;
        for (TableFile.Line line : first) {
            Found found = read(line, known);
            long score =
                    found.columns().stream().filter(column -> !column.isEmpty()).count();
            if (score > most) {
                best = found;
                most = score;
            }
        }
        if (best != null) {
            return best;
        }
        return read(
                first.stream()
                        .filter(line -> line.cells().stream()
                                        .filter(cell -> !cell.isBlank())
                                        .count()
                                > 1)
                        .findFirst()
                        .orElse(first.getFirst()),
                known);
    }

    private static Found read(TableFile.Line line, Map<String, String> known) {
        List<String> columns = new ArrayList<>();
        for (String head : line.cells()) {
            String column = known.getOrDefault(plain(head), "");
            columns.add(columns.contains(column) ? "" : column);
        }
        return new Found(
                line.number(), line.cells().stream().map(Words::inOneLine).toList(), columns);
    }

    private Map<String, String> known(Register register) {
        Map<String, String> known = new HashMap<>();
        for (Register.Column column : register.columns()) {
            for (Locale language : LANGUAGES) {
                String key = register.head(column.name());
                known.putIfAbsent(plain(messages.getMessage(key, null, language)), column.name());
                Arrays.stream(messages.getMessage(key + ".known", null, language)
                                .split(","))
                        .forEach(spelling -> known.putIfAbsent(plain(spelling), column.name()));
            }
        }
        return known;
    }

    /** Without what people add to a head: blanks, stars, colons, remarks in brackets. */
    private static String plain(String head) {
        return Normalizer.normalize(head, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\([^)]*\\)|[\\s*:_\\-.。、/]", "");
    }
}
