package org.fengqiao.matter;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Kept;
import org.fengqiao.shared.PersonalData.Seen;
import org.springframework.stereotype.Component;

/** What matters keep about persons. */
@Component
class PersonsInMatters implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(
                PersonalData.ofResidents(
                        "matter.matter",
                        Kept.MATTER,
                        "words",
                        "place",
                        "longitude",
                        "latitude",
                        "asker",
                        "answer",
                        "tracking",
                        "hold_reason"),
                PersonalData.ofResidents("matter.ledger", Kept.MATTER, "data", "by_name", "erased"),
                PersonalData.ofResidents("matter.sight", Kept.MATTER, "task", "report"),
                PersonalData.ofResidents("matter.search", Kept.MATTER, "tokens"),
                PersonalData.ofResidents("matter.photo", Kept.MATTER, "sha256", "thumbnail"),
                PersonalData.ofStaff("matter.saved_view", Seen.NOBODY, Kept.OFFICE, "name", "query"));
    }
}
