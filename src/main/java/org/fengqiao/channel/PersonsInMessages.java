package org.fengqiao.channel;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Kept;
import org.springframework.stereotype.Component;

/** What messages from outside keep about persons. */
@Component
class PersonsInMessages implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(
                PersonalData.ofResidents(
                        "channel.message", Kept.INBOX, "sender", "sender_ref", "words", "group_name", "group_ref"),
                PersonalData.ofResidents("channel.quarantine", Kept.QUARANTINE, "raw"));
    }
}
