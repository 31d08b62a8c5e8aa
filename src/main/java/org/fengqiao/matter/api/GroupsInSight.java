package org.fengqiao.matter.api;

import java.util.List;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The chat groups a program may name when it opens a matter. */
@Component
class GroupsInSight {

    private static final String SELECT =
            "select id, name, unit_id, area, members, last_matter_at from groups.chat_group";

    private final JdbcClient jdbc;

    GroupsInSight(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    public List<Told.Group> all() {
        return jdbc.sql(SELECT + " where closed_at is null order by id limit 5000")
                .query((row, n) -> group(row))
                .list();
    }

    @Transactional(readOnly = true)
    public Told.Group require(int id) {
        return jdbc.sql(SELECT + " where id = ? and closed_at is null")
                .param(id)
                .query((row, n) -> group(row))
                .optional()
                .orElseThrow(() -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.group.absent")
                        .at("group"));
    }

    private static Told.Group group(java.sql.ResultSet row) throws java.sql.SQLException {
        var last = row.getTimestamp(6);
        return new Told.Group(
                row.getInt(1),
                row.getString(2),
                row.getInt(3),
                Told.orNull(row.getString(4)),
                row.getInt(5),
                last == null ? null : last.toInstant());
    }
}
