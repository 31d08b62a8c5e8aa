package org.fengqiao.audit;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Kept;
import org.fengqiao.shared.PersonalData.Seen;
import org.springframework.stereotype.Component;

/** What the audit trail keeps about those who work here. Of residents it knows ids alone. */
@Component
class PersonsInTheTrail implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(PersonalData.ofStaff(
                "audit.line", Seen.AUDIT, Kept.TRAIL, "by_name", "address", "about", "purpose", "data"));
    }
}
