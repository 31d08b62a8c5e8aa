package org.fengqiao.people;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 依法保全: sets a legal hold on a resident's sheet and lifts it; as long as it lasts nothing of this resident is erased. */
@Component
public class HoldResident {

    /** Longest reason in characters. */
    public static final int LONGEST_REASON = 300;

    /** Longest legal basis in characters. */
    public static final int LONGEST_BASIS = 200;

    static final Deed HELD = Deed.named("resident.held");
    static final Deed RELEASED = Deed.named("resident.released");

    private final JdbcClient jdbc;
    private final ResidentSheets sheets;
    private final AuditTrail trail;

    HoldResident(JdbcClient jdbc, ResidentSheets sheets, AuditTrail trail) {
        this.jdbc = jdbc;
        this.sheets = sheets;
        this.trail = trail;
    }

    /**
     * Sets the hold, in place of a former one.
     *
     * @param basis the law that asks for it
     * @throws org.fengqiao.shared.RefusedException when the resident is not in sight or was erased, or reason or basis is missing
     */
    @Transactional
    public void hold(long id, @Nullable String reason, @Nullable String basis) {
        String why = Words.required(reason, LONGEST_REASON);
        String law = Words.required(basis, LONGEST_BASIS);
        if (jdbc.sql("""
                        update people.resident set hold_reason = ?, hold_basis = ?, held_by = ?, held_at = now()
                        where id = ? and erased_at is null""").params(why, law, Sight.current().officer(), id).update() == 0) {
            throw ResidentSheets.absent();
        }
        trail.keep(HELD, "resident/" + id, MaskedText.of(law + ": " + why, sheets.names(id)), Map.of());
    }

    /**
     * Lifts the hold.
     *
     * @throws org.fengqiao.shared.RefusedException when there is none in sight, or no reason is given
     */
    @Transactional
    public void release(long id, @Nullable String reason) {
        String why = Words.required(reason, LONGEST_REASON);
        if (jdbc.sql("""
                        update people.resident set hold_reason = null, hold_basis = null, held_by = null, held_at = null
                        where id = ? and hold_reason is not null""").param(id).update() == 0) {
            throw ResidentSheets.absent();
        }
        trail.keep(RELEASED, "resident/" + id, MaskedText.of(why, sheets.names(id)), Map.of());
    }
}
