package org.fengqiao.group;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.DoorCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a group a new door code, for example when the old one brings spam. Posters with the old code lead nowhere from then on. */
@Component
public class RenewDoor {

    static final Deed RENEWED = Deed.named("group.door-renewed");

    private final JdbcClient jdbc;
    private final GroupSheets sheets;
    private final AuditTrail trail;

    RenewDoor(JdbcClient jdbc, GroupSheets sheets, AuditTrail trail) {
        this.jdbc = jdbc;
        this.sheets = sheets;
        this.trail = trail;
    }

    /**
     * Renews it.
     *
     * @return the new code
     * @throws org.fengqiao.shared.RefusedException when the group is not in sight
     */
    @Transactional
    public String renew(int id) {
        sheets.require(id);
        trail.keep(RENEWED, "group/" + id, "", Map.of());
        return jdbc.sql("update groups.chat_group set door = ? where id = ? returning door")
                .params(DoorCode.random(), id)
                .query(String.class)
                .single();
    }
}
