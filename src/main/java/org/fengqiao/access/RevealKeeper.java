package org.fengqiao.access;

import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.audit.Purpose;
import org.fengqiao.org.KeeperPhones;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows the whole phone number of a grid keeper to somebody who says why; that it was shown is kept in the audit trail. */
@Component
public class RevealKeeper {

    static final Deed UNMASKED = Deed.named("grid.unmasked");

    private final KeeperPhones phones;
    private final AuditTrail trail;

    RevealKeeper(KeeperPhones phones, AuditTrail trail) {
        this.phones = phones;
        this.trail = trail;
    }

    /**
     * Shows the number.
     *
     * @throws RefusedException when the grid is not in sight, has no number or one that does not open, or no purpose is given
     */
    @Transactional
    public PhoneNumber reveal(int grid, @Nullable Purpose purpose, @Nullable String words) {
        String why = Purpose.told(purpose, words, List.of());
        PhoneNumber phone = phones.open(grid);
        trail.keep(UNMASKED, "grid/" + grid, why, Map.of());
        return phone;
    }
}
