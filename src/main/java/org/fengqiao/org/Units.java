package org.fengqiao.org;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The tree of units. It is no secret among officers. */
@Component
public class Units {

    private static final String COLUMNS = "id, coalesce(parent_id, 0), kind, name, code, ancestors";

    private final JdbcClient jdbc;

    Units(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The unit with this id. */
    @Transactional(readOnly = true)
    public Optional<Unit> find(int id) {
        return jdbc.sql("select " + COLUMNS + " from org.unit where id = ?")
                .param(id)
                .query((row, n) -> unit(row))
                .optional();
    }

    /**
     * The unit above this one: it answers for what is said about this one.
     *
     * @throws RefusedException when there is none, so that what is said has to go to somebody outside
     */
    @Transactional(readOnly = true)
    public Unit above(int id) {
        return find(id).flatMap(unit -> find(unit.parentId()))
                .orElseThrow(() -> RefusedException.badInput("refused.unit.top").at("about"));
    }

    /** All units that are not closed, parents before children. */
    @Transactional(readOnly = true)
    public List<Unit> all() {
        return jdbc.sql("select " + COLUMNS + " from org.unit where closed_at is null order by ancestors, id")
                .query((row, n) -> unit(row))
                .list();
    }

    /** Ids of a unit and everything below it, closed units too: their matters stay. */
    @Transactional(readOnly = true)
    public List<Integer> subtree(int id) {
        return jdbc.sql("select id from org.unit where ? = any (ancestors) order by id")
                .param(id)
                .query((row, n) -> row.getInt(1))
                .list();
    }

    private static Unit unit(ResultSet row) throws SQLException {
        Array ancestors = row.getArray(6);
        return new Unit(
                row.getInt(1),
                row.getInt(2),
                Unit.Kind.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                List.of((Integer[]) ancestors.getArray()));
    }
}
