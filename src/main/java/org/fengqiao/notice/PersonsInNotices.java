package org.fengqiao.notice;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Kept;
import org.springframework.stereotype.Component;

/** What texts we send keep about persons. */
@Component
class PersonsInNotices implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(
                PersonalData.ofResidents("notice.post", Kept.MATTER, "words"),
                PersonalData.ofResidents("notice.callout", Kept.MATTER, "body", "said"));
    }
}
