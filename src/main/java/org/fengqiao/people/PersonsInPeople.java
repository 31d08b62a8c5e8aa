package org.fengqiao.people;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Basis;
import org.fengqiao.shared.PersonalData.Kept;
import org.springframework.stereotype.Component;

/** What residents' sheets keep about persons. */
@Component
class PersonsInPeople implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(
                PersonalData.ofResidents("people.resident", Kept.RESIDENT, "name", "address", "note", "hold_reason"),
                PersonalData.ofResidents(
                                "people.resident",
                                Kept.RESIDENT,
                                "phone_sealed",
                                "phone_index",
                                "citizen_sealed",
                                "citizen_index",
                                "former_phone")
                        .encrypted(),
                PersonalData.ofResidents("people.resident", Kept.RESIDENT, "consent")
                        .by(Basis.CONSENT),
                PersonalData.ofResidents("people.nickname", Kept.RESIDENT, "nickname", "place"));
    }
}
