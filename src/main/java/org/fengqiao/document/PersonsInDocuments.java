package org.fengqiao.document;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Kept;
import org.springframework.stereotype.Component;

/** What papers keep about persons. */
@Component
class PersonsInDocuments implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(PersonalData.ofResidents("document.document", Kept.MATTER, "name", "content", "sha256"));
    }
}
