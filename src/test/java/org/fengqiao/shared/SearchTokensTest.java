package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTokensTest {

    @Test
    void aTextBecomesItsGramsWithOnePositionPerCharacter() {
        assertThat(SearchTokens.tsvector("漏水了，3号楼")).isEqualTo("'漏水':1 '水了':2 '了':3 '3':5 '号楼':6 '楼':7");
        assertThat(SearchTokens.tsvector("冀J12345")).isEqualTo("'冀':1 'j12':2 '123':3 '234':4 '345':5 '45':6 '5':7");
    }

    @Test
    void aQueryBecomesPhrasesThatMustAllBeFound() {
        assertThat(SearchTokens.tsquery("漏水了 3号楼 漏")).isEqualTo("('漏水' <-> '水了') & ('3' <-> '号楼') & ('漏':*)");
        assertThat(SearchTokens.tsquery("(2026)QS01"))
                .isEqualTo("('202' <-> '026' <-> '26' <-> '6' <2> 'qs0' <-> 's01')");
    }

    @ParameterizedTest
    @CsvSource({
        "3号楼二单元漏水严重, 漏水",
        "3号楼二单元漏水严重, 水",
        "3号楼二单元漏水严重, 重",
        "13号楼, 3号楼",
        "13号楼, 3号",
        "（2026）QS01-000123, QS01-000123",
        "（2026）QS01-000123, qs01000123",
        "（2026）QS01-000123, （2026）QS01-000123",
        "（2026）QS01-000123, 0123",
        "（2026）QS01-000123, s01",
        "电话 199 0000 1234, 19900001234",
        "电话 19900001234, 199-0000-1234",
        "电话 19900001234, 1234",
        "电话 19900001234, 34",
        "车牌冀J·12345停在门口, 冀J12345",
        "车牌冀Ｊ１２３４５停在门口, j123",
        "陈小明的母亲, 小明",
        "陈小明的母亲, 母亲 小明",
        "Call O'Neil about iPhone 15 Pro, phone 15",
        "Call O'Neil about iPhone 15 Pro, o'n",
        "𬱖先生来访, 𬱖先",
        "ｱﾊﾟｰﾄ, アパ",
        "狗丢了😀, 丢"
    })
    void findsAnyPart(String text, String query) {
        assertThat(found(text, query)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"水漏, 漏水", "漏气的水管, 漏水", "漏，水, 漏水", "13号楼, 23号楼", "19900001234, 19900001235", "陈小明, 陈大明"})
    void findsNothingElse(String text, String query) {
        assertThat(found(text, query)).isFalse();
    }

    @Test
    void aPhraseNeverReachesFromOneFieldIntoTheNext() {
        String vector = SearchTokens.tsvector("三号楼", null, "", "漏水");

        assertThat(matches(vector, SearchTokens.tsquery("三号楼 漏水"))).isTrue();
        assertThat(matches(vector, SearchTokens.tsquery("楼漏水"))).isFalse();
        assertThat(matches(vector, SearchTokens.tsquery("楼，漏水"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"''", "'   '", "'、，。!&|*()'", "':*'", "'\\'"})
    void nothingToLookForIsAnEmptyQuery(String input) {
        assertThat(SearchTokens.tsquery(input)).isEmpty();
        assertThat(SearchTokens.tsvector(input)).isEmpty();
    }

    @Test
    void charactersOfTheQueryLanguageHaveNoMeaning() {
        assertThat(SearchTokens.tsquery("a'b & !漏|水:* \\ <->")).isEqualTo("('a''b') & ('漏' <2> '水':*)");
    }

    @Test
    void staysWithinTheLimitsOfATsvector() {
        String vector = SearchTokens.tsvector("漏水严重啊".repeat(5_000));

        assertThat(Pattern.compile("[0-9]+").matcher(vector).results().mapToInt(r -> Integer.parseInt(r.group())))
                .isNotEmpty()
                .allMatch(position -> position >= 1 && position <= 16_383);
    }

    @Test
    void anEndlessQueryIsRefused() {
        assertThat(catchThrowableOfType(RefusedException.class, () -> SearchTokens.tsquery("水".repeat(101)))
                        .key())
                .isEqualTo("refused.search.long");
    }

    @Test
    void everyPartOfEveryTextIsFound() {
        Random random = Soak.chance("parts");
        for (int round = 0; round < 20_000; round++) {
            String text = randomText(random, 1 + random.nextInt(25));
            int from = random.nextInt(text.length());
            int to = from + 1 + random.nextInt(text.length() - from);
            String part = text.substring(from, to);
            String query = SearchTokens.tsquery(part);

            assertThat(query.isEmpty() || matches(SearchTokens.tsvector("前文", text, "后文"), query))
                    .as("\"%s\" in \"%s\"", part, text)
                    .isTrue();
        }
    }

    private static String randomText(Random random, int length) {
        String letters = "漏水号楼陈冀一Ａｊ1234567890abJQ'._-·  ，。（）\n";
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static boolean found(String text, String query) {
        return matches(SearchTokens.tsvector(text), SearchTokens.tsquery(query));
    }

    /** What {@code @@} does in PostgreSQL, for the part of its language that is used here. */
    private static boolean matches(String tsvector, String tsquery) {
        Map<String, Set<Integer>> positions = new HashMap<>();
        var lexemes = Pattern.compile("'((?:[^']|'')*)':([0-9,]+)").matcher(tsvector);
        while (lexemes.find()) {
            var at = new HashSet<Integer>();
            Arrays.stream(lexemes.group(2).split(",")).map(Integer::valueOf).forEach(at::add);
            positions.put(lexemes.group(1), at);
        }
        return Arrays.stream(tsquery.split(" & ")).allMatch(phrase -> matchesPhrase(positions, phrase));
    }

    private static boolean matchesPhrase(Map<String, Set<Integer>> positions, String phrase) {
        var operand = Pattern.compile("(?: <([0-9]+|-)> )?'((?:[^']|'')*)'(:\\*)?")
                .matcher(phrase.substring(1, phrase.length() - 1));
        Set<Integer> ends = null;
        while (operand.find()) {
            String lexeme = operand.group(2);
            List<Integer> here = new ArrayList<>();
            positions.forEach((gram, at) -> {
                if (operand.group(3) == null ? gram.equals(lexeme) : gram.startsWith(lexeme)) {
                    here.addAll(at);
                }
            });
            if (ends == null) {
                ends = new HashSet<>(here);
            } else {
                int distance = operand.group(1).equals("-") ? 1 : Integer.parseInt(operand.group(1));
                var reached = new HashSet<>(ends);
                ends = new HashSet<>(here);
                ends.removeIf(at -> !reached.contains(at - distance));
            }
        }
        return ends != null && !ends.isEmpty();
    }
}
