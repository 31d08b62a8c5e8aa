package org.fengqiao.intake.door;

import java.util.List;
import java.util.OptionalLong;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddWord;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens a matter for a resident who speaks at a door. The same form sent twice opens one matter. */
@Component
class SpeakAtDoor {

    static final int MOST_PHOTOS = 6;
    static final int LONGEST_WORDS = 2_000;
    static final int LONGEST_NAME = 40;

    private final OpenMatter openMatter;
    private final AddWord addWord;
    private final AttachPhotos attachPhotos;
    private final MatterSheets sheets;
    private final KeepResident keepResident;
    private final SentForms forms;
    private final TransactionTemplate transaction;

    SpeakAtDoor(
            OpenMatter openMatter,
            AddWord addWord,
            AttachPhotos attachPhotos,
            MatterSheets sheets,
            KeepResident keepResident,
            SentForms forms,
            PlatformTransactionManager transactions) {
        this.openMatter = openMatter;
        this.addWord = addWord;
        this.attachPhotos = attachPhotos;
        this.sheets = sheets;
        this.keepResident = keepResident;
        this.forms = forms;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Opens the matter. Photos are made ready before the transaction, so that reading them holds up nobody else.
     *
     * @return the tracking code
     * @throws RefusedException when there are no words or too many, too many photos, or one that is no photo
     */
    String speak(Doorway door, Said said) {
        String words = Words.required(said.words(), LONGEST_WORDS);
        String name = Words.orEmpty(said.name(), LONGEST_NAME);
        String form =
                SentForms.keyOf(said.form(), said.photos(), words, name, said.phone(), said.place(), said.aboutUnit());
        if (said.aboutUnit() && door.aboveId() == 0) {
            throw RefusedException.badInput("refused.unit.top").at("about");
        }
        // Nothing of a complaint about the station stands there: not the matter, not its number, not who brought it.
        int unit = said.aboutUnit() ? door.aboveId() : door.unitId();
        AttachPhotos.Ready photos = ready(attachPhotos, said.photos());
        return Sight.atDoorOf(door.unitId())
                .alsoAt(unit)
                .see(() -> transaction.execute(status -> {
                    OptionalLong before = forms.claim(form, unit, null);
                    if (before.isPresent()) {
                        return sheets.find(before.getAsLong()).orElseThrow().tracking();
                    }
                    long resident =
                            said.phone() == null ? 0 : keepResident.keep(unit, NewResident.of(name, said.phone()));
                    Actor actor = Actor.resident(name);
                    OpenMatter.Opened opened = openMatter.open(
                            NewMatter.of(door.unitId(), "DEMAND", words, Way.WEB)
                                    .at(said.place())
                                    .askedBy(resident, name)
                                    .inGroup(said.aboutUnit() ? 0 : door.groupId())
                                    .inGrid(said.aboutUnit() ? 0 : door.gridId())
                                    .about(said.aboutUnit() ? door.unitId() : 0),
                            actor);
                    List<Long> attached = attachPhotos.attach(opened.id(), photos);
                    if (!attached.isEmpty()) {
                        addWord.add(opened.id(), null, actor, "", attached);
                    }
                    forms.ledTo(form, unit, opened.id());
                    return opened.tracking();
                }));
    }

    static AttachPhotos.Ready ready(AttachPhotos attachPhotos, List<byte[]> photos) {
        if (photos.size() > MOST_PHOTOS) {
            throw RefusedException.because(Reason.TOO_LARGE, "refused.door.photos", MOST_PHOTOS, photos.size())
                    .at("photos");
        }
        return attachPhotos.ready(photos);
    }
}
