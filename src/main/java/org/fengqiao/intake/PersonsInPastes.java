package org.fengqiao.intake;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Basis;
import org.fengqiao.shared.PersonalData.Kept;
import org.fengqiao.shared.PersonalData.Seen;
import org.fengqiao.shared.PersonalData.Whose;
import org.springframework.stereotype.Component;

/** What pasted chats leave behind: keyed digests, nothing that could be read. */
@Component
class PersonsInPastes implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(new PersonalData(
                "intake.looked_at",
                List.of("fingerprint", "said", "ending"),
                Whose.RESIDENT,
                Basis.DUTY,
                Seen.NOBODY,
                Kept.INBOX,
                true));
    }
}
