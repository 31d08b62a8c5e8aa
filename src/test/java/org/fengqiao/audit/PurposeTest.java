package org.fengqiao.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurposeTest {

    private static @Nullable String refused(@Nullable Purpose purpose, @Nullable String words) {
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> Purpose.told(purpose, words, List.of()));
        return refusal == null ? null : refusal.key() + " at " + refusal.field();
    }

    @Test
    void aPurposeIsToldWithItsWordsOrWithout() {
        assertThat(Purpose.told(Purpose.VERIFY, null, List.of())).isEqualTo("VERIFY");
        assertThat(Purpose.told(Purpose.VERIFY, "  ", List.of())).isEqualTo("VERIFY");
        assertThat(Purpose.told(Purpose.WARN, " 今晚停水 ", List.of())).isEqualTo("WARN: 今晚停水");
    }

    @Test
    void withoutAPurposeAndForAnotherOneWithoutWordsItIsRefused() {
        assertThat(refused(null, "有事")).isEqualTo("refused.reveal.purpose at purpose");
        assertThat(refused(Purpose.OTHER, " ")).isEqualTo("refused.reveal.words at words");
        assertThat(refused(Purpose.OTHER, "送还钱包")).isNull();
    }

    @Test
    void numbersAndNamesInTheWordsAreHidden() {
        assertThat(Purpose.told(Purpose.OTHER, "王秀兰的钱包，电话 19900001234", List.of("王秀兰")))
                .startsWith("OTHER: ")
                .doesNotContain("王秀兰", "19900001234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.looked", "test.looked-twice", "test.looked.again"})
    void aDeedThatWasNamedIsKnownFromThenOn(String name) {
        assertThat(Deed.named(name)).isEqualTo(new Deed(name));
        assertThat(Deed.known()).contains(name).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "resident", "Resident.unmasked", "resident.", "resident..unmasked", "a.b "})
    void whatCannotBeAKeyOfTheMessagesIsNoDeed(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Deed(name)).withMessageContaining(name);
    }
}
