package org.fengqiao.group;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a group up, or takes it up again. Its matters stay; its door says that it is closed. */
@Component
public class CloseGroup {

    private final JdbcClient jdbc;
    private final GroupSheets sheets;

    CloseGroup(JdbcClient jdbc, GroupSheets sheets) {
        this.jdbc = jdbc;
        this.sheets = sheets;
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
    }
}
