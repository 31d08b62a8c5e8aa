package org.fengqiao.shared;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.jspecify.annotations.Nullable;

/**
 * Full-text search that finds any part of a text in PostgreSQL, which itself cannot cut Chinese into words.
 *
 * <p><strong>How it finds parts.</strong> Text is folded (Unicode NFKC, lower case) and cut by Lucene's {@link StandardTokenizer}
 * (Unicode UAX #29); what touches is one run, Chinese (also kana, hangul) and other letters and digits apart. Each character of a run
 * takes one position and carries the gram that begins there: two characters in Chinese, three in letters and digits, fewer at the
 * end of a run. So {@code 漏水了} becomes {@code '漏水':1 '水了':2 '了':3}. A gram shorter than full can then only stand at the
 * end, and a query of one character (or two letters) is a prefix, {@code '漏':*}; it meets every gram that begins with it and
 * needs no second lexeme per character. Since positions count characters, a query becomes a phrase whose distances are exact:
 * {@code 3号楼} finds {@code 13号楼}. Punctuation and blanks of any kind and number count as one position; fields are further
 * apart than any phrase can reach.
 *
 * <p>Blanks, dashes and plate dots beside a digit are left out, because people write numbers, plates and phone numbers with and
 * without them: {@code QS01-000123} is found by {@code QS01000123} and the other way round.
 *
 * <p><strong>Limits</strong>, all PostgreSQL's: what lies behind position 16,383 of a row (as many characters) is not found, nor, as
 * part of a longer phrase, a gram that stood there 255 times before.
 */
public final class SearchTokens {

    /** Code points a query may have. */
    public static final int LONGEST_QUERY = 100;

    private static final int LAST_POSITION = 16_383;
    private static final int BETWEEN_FIELDS = LONGEST_QUERY;
    private static final int CHINESE_GRAM = 2;
    private static final int OTHER_GRAM = 3;

    private static final Pattern GAP_IN_NUMBER = Pattern.compile(
            "(?<=[0-9])[ \\t\\-·•\\u2010-\\u2015\\u2212]+(?=[0-9a-z])|(?<=[a-z])[ \\t\\-·•\\u2010-\\u2015\\u2212]+(?=[0-9])");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u3000\\u00A0]+");
    private static final ThreadLocal<StandardTokenizer> TOKENIZER = ThreadLocal.withInitial(StandardTokenizer::new);

    private SearchTokens() {}

    /**
     * The tokens of a row as a literal to be cast: {@code CAST(:tokens AS tsvector)}.
     *
     * @param fields the texts of the row, each by itself; null and empty ones are skipped
     * @return {@code 'gram':position,position …}, empty when there is nothing to find
     */
    public static String tsvector(@Nullable String... fields) {
        Map<String, StringJoiner> positions = new LinkedHashMap<>();
        int start = 1;
        for (String field : fields) {
            if (field == null || start > LAST_POSITION) {
                continue;
            }
            int end = start;
            for (Run run : runs(field)) {
                for (int i = 0; i < run.length() && start + run.at + i <= LAST_POSITION; i++) {
                    positions
                            .computeIfAbsent(run.gram(i), gram -> new StringJoiner(",", quoted(gram) + ":", ""))
                            .add(Integer.toString(start + run.at + i));
                }
                end = start + run.end();
            }
            start = end == start ? start : end + BETWEEN_FIELDS;
        }
        var literal = new StringJoiner(" ");
        positions.values().forEach(entry -> literal.add(entry.toString()));
        return literal.toString();
    }

    /**
     * What a person typed as a query to be cast: {@code tokens @@ CAST(:query AS tsquery)}. Parts between blanks must all be found,
     * in any order; each part is found wherever its characters stand together. No character has a special meaning.
     *
     * @return the query, empty when nothing that can be looked for was typed: then do not filter at all
     * @throws RefusedException {@code refused.search.long} (argument: most code points allowed)
     */
    public static String tsquery(String userInput) {
        if (userInput.codePointCount(0, userInput.length()) > LONGEST_QUERY) {
            throw RefusedException.badInput("refused.search.long", LONGEST_QUERY);
        }
        var all = new StringJoiner(" & ");
        for (String part : BLANKS.split(userInput)) {
            List<Run> runs = runs(part);
            if (!runs.isEmpty()) {
                all.add(phrase(runs));
            }
        }
        return all.toString();
    }

    /**
     * The lexeme of a unit, to be put behind the tokens of its rows and, with {@code &}, behind a query that looks into this unit alone:
     * then the index leads past the rows of all others. No text has such a lexeme, because a gram is of letters and digits.
     */
    public static String ofUnit(int unit) {
        return "'@" + unit + "'";
    }

    private static String phrase(List<Run> runs) {
        var phrase = new StringBuilder("(");
        int before = -1;
        for (int r = 0; r < runs.size(); r++) {
            Run run = runs.get(r);
            boolean mayGoOn = r == runs.size() - 1;
            // Where the part ends, the text may go on: only full grams are certain. Anywhere else the run's own end is
            // certain too.
            int certain = mayGoOn ? Math.max(1, run.length() - run.full() + 1) : run.length();
            for (int i = 0; i < certain; i++) {
                int at = run.at + i;
                if (before >= 0) {
                    phrase.append(at - before == 1 ? " <-> " : " <" + (at - before) + "> ");
                }
                phrase.append(quoted(run.gram(i))).append(mayGoOn && run.length() < run.full() ? ":*" : "");
                before = at;
            }
        }
        return phrase.append(')').toString();
    }

    /** Characters that touch, of one kind, and the position of the first among the characters of its text. */
    private static final class Run {

        final int at;
        final boolean chinese;
        private int[] points;

        Run(int at, boolean chinese, int[] points) {
            this.at = at;
            this.chinese = chinese;
            this.points = points;
        }

        void goOn(int[] more) {
            int length = points.length;
            points = Arrays.copyOf(points, length + more.length);
            System.arraycopy(more, 0, points, length, more.length);
        }

        int length() {
            return points.length;
        }

        int end() {
            return at + points.length;
        }

        int full() {
            return chinese ? CHINESE_GRAM : OTHER_GRAM;
        }

        String gram(int i) {
            return new String(points, i, Math.min(full(), points.length - i));
        }
    }

    private static List<Run> runs(String text) {
        String folded =
                Normalizer.normalize(Words.clean(text), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String joined = GAP_IN_NUMBER.matcher(folded).replaceAll("");
        List<Run> runs = new ArrayList<>();
        StandardTokenizer tokenizer = TOKENIZER.get();
        try (tokenizer) {
            tokenizer.setReader(new StringReader(joined));
            var term = tokenizer.getAttribute(CharTermAttribute.class);
            var offset = tokenizer.getAttribute(OffsetAttribute.class);
            tokenizer.reset();
            int touching = -1;
            while (tokenizer.incrementToken()) {
                add(runs, term.toString(), offset.startOffset() == touching);
                touching = offset.endOffset();
            }
            tokenizer.end();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from a string", e);
        }
        return runs;
    }

    private static void add(List<Run> runs, String token, boolean touches) {
        int[] points = token.codePoints().toArray();
        boolean chinese = isChinese(points[0]);
        int end = runs.isEmpty() ? 0 : runs.getLast().end();
        if (touches && runs.getLast().chinese == chinese) {
            runs.getLast().goOn(points);
        } else {
            runs.add(new Run(touches || runs.isEmpty() ? end : end + 1, chinese, points));
        }
    }

    private static boolean isChinese(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
            default -> false;
        };
    }

    private static String quoted(String gram) {
        return "'" + gram.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
