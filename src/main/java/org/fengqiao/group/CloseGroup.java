package org.fengqiao.group;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a group up, or takes it up again. Its matters stay; its door says that it is closed. */
@Component
public class CloseGroup {

    static final Deed CLOSED = Deed.named("group.closed");
    static final Deed REOPENED = Deed.named("group.reopened");

    private final JdbcClient jdbc;
    private final GroupSheets sheets;
    private final AuditTrail trail;

    CloseGroup(JdbcClient jdbc, GroupSheets sheets, AuditTrail trail) {
        this.jdbc = jdbc;
        this.sheets = sheets;
        this.trail = trail;
    }

    /**
     * Gives it up. Doing so twice changes nothing.
     *
     * @throws org.fengqiao.shared.RefusedException when the group is not in sight
     */
    @Transactional
    public void close(int id) {
        sheets.require(id);
        jdbc.sql("update groups.chat_group set closed_at = coalesce(closed_at, now()) where id = ?")
                .param(id)
                .update();
        trail.keep(CLOSED, "group/" + id, "", Map.of());
    }

    /**
     * Takes it up again.
     *
     * @throws org.fengqiao.shared.RefusedException when the group is not in sight
     */
    @Transactional
    public void open(int id) {
        sheets.require(id);
        jdbc.sql("update groups.chat_group set closed_at = null where id = ?")
                .param(id)
                .update();
        trail.keep(REOPENED, "group/" + id, "", Map.of());
    }
}
