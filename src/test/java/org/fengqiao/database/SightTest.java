package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SightTest {

    private static final Sight CHEN = Sight.of(7, 2, List.of(2, 3));

    @Test
    void withoutASightNothingIsSeen() {
        assertThat(Sight.current()).isEqualTo(Sight.NOTHING);
        assertThat(Sight.NOTHING.told()).containsExactly("0", "0", "", "", "");
    }

    @Test
    void theDatabaseIsToldWhoItIsAndWhatIsInSight() {
        assertThat(CHEN.told()).containsExactly("7", "2", "{2,3}", "", "");
        assertThat(Sight.of(7, 2, List.of()).told()).containsExactly("7", "2", "{}", "", "");
        assertThat(Sight.HOUSE.told()).containsExactly("0", "0", "*", "", "");
    }

    @Test
    void whoKeepsTheHouseSeesNoRowsThatTellOfPeople() {
        assertThat(Sight.keeping(9, 1, List.of(1, 2)).told()).containsExactly("9", "1", "", "", "{1,2}");
    }

    @Test
    void residentsSeeTheDoorTheySpeakAtOrTheMatterTheyFollow() {
        assertThat(Sight.atDoorOf(3).told()).containsExactly("0", "0", "{3}", "", "");
        assertThat(Sight.tracking("ABCDEFGHJK").told()).containsExactly("0", "0", "", "ABCDEFGHJK", "");
        assertThat(Sight.ofAccount(7).told()).containsExactly("7", "0", "", "", "");
    }

    @Test
    void whatWasJudgedInSightIsFollowedByTheSamePerson() {
        assertThat(CHEN.throughAllUnits().told()).containsExactly("7", "2", "*", "", "");
    }

    @Test
    void aSightEndsWithItsWorkAndGivesTheFormerOneBack() throws Exception {
        assertThat(CHEN.<Sight>see(() -> {
                    Sight.HOUSE.seeing(() -> assertThat(Sight.current()).isEqualTo(Sight.HOUSE));
                    return Sight.current();
                }))
                .isEqualTo(CHEN);
        assertThat(CHEN.<Sight>call(() -> {
                    assertThat(Sight.HOUSE.call(Sight::current)).isEqualTo(Sight.HOUSE);
                    return Sight.current();
                }))
                .isEqualTo(CHEN);
        assertThat(Sight.current()).isEqualTo(Sight.NOTHING);
    }

    @Test
    void workThatBreaksOffTakesItsSightAlong() {
        assertThatIllegalStateException()
                .isThrownBy(() -> CHEN.seeing(() -> {
                    throw new IllegalStateException();
                }));
        assertThat(Sight.current()).isEqualTo(Sight.NOTHING);
        assertThatIllegalStateException()
                .isThrownBy(() -> CHEN.call(() -> {
                    throw new IllegalStateException();
                }));
        assertThat(Sight.current()).isEqualTo(Sight.NOTHING);
    }
}
