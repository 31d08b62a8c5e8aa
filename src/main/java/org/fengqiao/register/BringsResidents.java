package org.fengqiao.register;

import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.people.RecogniseResident;
import org.fengqiao.people.Resident;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Residents, known again by phone number, citizen number, or name and address. What a sheet says already stays; a number that stands on
 * the sheet of somebody with another name is given back, because families share telephones and nobody may get lost.
 */
@Component
class BringsResidents implements Brings {

    private final KeepResident keepResident;
    private final RecogniseResident recognise;
    private final ResidentSheets sheets;
    private final JdbcClient jdbc;

    BringsResidents(KeepResident keepResident, RecogniseResident recognise, ResidentSheets sheets, JdbcClient jdbc) {
        this.keepResident = keepResident;
        this.recognise = recognise;
        this.sheets = sheets;
        this.jdbc = jdbc;
    }

    @Override
    public Register register() {
        return Register.RESIDENTS;
    }

    @Override
    public Lines begin(SignedIn me, int unit, String source) {
        return told -> {
            told.requires("name");
            PhoneNumber phone = told.phone("phone");
            CitizenNumber citizen = told.citizen("citizen");
            return bring(
                    unit,
                    NewResident.of(told.line("name", 40), phone)
                            .identified(citizen, told.line("consent", 200))
                            .living(told.line("address", 200))
                            .noted(told.words("note", 500)));
        };
    }

    /** Keeps one resident; false when known. */
    private boolean bring(int unit, NewResident resident) {
        if (resident.phone() == null && resident.citizen() == null) {
            return bringUnnumbered(unit, resident);
        }
        Optional<Long> byPhone = judged(resident, "phone", phone(unit, resident));
        Optional<Long> byCitizen = judged(resident, "citizen", citizen(unit, resident));
        if (byPhone.isPresent() && byCitizen.isPresent() && !byPhone.equals(byCitizen)) {
            throw RefusedException.because(Reason.CONFLICT, "refused.import.two-sheets")
                    .at("citizen");
        }
        keepResident.keep(unit, resident);
        return byPhone.isEmpty() && byCitizen.isEmpty();
    }

    private Optional<Long> phone(int unit, NewResident resident) {
        PhoneNumber phone = resident.phone();
        return phone == null ? Optional.empty() : recognise.byPhone(unit, phone);
    }

    private Optional<Long> citizen(int unit, NewResident resident) {
        CitizenNumber citizen = resident.citizen();
        return citizen == null ? Optional.empty() : recognise.byCitizen(unit, citizen);
    }

    private Optional<Long> judged(NewResident resident, String column, Optional<Long> found) {
        found.map(sheets::require)
                .map(Resident::name)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> {
                    if (!name.equals(resident.name())) {
                        throw RefusedException.because(Reason.CONFLICT, "refused.import.other-name")
                                .at(column);
                    }
                });
        return found;
    }

    private boolean bringUnnumbered(int unit, NewResident resident) {
        String address = orEmpty(resident.address());
        if (address.isEmpty()) {
            throw RefusedException.badInput("refused.import.unknowable");
        }
        boolean known = jdbc.sql("""
                        select exists (select from people.resident where unit_id = ? and name = ? and address = ?
                                       and phone_index is null and citizen_index is null)""")
                .params(unit, orEmpty(resident.name()), address)
                .query(Boolean.class)
                .single();
        if (!known) {
            keepResident.keep(unit, resident);
        }
        return !known;
    }

    private static String orEmpty(@Nullable String words) {
        return words == null ? "" : words;
    }
}
