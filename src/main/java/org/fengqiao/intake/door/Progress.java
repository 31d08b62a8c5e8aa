package org.fengqiao.intake.door;

import java.time.Instant;
import java.util.List;
import org.fengqiao.matter.Stage;
import org.fengqiao.shared.Place;
import org.fengqiao.shared.TrackingCode;
import org.jspecify.annotations.Nullable;

/**
 * How a matter stands, in what a resident may know of it.
 *
 * @param step 1 received, 2 in handling, 3 answered, 4 settled
 * @param answer words of the latest answer, or the reason of a refusal; null while there is none
 * @param question what the resident is asked for now, null when nothing
 * @param told what happened so far, newest first
 * @param lead the matter this one goes on in, null when it stands for itself
 */
record Progress(
        long id,
        int unitId,
        String unitName,
        String unitPhone,
        String number,
        TrackingCode tracking,
        Stage stage,
        int step,
        String words,
        @Nullable Place place,
        String asker,
        Person handler,
        @Nullable String answer,
        @Nullable String question,
        @Nullable Integer stars,
        Instant openedAt,
        List<Told> told,
        @Nullable Lead lead) {

    /**
     * Somebody of ours as a resident may know them.
     *
     * @param surname empty when nobody is on it
     * @param titleKey message key with the surname as its argument
     */
    record Person(String surname, String titleKey) {
        static final Person NOBODY = new Person("", "door.officer.nobody");

        public boolean known() {
            return !surname.isEmpty();
        }
    }

    /**
     * One line.
     *
     * @param key message key of the sentence
     * @param person fills the sentence, or nobody
     * @param more fills the sentence: the name of a unit or partner, may be empty
     * @param words said with it, may be empty
     * @param photos ids of the resident's own photos
     * @param mine true for what the resident said
     */
    record Told(
            String key,
            Person person,
            String more,
            String words,
            @Nullable Integer stars,
            List<Long> photos,
            boolean mine,
            Instant at) {}

    /**
     * The matter that this one goes on in, without anything of the people behind it.
     *
     * @param answer with names and numbers hidden, null while there is none
     */
    record Lead(
            long id,
            Stage stage,
            int step,
            String unitName,
            Person handler,
            @Nullable String answer) {}

    /** Where it stands by itself or within the lead. */
    public Stage stageToTell() {
        return lead == null ? stage : lead.stage();
    }

    /** Whether further words find somebody who reads them. */
    public boolean takesWords() {
        return !stageToTell().isOver();
    }

    /** Whether the resident is asked "settled?". */
    public boolean asksWhetherSettled() {
        return lead == null && stage == Stage.ANSWERED;
    }

    /** Whether the resident may ask to take it up again. */
    public boolean canBeTakenUpAgain() {
        return lead == null && (stage == Stage.CLOSED || stage == Stage.CALLED_BACK || stage == Stage.DECLINED);
    }

    static int stepOf(Stage stage) {
        return switch (stage) {
            case RECEIVED -> 1;
            case ACCEPTED, HANDLING, MERGED -> 2;
            case ANSWERED, DECLINED -> 3;
            case CALLED_BACK, CLOSED -> 4;
        };
    }
}
