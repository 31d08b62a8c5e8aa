package org.fengqiao.channel.paste;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When two keys may be one message: days are often only supposed, times of day never. */
class MessageKeyTest {

    private static final LocalDateTime FRIDAY = LocalDateTime.of(2026, 11, 20, 10, 3);
    private static final LocalDateTime THURSDAY = FRIDAY.minusDays(1);

    private static MessageKey key(@Nullable LocalDateTime minute, boolean exactDay) {
        return new MessageKey("ab".repeat(32), "", minute, exactDay, 1, true);
    }

    /** Both ways round, since neither comes first. */
    private static boolean mayBe(MessageKey one, MessageKey other) {
        boolean may = one.mayBe(other);
        assertThat(other.mayBe(one)).isEqualTo(may);
        return may;
    }

    @Test
    void otherWordsAreNeverTheSameMessage() {
        MessageKey other = new MessageKey("cd".repeat(32), "", FRIDAY, true, 1, true);
        assertThat(mayBe(key(FRIDAY, true), other)).isFalse();
        assertThat(mayBe(key(null, false), other)).isFalse();
    }

    @Test
    void aMissingTimeAgreesWithAny() {
        assertThat(mayBe(key(null, false), key(FRIDAY, true))).isTrue();
        assertThat(mayBe(key(null, false), key(null, false))).isTrue();
    }

    @Test
    void writtenDaysMustAgree() {
        assertThat(mayBe(key(FRIDAY, true), key(FRIDAY, true))).isTrue();
        assertThat(mayBe(key(FRIDAY, true), key(THURSDAY, true))).isFalse();
        assertThat(mayBe(key(FRIDAY, true), key(FRIDAY.plusMinutes(1), true))).isFalse();
    }

    @Test
    void aWrittenDayIsNotLaterThanTheLatestThatCouldBeSupposed() {
        assertThat(mayBe(key(THURSDAY, true), key(FRIDAY, false))).isTrue();
        assertThat(mayBe(key(FRIDAY, true), key(FRIDAY, false))).isTrue();
        assertThat(mayBe(key(FRIDAY, true), key(THURSDAY, false))).isFalse();
        assertThat(mayBe(key(THURSDAY.plusMinutes(1), true), key(FRIDAY, false)))
                .as("another time of day")
                .isFalse();
    }

    @Test
    void ofSupposedDaysTheTimesOfDayMustAgree() {
        assertThat(mayBe(key(THURSDAY, false), key(FRIDAY, false))).isTrue();
        assertThat(mayBe(key(THURSDAY.plusMinutes(1), false), key(FRIDAY, false)))
                .isFalse();
    }

    @Test
    void onlyTheSameMinuteOfTheSameDayIsSure() {
        assertThat(key(FRIDAY, true).surelyIs(key(FRIDAY.plusSeconds(20), false)))
                .isTrue();
        assertThat(key(FRIDAY, true).surelyIs(key(THURSDAY, true))).isFalse();
        assertThat(key(null, true).surelyIs(key(FRIDAY, true))).isFalse();
        assertThat(key(FRIDAY, true).surelyIs(key(null, true))).isFalse();
    }

    @Test
    void itsIdentityIsMadeOfWordsMinuteAndOccurrence() {
        String print = key(FRIDAY, true).fingerprint();
        assertThat(print).matches("[0-9a-f]{64}").isEqualTo(key(FRIDAY, false).fingerprint());
        assertThat(print)
                .isNotEqualTo(key(THURSDAY, true).fingerprint())
                .isNotEqualTo(key(null, true).fingerprint())
                .isNotEqualTo(key(FRIDAY, true).occurring(2).fingerprint());
        assertThat(key(FRIDAY, true).occurring(2).occurrence()).isEqualTo(2);
    }
}
