package org.fengqiao.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "19900001234",
                "+86 199 0000 1234",
                "0086-199-0000-1234",
                "86 19900001234",
                "１９９００００１２３４",
                "１９９－００００－１２３４",
                "199\u00A00000\u20131234",
                "\u202A19900001234\u202C",
                " (199) 0000.1234 "
            })
    void oneMobileInManySpellingsIsOneNumber(String spelling) {
        assertThat(PhoneNumber.of(spelling)).isEqualTo(PhoneNumber.of("19900001234"));
    }

    @ParameterizedTest
    @CsvSource({
        "0317-2000000, 0317-2000000",
        "（0317）2000000, 0317-2000000",
        "+86 317 2000000, 0317-2000000",
        "010 8000 0000, 010-80000000",
        "02180000000, 021-80000000",
        "400-800-0000, 4008000000",
        "110, 110",
        "12345, 12345",
        "95588, 95588",
        "96110, 96110",
        "10086, 10086"
    })
    void fixedLinesAndServiceNumbersAreTakenToo(String spelling, String canonical) {
        assertThat(PhoneNumber.of(spelling).digits()).isEqualTo(canonical);
        assertThat(PhoneNumber.of(spelling).isMobile()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1990000123",
                "199000012345",
                "12900001234",
                "2000000",
                "+1 212 555 0100",
                "00852 2123 4567",
                "phone",
                "199OOOO1234",
                "+86",
                "19900001234 19900001235",
                "1990000123四",
                "٠١٢٣٤٥٦٧٨٩٠",
                "111"
            })
    void whatIsNoNumberHereIsRefused(String spelling) {
        var refused = catchThrowableOfType(RefusedException.class, () -> PhoneNumber.of(spelling));

        assertThat(refused.key()).isEqualTo("refused.phone.shape");
        assertThat(refused.reason()).isEqualTo(RefusedException.Reason.BAD_INPUT);
    }

    @Test
    void nothingIsRefusedAsNothing() {
        assertThat(catchThrowableOfType(RefusedException.class, () -> PhoneNumber.of(" - "))
                        .key())
                .isEqualTo("refused.phone.empty");
    }

    @Test
    void aNovelIsRefusedWithoutReadingIt() {
        assertThat(catchThrowableOfType(RefusedException.class, () -> PhoneNumber.of("1".repeat(1_000_000)))
                        .key())
                .isEqualTo("refused.phone.shape");
    }

    @Test
    void masksTheMiddleOfAPersonsNumber() {
        assertThat(PhoneNumber.of("13800005678").masked()).isEqualTo("138****5678");
        assertThat(PhoneNumber.of("0317-2000678").masked()).isEqualTo("0317-****678");
        assertThat(PhoneNumber.of("96110").masked()).isEqualTo("96110");
    }

    @Test
    void neverPrintsItselfWhole() {
        assertThat("" + PhoneNumber.of("19900001234")).isEqualTo("199****1234");
    }
}
