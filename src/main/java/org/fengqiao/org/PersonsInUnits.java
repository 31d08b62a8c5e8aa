package org.fengqiao.org;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Kept;
import org.fengqiao.shared.PersonalData.Seen;
import org.fengqiao.shared.PersonalData.Whose;
import org.springframework.stereotype.Component;

/** What units, officers and grids keep about persons. */
@Component
class PersonsInUnits implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(
                PersonalData.ofStaff("org.officer", Seen.KEEPERS, Kept.OFFICE, "name", "badge", "phone"),
                PersonalData.ofStaff("org.grid", Seen.UNIT, Kept.OFFICE, "keeper_name")
                        .about(Whose.KEEPER),
                PersonalData.ofStaff("org.grid", Seen.UNIT, Kept.OFFICE, "keeper_phone_sealed", "former_keeper_phone")
                        .about(Whose.KEEPER)
                        .encrypted());
    }
}
