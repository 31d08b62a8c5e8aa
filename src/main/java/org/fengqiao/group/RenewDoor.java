package org.fengqiao.group;

import org.fengqiao.shared.DoorCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a group a new door code, for example when the old one brings spam. Posters with the old code lead nowhere from then on. */
@Component
public class RenewDoor {

    private final JdbcClient jdbc;
    private final GroupSheets sheets;

    RenewDoor(JdbcClient jdbc, GroupSheets sheets) {
        this.jdbc = jdbc;
        this.sheets = sheets;
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
        return jdbc.sql("update groups.chat_group set door = ? where id = ? returning door")
                .params(DoorCode.random(), id)
                .query(String.class)
                .single();
    }
}
