package org.fengqiao.intake.door;

import java.util.List;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddWord;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.matter.ReopenMatter;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a resident says about a matter already opened: more words, whether it is settled, that it shall be taken up again. */
@Component
class AnswerBack {

    private final AddWord addWord;
    private final ReopenMatter reopenMatter;
    private final AttachPhotos attachPhotos;
    private final CallBackMatter callBackMatter;
    private final SentForms forms;
    private final TransactionTemplate transaction;

    AnswerBack(
            AddWord addWord,
            ReopenMatter reopenMatter,
            AttachPhotos attachPhotos,
            CallBackMatter callBackMatter,
            SentForms forms,
            PlatformTransactionManager transactions) {
        this.addWord = addWord;
        this.reopenMatter = reopenMatter;
        this.attachPhotos = attachPhotos;
        this.callBackMatter = callBackMatter;
        this.forms = forms;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Adds words and photos. Of a merged matter the lead is given the words too, under the number of the merged one, so that whoever
     * handles it reads them; the photos stay where they are. The older matter is locked first, as where they are merged.
     *
     * @throws RefusedException CONFLICT when the matter is over; when there is nothing or too much in it
     */
    void add(Progress matter, @Nullable String form, @Nullable String words, List<byte[]> photos) {
        if (!matter.takesWords()) {
            throw RefusedException.because(Reason.CONFLICT, "refused.door.over");
        }
        String said = photos.isEmpty()
                ? Words.required(words, SpeakAtDoor.LONGEST_WORDS)
                : Words.orEmpty(words, SpeakAtDoor.LONGEST_WORDS);
        AttachPhotos.Ready ready = SpeakAtDoor.ready(attachPhotos, photos);
        Progress.Lead lead = matter.lead();
        once(matter, SentForms.keyOf(form, photos, said), () -> {
            List<Long> attached = attachPhotos.attach(matter.id(), ready);
            if (lead != null && lead.id() < matter.id()) {
                tell(lead, matter, said);
            }
            addWord.add(matter.id(), null, actor(matter), said, attached);
            if (lead != null && lead.id() > matter.id()) {
                tell(lead, matter, said);
            }
        });
    }

    private void tell(Progress.Lead lead, Progress merged, String said) {
        if (!said.isEmpty()) {
            addWord.add(lead.id(), null, Actor.resident(""), merged.number() + " " + said, List.of());
        }
    }

    /**
     * Says whether it is settled.
     *
     * @throws RefusedException when nothing was chosen, the stars are none we know, or it is not answered (any more)
     */
    void settled(
            Progress matter,
            @Nullable String form,
            @Nullable Boolean settled,
            @Nullable Integer stars,
            @Nullable String words) {
        if (settled == null) {
            throw RefusedException.badInput("refused.door.settled").at("settled");
        }
        once(
                matter,
                SentForms.keyOf(form, List.of(), settled, stars, words),
                () -> callBackMatter.callBack(matter.id(), null, actor(matter), settled, stars, words));
    }

    /**
     * Asks to take it up again.
     *
     * @throws RefusedException when there are no words, or the matter is not over
     */
    void reopen(Progress matter, @Nullable String form, @Nullable String why) {
        once(
                matter,
                SentForms.keyOf(form, List.of(), why),
                () -> reopenMatter.reopen(matter.id(), null, actor(matter), why));
    }

    /** Only the house sees a merged matter and its lead at once; that they belong together was read with the resident's own sight. */
    private void once(Progress matter, String form, Runnable effect) {
        Sight sight = matter.lead() == null ? Sight.tracking(matter.tracking().letters()) : Sight.HOUSE;
        sight.seeing(() -> transaction.executeWithoutResult(status -> {
            if (forms.claim(form, matter.unitId(), matter.id()).isEmpty()) {
                effect.run();
            }
        }));
    }

    private static Actor actor(Progress matter) {
        return Actor.resident(matter.asker());
    }
}
