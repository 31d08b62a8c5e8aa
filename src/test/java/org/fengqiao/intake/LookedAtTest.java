package org.fengqiao.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.channel.paste.MessageKey;
import org.fengqiao.intake.LookedAt.Known;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where new messages are put among those of the same group that were pasted before. */
class LookedAtTest {

    private static final LocalDateTime TEN = LocalDateTime.of(2026, 11, 20, 10, 0);

    private static MessageKey at(@Nullable Integer minute) {
        return new MessageKey("aa", "bb", minute == null ? null : TEN.plusMinutes(minute), true, 0, true);
    }

    /** Messages of these minutes at the places 10, 20, 30 …; null for a message without a time. */
    private static List<Known> known(@Nullable Integer... minutes) {
        List<Known> known = new ArrayList<>();
        for (Integer minute : minutes) {
            known.add(new Known(at(minute), 10 * (known.size() + 1), 0));
        }
        return known;
    }

    private static List<MessageKey> stretch(@Nullable Integer... minutes) {
        List<MessageKey> keys = new ArrayList<>();
        for (Integer minute : minutes) {
            keys.add(at(minute));
        }
        return keys;
    }

    @Test
    void betweenTwoKnownOnesTheyAreSpreadEvenly() {
        double[] places = LookedAt.places(known(0, 1), new int[] {0, -1, -1, -1, 1}, stretch(0, 0, 0, 1, 1));
        assertThat(List.of(places[1], places[2], places[3])).containsExactly(12.5, 15.0, 17.5);
    }

    @Test
    void behindTheLastKnownOneTheyFollowInSteps() {
        double[] places = LookedAt.places(known(0, 1), new int[] {1, -1, -1}, stretch(1, 2, 3));
        assertThat(List.of(places[1], places[2])).containsExactly(21.0, 22.0);
    }

    @Test
    void aboveAKnownOneTheyStandBetweenItAndTheOneBefore() {
        double[] places = LookedAt.places(known(0, 5), new int[] {-1, 1}, stretch(4, 5));
        assertThat(places[0]).isEqualTo(15.0);
    }

    @Test
    void aboveTheFirstKnownOneTheyStandBeforeIt() {
        double[] places = LookedAt.places(known(5), new int[] {-1, -1, 0}, stretch(3, 4, 5));
        assertThat(List.of(places[0], places[1])).containsExactly(8.0, 9.0);
    }

    @Test
    void inAGroupOfWhichNothingIsKnownTheyCountFromOne() {
        assertThat(LookedAt.places(known(), new int[] {-1, -1}, stretch(0, 1))).containsExactly(1.0, 2.0);
    }

    @Test
    void withoutAKnownNeighbourTheirMinuteTellsTheirPlace() {
        assertThat(LookedAt.places(known(0, 5, 9), new int[] {-1}, stretch(7))).containsExactly(25.0);
        assertThat(LookedAt.places(known(0, 5, 9), new int[] {-1}, stretch(5)))
                .as("behind one of the same minute")
                .containsExactly(25.0);
        assertThat(LookedAt.places(known(0, 5, 9), new int[] {-1, -1}, stretch(null, 2)))
                .as("by the first that has a minute")
                .containsExactly(10 + 10 / 3.0, 10 + 20 / 3.0);
        assertThat(LookedAt.places(known(4, 5, 9), new int[] {-1}, stretch(1)))
                .as("before all of them")
                .containsExactly(9.0);
    }

    @Test
    void withoutAMinuteTheyStandLast() {
        assertThat(LookedAt.places(known(0, 5), new int[] {-1}, stretch((Integer) null)))
                .containsExactly(21.0);
        assertThat(LookedAt.places(known(null, null), new int[] {-1}, stretch(3)))
                .as("nobody else has one")
                .containsExactly(21.0);
    }

    @Test
    void twoStretchesOfNewOnesEachFindTheirOwnPlace() {
        double[] places = LookedAt.places(known(0, 1, 2), new int[] {0, -1, 1, -1, 2}, stretch(0, 0, 1, 1, 2));
        assertThat(List.of(places[1], places[3])).containsExactly(15.0, 25.0);
    }
}
