package org.fengqiao.people;

import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows the whole numbers of a resident to somebody who says why; that it was shown is kept in the audit trail. */
@Component
public class RevealResident {

    static final Deed UNMASKED = Deed.named("resident.unmasked");

    private static final int LONGEST_WORDS = 100;

    private final JdbcClient jdbc;
    private final SealedNumbers numbers;
    private final AuditTrail trail;

    RevealResident(JdbcClient jdbc, SealedNumbers numbers, AuditTrail trail) {
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
     * @throws RefusedException when the resident is not in sight, no purpose is given, or another one without words
     */
    @Transactional
    public Revealed reveal(long id, @Nullable Purpose purpose, @Nullable String words) {
        if (purpose == null) {
            throw RefusedException.badInput("refused.reveal.purpose").at("purpose");
        }
        String why = Words.orEmpty(words, LONGEST_WORDS);
        if (purpose == Purpose.OTHER && why.isEmpty()) {
            throw RefusedException.badInput("refused.reveal.words").at("words");
        }
        Revealed revealed = jdbc.sql(
                        "select id, unit_id, phone_sealed, citizen_sealed from people.resident where id = ?")
                .param(id)
                .query((row, n) -> new Revealed(numbers.phone(row), numbers.citizen(row)))
                .optional()
                .orElseThrow(ResidentSheets::absent);
        trail.keep(
                UNMASKED,
                "resident/" + id,
                MaskedText.of(why.isEmpty() ? purpose.name() : purpose.name() + ": " + why, List.of()),
                Map.of());
        return revealed;
    }
}
