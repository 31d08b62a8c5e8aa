package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @Test
    void ordinaryWordsStayAsTheyAre() {
        String words = "我家楼上漏水了，\n麻烦看一下！Thanks 😀 👨‍👩‍👧 ❤️";

        assertThat(Words.clean(words)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "'漏\u200B水', 漏水",
        "'漏\u0000水\u0007', 漏水",
        "'\u202E321 元', 321 元",
        "'\uFEFF 漏水 \u3000', 漏水",
        "'a\u200Db', ab",
        "'e\u0301', \u00E9",
        "'一\r\n二\r三\u2028四', '一\n二\n三\n四'",
        "'\u3164', ''"
    })
    void whatHidesOrForgesWordsIsLeftOut(String raw, String clean) {
        assertThat(Words.clean(raw)).isEqualTo(clean);
    }

    @Test
    void aLoneSurrogateIsLeftOut() {
        assertThat(Words.clean("a\uD83Db\uDE00")).isEqualTo("ab");
    }

    @Test
    void lengthIsCountedAsPeopleCount() {
        assertThat(Words.required("😀".repeat(10), 10)).hasSize(20);
    }

    @Test
    void tooLongIsRefusedWithBothFigures() {
        var refused = catchThrowableOfType(RefusedException.class, () -> Words.required("水".repeat(11), 10));

        assertThat(refused.key()).isEqualTo("refused.words.long");
        assertThat(refused.args()).containsExactly(10, 11);
    }

    @Test
    void nothingVisibleIsNothing() {
        assertThat(catchThrowableOfType(RefusedException.class, () -> Words.required(" \u200B\u202E\n", 10))
                        .key())
                .isEqualTo("refused.words.empty");
        assertThat(catchThrowableOfType(RefusedException.class, () -> Words.required(null, 10))
                        .key())
                .isEqualTo("refused.words.empty");
        assertThat(Words.orEmpty(null, 10)).isEmpty();
    }

    @Test
    void aLineHasNoLineEnds() {
        assertThat(Words.line(" 三号楼\n\u3000 二单元 ", 20)).isEqualTo("三号楼 二单元");
    }

    @Test
    void aLetterBuriedUnderMarksKeepsThirtyOfThemAndTakesNoTime() {
        String buried = "水" + "\u0301\u200B\u0323".repeat(300_000);
        long start = System.nanoTime();

        assertThat(Words.clean(buried)).hasSize(31);
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void cleaningTwiceIsCleaningOnce() {
        Random random = Soak.chance("cleaning");
        for (int round = 0; round < 5_000; round++) {
            var raw = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                raw.append((char) (random.nextBoolean() ? random.nextInt(0x3100) : random.nextInt(0x10000)));
            }
            String once = Words.clean(raw.toString());

            assertThat(Words.clean(once)).isEqualTo(once);
            assertThat(once).doesNotContain("\u0000", "\u202E", "\u200B");
        }
    }
}
