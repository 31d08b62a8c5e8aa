package org.fengqiao.access;

import java.util.List;
import org.fengqiao.shared.KeepsPersonalData;
import org.fengqiao.shared.PersonalData;
import org.fengqiao.shared.PersonalData.Basis;
import org.fengqiao.shared.PersonalData.Kept;
import org.fengqiao.shared.PersonalData.Seen;
import org.fengqiao.shared.PersonalData.Whose;
import org.springframework.stereotype.Component;

/** What sign-in keeps about those who work here, and answers kept for programs that ask again. */
@Component
class PersonsInAccess implements KeepsPersonalData {

    @Override
    public List<PersonalData> personalData() {
        return List.of(
                PersonalData.ofStaff("access.credential", Seen.KEEPERS, Kept.OFFICE, "login", "password_hash"),
                PersonalData.ofStaff("access.second_factor", Seen.NOBODY, Kept.OFFICE, "nonce"),
                PersonalData.ofStaff("access.recovery_code", Seen.NOBODY, Kept.OFFICE, "hash"),
                PersonalData.ofStaff("access.former_password", Seen.NOBODY, Kept.OFFICE, "hash"),
                PersonalData.ofStaff("access.passkey_person", Seen.NOBODY, Kept.OFFICE, "handle"),
                PersonalData.ofStaff(
                        "access.passkey",
                        Seen.NOBODY,
                        Kept.OFFICE,
                        "name",
                        "credential",
                        "public_key",
                        "attestation",
                        "transports"),
                PersonalData.ofStaff("access.emergency", Seen.UNIT, Kept.TRAIL, "by_name", "reason"),
                PersonalData.ofStaff("access.spring_session", Seen.NOBODY, Kept.SESSION, "principal_name"),
                PersonalData.ofStaff("access.spring_session_attributes", Seen.NOBODY, Kept.SESSION, "attribute_bytes"),
                new PersonalData(
                        "access.answered",
                        List.of("body", "headers"),
                        Whose.RESIDENT,
                        Basis.DUTY,
                        Seen.NOBODY,
                        Kept.ANSWERED,
                        false));
    }
}
