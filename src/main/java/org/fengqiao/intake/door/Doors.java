package org.fengqiao.intake.door;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.fengqiao.database.Sight;
import org.fengqiao.shared.DoorCode;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** All doors of groups and grids. One is found by its exact code alone. */
@Component
class Doors {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Doors(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
    }

    private record Found(Doorway doorway, boolean closed) {}

    /**
     * The door with this code.
     *
     * @throws RefusedException NOT_FOUND when there is none; GONE when its group or grid was given up
     */
    Doorway require(String typed) {
        String code = DoorCode.spelled(typed);
        Found found = Sight.HOUSE
                .see(() -> transaction.execute(status -> jdbc.sql("""
                                select d.*, coalesce(u.parent_id, 0) as above_id, u.name as unit_name, u.phone as unit_phone, u.longitude, u.latitude
                                from (select g.unit_id, g.name, g.id as group_id, coalesce(g.grid_id, 0) as grid_id, a.area::text as area,
                                             g.closed_at is not null as closed
                                      from groups.chat_group g left join org.grid a on a.id = g.grid_id where g.door = :code
                                      union all
                                      select unit_id, name, 0, id, area::text, closed_at is not null from org.grid where door = :code) d
                                join org.unit u on u.id = d.unit_id
                                limit 1""")
                        .param("code", code)
                        .query((row, n) -> found(code, row))
                        .optional()))
                .orElseThrow(() -> RefusedException.because(Reason.NOT_FOUND, "refused.door.absent"));
        if (found.closed()) {
            throw RefusedException.because(
                    Reason.GONE, "refused.door.closed", found.doorway().unitName());
        }
        return found.doorway();
    }

    private static Found found(String code, ResultSet row) throws SQLException {
        return new Found(
                new Doorway(
                        code,
                        row.getInt("unit_id"),
                        row.getInt("above_id"),
                        row.getString("unit_name"),
                        row.getString("unit_phone"),
                        row.getString("name"),
                        row.getInt("group_id"),
                        row.getInt("grid_id"),
                        row.getObject("longitude", Double.class),
                        row.getObject("latitude", Double.class),
                        row.getString("area")),
                row.getBoolean("closed"));
    }
}
