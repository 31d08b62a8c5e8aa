package org.fengqiao.people;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.audit.Purpose;
import org.fengqiao.people.SealedNumbers.Held;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows the whole numbers of a resident to somebody who says why; that it was shown is kept in the audit trail. */
@Component
public class RevealResident {

    static final Deed UNMASKED = Deed.named("resident.unmasked");

    private final JdbcClient jdbc;
    private final SealedNumbers numbers;
    private final ResidentSheets sheets;
    private final AuditTrail trail;

    RevealResident(JdbcClient jdbc, SealedNumbers numbers, ResidentSheets sheets, AuditTrail trail) {
        this.sheets = sheets;
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.trail = trail;
    }

    /** The whole numbers, each null where none is known. Not to be kept anywhere. */
    public record Revealed(
            @Nullable PhoneNumber phone, @Nullable CitizenNumber citizen) {}

    /**
     * Shows the numbers of a resident in sight.
     *
     * @param purpose null refuses
     * @param words what for, when the purpose is {@link Purpose#OTHER}
     * @throws RefusedException when the resident is not in sight, no purpose is given, or another one without words; CONFLICT when
     *     there are numbers and none of them opens
     */
    @Transactional
    public Revealed reveal(long id, @Nullable Purpose purpose, @Nullable String words) {
        String why = Purpose.told(purpose, words, sheets.names(id));
        Revealed revealed = jdbc.sql(
                        "select id, unit_id, phone_sealed, citizen_sealed from people.resident where id = ?")
                .param(id)
                .query((row, n) ->
                        opened(numbers.held(SealedNumbers.PHONE, row), numbers.held(SealedNumbers.CITIZEN, row)))
                .optional()
                .orElseThrow(ResidentSheets::absent);
        trail.keep(UNMASKED, "resident/" + id, why, Map.of());
        return revealed;
    }

    private static Revealed opened(Held phone, Held citizen) {
        if ((phone.broken() || citizen.broken())
                && phone.digits().isEmpty()
                && citizen.digits().isEmpty()) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.reveal.unopened");
        }
        return new Revealed(phone.phone(), citizen.citizen());
    }
}
