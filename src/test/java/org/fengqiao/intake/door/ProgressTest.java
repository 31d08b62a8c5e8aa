package org.fengqiao.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fengqiao.matter.Stage;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.TrackingCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    private static final Map<Stage, Integer> STEPS = Map.of(
            Stage.RECEIVED, 1,
            Stage.ACCEPTED, 2,
            Stage.HANDLING, 2,
            Stage.MERGED, 2,
            Stage.ANSWERED, 3,
            Stage.DECLINED, 3,
            Stage.CALLED_BACK, 4,
            Stage.CLOSED, 4);

    private static final Set<Stage> OVER = EnumSet.of(Stage.CLOSED, Stage.DECLINED, Stage.MERGED);
    private static final Set<Stage> TAKEN_UP_AGAIN = EnumSet.of(Stage.CLOSED, Stage.CALLED_BACK, Stage.DECLINED);

    private static Progress at(Stage stage, @Nullable Stage lead) {
        return new Progress(
                17,
                2,
                "青石派出所",
                "",
                "（2026）QSZ-000017",
                TrackingCode.typed("ABCD-EFGH-JKMN-PQRS").orElseThrow(),
                stage,
                Progress.stepOf(stage),
                "路灯不亮",
                null,
                "王姐",
                Progress.Person.NOBODY,
                null,
                null,
                null,
                Instant.EPOCH,
                List.of(),
                lead == null
                        ? null
                        : new Progress.Lead(16, lead, Progress.stepOf(lead), "青石派出所", Progress.Person.NOBODY, null));
    }

    @ParameterizedTest
    @EnumSource
    void aMatterByItselfOffersWhatItsStageLetsBe(Stage stage) {
        Progress matter = at(stage, null);
        assertThat(matter.step()).isEqualTo(STEPS.get(stage));
        assertThat(matter.stageToTell()).isEqualTo(stage);
        assertThat(matter.takesWords()).isEqualTo(!OVER.contains(stage));
        assertThat(matter.asksWhetherSettled()).isEqualTo(stage == Stage.ANSWERED);
        assertThat(matter.canBeTakenUpAgain()).isEqualTo(TAKEN_UP_AGAIN.contains(stage));
    }

    @ParameterizedTest
    @EnumSource
    void aMatterThatGoesOnInAnotherTellsTheStageOfThatOneAndIsNotSettledByItself(Stage stage) {
        Progress matter = at(Stage.MERGED, stage);
        assertThat(matter.stageToTell()).isEqualTo(stage);
        assertThat(matter.takesWords()).isEqualTo(!OVER.contains(stage));
        assertThat(at(Stage.ANSWERED, stage).asksWhetherSettled()).isFalse();
        assertThat(at(Stage.CLOSED, stage).canBeTakenUpAgain()).isFalse();
    }

    @Test
    void nobodyIsNotKnownByAName() {
        assertThat(Progress.Person.NOBODY.known()).isFalse();
        assertThat(new Progress.Person("陈", "door.officer.police").known()).isTrue();
    }

    private static final String KEY = "k7Q_x-8pLm2Zr4Tn";
    private static final byte[] PHOTO = "photo".getBytes(StandardCharsets.UTF_8);

    @Test
    void aFormIsTheSameOnlyWithTheSameInIt() {
        String sent = SentForms.keyOf(KEY, List.of(PHOTO), "路灯不亮", null, 3);
        assertThat(sent).isEqualTo(SentForms.keyOf(KEY, List.of(PHOTO.clone()), "路灯不亮", null, 3));
        assertThat(sent).startsWith(KEY + ".").hasSize(KEY.length() + 33);
        Set<String> others = new TreeSet<>(List.of(
                SentForms.keyOf(KEY, List.of(), "路灯不亮", null, 3),
                SentForms.keyOf(KEY, List.of(PHOTO), "路灯亮了", null, 3),
                SentForms.keyOf(KEY, List.of(PHOTO), "路灯不亮", 1, 3),
                SentForms.keyOf(KEY.toLowerCase(java.util.Locale.ROOT), List.of(PHOTO), "路灯不亮", null, 3)));
        assertThat(others).hasSize(4).doesNotContain(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "k7Q_x-8pLm2Zr4T'", "k7Q_x-8pLm2Zr4Tnk7Q_x-8pLm2Zr4T"})
    void aKeyThatIsNoneOfOursIsRefused(String key) {
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> SentForms.keyOf(key, List.of(), "路灯不亮"));
        assertThat(refusal.key()).isEqualTo("refused.door.form");
    }

    @Test
    void aFreshKeyIsOneOfOursAndNeverTheSame() {
        Set<String> keys = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            String key = SentForms.newKey();
            assertThat(SentForms.keyOf(key, List.of(), "")).startsWith(key);
            keys.add(key);
        }
        assertThat(keys).hasSize(100);
        assertThat(catchThrowableOfType(RefusedException.class, () -> SentForms.keyOf(null, List.of(), "")))
                .isNotNull();
    }
}
