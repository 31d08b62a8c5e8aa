package org.fengqiao.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit trail.
 *
 * @param officer whose chain it stands in; 0 for that of the house and of strangers
 * @param n place in the chain, from 1
 * @param unit the officer's unit at that time, 0 for none
 * @param byName the officer's name at that time, empty for the house and for strangers
 * @param byRole the officer's role at that time, {@code HOUSE} or {@code STRANGER}
 * @param what name of the {@link Deed}
 * @param about kind and id of the thing, empty for none
 * @param purpose why, as the person said; empty for none
 * @param data more, as a JSON object of texts
 * @param address where the request came from, empty for none
 */
public record AuditLine(
        int officer,
        long n,
        Instant at,
        int unit,
        String byName,
        String byRole,
        String what,
        String about,
        String purpose,
        String data,
        String address) {

    /** What the line's seal is made of. */
    @Nullable
    Object[] sealed(Seal former) {
        return new @Nullable Object[] {
            "audit", former, officer, n, at, unit, byName, byRole, what, about, purpose, CanonicalJson.of(data), address
        };
    }
}
