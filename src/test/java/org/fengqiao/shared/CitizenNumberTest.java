package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.fengqiao.shared.CitizenNumber.Sex;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class CitizenNumberTest {

    /** The example printed in GB 11643-1999. */
    private static final String EXAMPLE = "11010519491231002X";

    @Test
    void readsTheExampleOfTheStandard() {
        var number = CitizenNumber.of(EXAMPLE);

        assertThat(number.birthDate()).isEqualTo(LocalDate.of(1949, 12, 31));
        assertThat(number.sex()).isEqualTo(Sex.FEMALE);
        assertThat(number.areaCode()).isEqualTo("110105");
        assertThat(number.masked()).isEqualTo("110*************2X").hasSize(18);
        assertThat("" + number).doesNotContain("1949");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "citizen-number-vectors.tsv", delimiter = '\t', numLinesToSkip = 1)
    void agreesWithPublishedVectors(String spelling, String refusedWith) {
        if (refusedWith.equals("-")) {
            assertThat(CitizenNumber.of(spelling).digits()).isEqualTo(spelling);
        } else {
            assertThat(refusal(spelling)).isEqualTo("refused.citizen." + refusedWith);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "11010519491231002x",
        "110105 19491231 002X",
        "110105-19491231-002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\u200B11010519491231002X\uFEFF"
    })
    void oneNumberInManySpellingsIsOneNumber(String spelling) {
        assertThat(CitizenNumber.of(spelling)).isEqualTo(CitizenNumber.of(EXAMPLE));
    }

    @ParameterizedTest
    @CsvSource({
        "'', empty",
        "12345, shape",
        "1101051949123100XX, shape",
        "010105194912310020, shape",
        "11010519491231002Y, shape",
        "110105491231002, first-generation",
        "110105194902300028, birth-date",
        "110105180012310020, birth-date",
        "110105194912310021, check"
    })
    void tellsWhatIsWrong(String spelling, String word) {
        assertThat(refusal(spelling)).isEqualTo("refused.citizen." + word);
    }

    @Test
    void takesANewbornButNobodyFromNextWeek() {
        var today = LocalDate.now(ZoneId.of("Asia/Shanghai"));

        assertThat(CitizenNumber.of(withCheck(born(today))).birthDate()).isEqualTo(today);
        assertThat(refusal(withCheck(born(today.plusDays(7))))).isEqualTo("refused.citizen.birth-date");
    }

    @Test
    void everySlipOfOneDigitIsCaught() {
        Random random = Soak.chance("slips");
        for (int round = 0; round < 2_000; round++) {
            String right = withCheck(born(LocalDate.of(1930, 1, 1).plusDays(random.nextInt(30_000))));
            int at = random.nextInt(17);
            char other = (char) ('0' + (right.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
            String wrong = right.substring(0, at) + other + right.substring(at + 1);

            assertThat(CitizenNumber.of(right).digits()).isEqualTo(right);
            assertThat(refusal(wrong)).as(wrong).isNotEmpty();
        }
    }

    private static String refusal(String spelling) {
        var refused = catchThrowableOfType(RefusedException.class, () -> CitizenNumber.of(spelling));
        assertThat(refused).as(spelling).isNotNull();
        return refused.key();
    }

    private static String born(LocalDate day) {
        return "999000" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + "001";
    }

    private static String withCheck(String seventeen) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (seventeen.charAt(i) - '0') * ((1 << (17 - i)) % 11);
        }
        return seventeen + "10X98765432".charAt(sum % 11);
    }
}
