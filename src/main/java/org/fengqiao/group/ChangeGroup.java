package org.fengqiao.group;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts the facts of a group right. */
@Component
public class ChangeGroup {

    static final Deed CHANGED = Deed.named("group.changed");

    private final JdbcClient jdbc;
    private final GroupSheets sheets;
    private final AuditTrail trail;

    ChangeGroup(JdbcClient jdbc, GroupSheets sheets, AuditTrail trail) {
        this.jdbc = jdbc;
        this.sheets = sheets;
        this.trail = trail;
    }

    /**
     * Writes the facts anew.
     *
     * @throws org.fengqiao.shared.RefusedException as in {@link AddGroup#add}, or when the group is not in sight
     */
    @Transactional
    public void change(int id, GroupFacts facts) {
        sheets.judge(sheets.require(id).unitId(), facts);
        try {
            jdbc.sql("""
                            update groups.chat_group
                            set name = :name, area = :area, owner_id = nullif(:owner, 0), grid_id = nullif(:grid, 0), members = :members,
                                bridge_id = nullif(:bridge, 0), external_ref = :ref
                            where id = :id""")
                    .param("name", facts.cleanName())
                    .param("area", facts.cleanArea())
                    .param("owner", facts.owner())
                    .param("grid", facts.grid())
                    .param("members", facts.judgedMembers())
                    .param("bridge", facts.bridge())
                    .param("ref", facts.cleanRef(), java.sql.Types.VARCHAR)
                    .param("id", id)
                    .update();
            trail.keep(CHANGED, "group/" + id, "", Map.of("owner", "" + facts.owner(), "bridge", "" + facts.bridge()));
        } catch (DuplicateKeyException known) {
            throw GroupSheets.refTaken();
        }
    }
}
