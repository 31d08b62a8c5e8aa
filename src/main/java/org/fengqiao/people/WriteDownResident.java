package org.fengqiao.people;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down by hand what somebody told about themselves. Whoever comes with a matter stands in the first line of that matter instead. */
@Component
public class WriteDownResident {

    static final Deed WRITTEN = Deed.named("resident.written");

    private final KeepResident keepResident;
    private final AuditTrail trail;

    WriteDownResident(KeepResident keepResident, AuditTrail trail) {
        this.keepResident = keepResident;
        this.trail = trail;
    }

    /**
     * Keeps it as {@link KeepResident#keep} does; that it was written is kept in the audit trail.
     *
     * @param unit the unit that knows this resident; its rows must be in sight
     * @return the id of the resident
     */
    @Transactional
    public long write(int unit, NewResident told) {
        long id = keepResident.keep(unit, told);
        trail.keep(WRITTEN, "resident/" + id, "", Map.of());
        return id;
    }
}
