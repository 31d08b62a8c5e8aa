package org.fengqiao.group;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.DoorCode;
import org.fengqiao.shared.RefusedException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down a chat group and gives it a door. */
@Component
public class AddGroup {

    static final Deed ADDED = Deed.named("group.added");

    private final JdbcClient jdbc;
    private final GroupSheets sheets;
    private final AuditTrail trail;

    AddGroup(JdbcClient jdbc, GroupSheets sheets, AuditTrail trail) {
        this.jdbc = jdbc;
        this.sheets = sheets;
        this.trail = trail;
    }

    /**
     * Adds a group.
     *
     * @param unit the station that looks after it; its rows must be in sight
     * @return the id of the group
     * @throws RefusedException when the name is missing, a number is out of range, owner, grid or bridge are not of this unit, or the
     *     bridge already knows a group by this name
     */
    @Transactional
    public int add(int unit, GroupFacts facts) {
        sheets.judge(unit, facts);
        try {
            int group = jdbc.sql("""
                            insert into groups.chat_group (unit_id, name, area, owner_id, grid_id, members, bridge_id, external_ref, door)
                            values (:unit, :name, :area, nullif(:owner, 0), nullif(:grid, 0), :members, nullif(:bridge, 0), :ref, :door)
                            returning id""")
                    .param("unit", unit)
                    .param("name", facts.cleanName())
                    .param("area", facts.cleanArea())
                    .param("owner", facts.owner())
                    .param("grid", facts.grid())
                    .param("members", facts.judgedMembers())
                    .param("bridge", facts.bridge())
                    .param("ref", facts.cleanRef(), java.sql.Types.VARCHAR)
                    .param("door", DoorCode.random())
                    .query(Integer.class)
                    .single();
            trail.keep(ADDED, "group/" + group, "", Map.of("unit", "" + unit));
            return group;
        } catch (DuplicateKeyException known) {
            throw GroupSheets.refTaken();
        }
    }
}
