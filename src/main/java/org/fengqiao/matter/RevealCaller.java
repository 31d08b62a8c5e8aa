package org.fengqiao.matter;

import org.fengqiao.audit.Purpose;
import org.fengqiao.people.RevealResident;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows the whole phone number of whoever asked for a matter, so that they can be called. */
@Component
public class RevealCaller {

    private final MatterSheets sheets;
    private final RevealResident reveal;

    RevealCaller(MatterSheets sheets, RevealResident reveal) {
        this.sheets = sheets;
        this.reveal = reveal;
    }

    /**
     * Shows the number; that it was shown is kept.
     *
     * @throws RefusedException when the matter is not in sight, no purpose is given, or no number is known that the reader may know
     */
    @Transactional
    public PhoneNumber reveal(long matter, @Nullable Purpose purpose, @Nullable String words) {
        long resident = sheets.require(matter).residentId();
        if (resident == 0) {
            throw absent();
        }
        PhoneNumber phone = reveal.reveal(resident, purpose, words).phone();
        if (phone == null) {
            throw absent();
        }
        return phone;
    }

    private static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.reveal.absent");
    }
}
