package org.fengqiao.org;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The officers in sight. */
@Component
public class Officers {

    private static final String COLUMNS = "id, unit_id, name, role, badge, phone, disabled_at is not null";

    private final JdbcClient jdbc;

    Officers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The officer with this id, when in sight. */
    @Transactional(readOnly = true)
    public Optional<Officer> find(int id) {
        return jdbc.sql("select " + COLUMNS + " from org.officer where id = ?")
                .param(id)
                .query((row, n) -> officer(row))
                .optional();
    }

    /** The officers of a unit who are at work, chiefs first. */
    @Transactional(readOnly = true)
    public List<Officer> ofUnit(int unit) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from org.officer where unit_id = ? and disabled_at is null order by role <> 'CHIEF', name, id")
                .param(unit)
                .query((row, n) -> officer(row))
                .list();
    }

    /** Every officer in sight, by unit, disabled ones last. */
    @Transactional(readOnly = true)
    public List<Officer> all() {
        return jdbc.sql("select " + COLUMNS
                        + " from org.officer order by disabled_at is not null, unit_id, id limit 2000")
                .query((row, n) -> officer(row))
                .list();
    }

    static Officer officer(ResultSet row) throws SQLException {
        return new Officer(
                row.getInt(1),
                row.getInt(2),
                row.getString(3),
                Role.valueOf(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7));
    }
}
