package org.fengqiao.matter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.fengqiao.people.HoldResident;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 依法保全: sets a legal hold on a matter and lifts it; as long as it lasts neither the matter nor who asked for it is erased. */
@Component
public class HoldMatter {

    static final Deed HELD = Deed.named("matter.held");
    static final Deed RELEASED = Deed.named("matter.released");

    private final JdbcClient jdbc;
    private final Matters matters;
    private final ResidentSheets residents;
    private final AuditTrail trail;

    HoldMatter(JdbcClient jdbc, Matters matters, ResidentSheets residents, AuditTrail trail) {
        this.jdbc = jdbc;
        this.matters = matters;
        this.residents = residents;
        this.trail = trail;
    }

    /** A hold that lasts: why, and by which law. */
    public record Hold(String reason, String basis) {}

    /** The hold on a matter in sight. */
    @Transactional(readOnly = true)
    public Optional<Hold> of(long id) {
        return jdbc.sql("select hold_reason, hold_basis from matter.matter where id = ? and hold_reason is not null")
                .param(id)
                .query((row, n) -> new Hold(row.getString(1), row.getString(2)))
                .optional();
    }

    /**
     * Sets the hold, in place of a former one.
     *
     * @param basis the law that asks for it
     * @throws org.fengqiao.shared.RefusedException when the matter is not the actor's unit's, or reason or basis is missing
     */
    @Transactional
    public void hold(long id, Actor by, @Nullable String reason, @Nullable String basis) {
        Matter matter = matters.lock(id);
        matter.mayBeHeld(by);
        String why = Words.required(reason, HoldResident.LONGEST_REASON);
        String law = Words.required(basis, HoldResident.LONGEST_BASIS);
        jdbc.sql("update matter.matter set hold_reason = ?, hold_basis = ?, held_by = ?, held_at = now() where id = ?")
                .params(why, law, Sight.current().officer(), id)
                .update();
        keep(HELD, matter, law + ": " + why);
    }

    /**
     * Lifts the hold.
     *
     * @throws org.fengqiao.shared.RefusedException when the matter is not the actor's unit's or not held, or no reason is given
     */
    @Transactional
    public void release(long id, Actor by, @Nullable String reason) {
        Matter matter = matters.lock(id);
        matter.mayBeHeld(by);
        String why = Words.required(reason, HoldResident.LONGEST_REASON);
        if (jdbc.sql("""
                        update matter.matter set hold_reason = null, hold_basis = null, held_by = null, held_at = null
                        where id = ? and hold_reason is not null""").param(id).update() == 0) {
            throw Matters.absent();
        }
        keep(RELEASED, matter, why);
    }

    private void keep(Deed deed, Matter matter, String words) {
        List<String> names = new java.util.ArrayList<>(residents.names(matter.residentId()));
        names.add(matter.asker());
        trail.keep(deed, "matter/" + matter.id(), MaskedText.of(words, names), Map.of());
    }
}
