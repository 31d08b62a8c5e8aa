package org.fengqiao.org;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The units in sight with everything an administrator cares for. */
@Component
public class UnitSheets {

    private final JdbcClient jdbc;

    UnitSheets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One unit.
     *
     * @param depth how far below the topmost unit in sight, 0 for that one
     * @param officers people at work there
     */
    public record Row(
            int id,
            int parentId,
            Unit.Kind kind,
            String name,
            String code,
            String address,
            String phone,
            @Nullable Double longitude,
            @Nullable Double latitude,
            int depth,
            int officers,
            boolean closed) {}

    /** The tree in sight, parents before children, closed ones too. */
    @Transactional(readOnly = true)
    public List<Row> tree() {
        return rows("true", 0);
    }

    /** One unit in sight. */
    @Transactional(readOnly = true)
    public Optional<Row> find(int id) {
        return rows("u.id = :id", id).stream().findFirst();
    }

    private List<Row> rows(String condition, int id) {
        return jdbc.sql("""
                        with sight as (select id, ancestors from org.unit where id = any (org.kept_in_sight())),
                             top as (select min(cardinality(ancestors)) as depth from sight)
                        select u.id, coalesce(u.parent_id, 0), u.kind, u.name, u.code, u.address, u.phone, u.longitude, u.latitude,
                               cardinality(u.ancestors) - top.depth,
                               (select count(*) from org.officer o where o.unit_id = u.id and o.disabled_at is null), u.closed_at is not null
                        from org.unit u join sight on sight.id = u.id cross join top where %s
                        order by u.ancestors""".formatted(condition))
                .param("id", id)
                .query((row, n) -> new Row(
                        row.getInt(1),
                        row.getInt(2),
                        Unit.Kind.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getObject(8, Double.class),
                        row.getObject(9, Double.class),
                        row.getInt(10),
                        row.getInt(11),
                        row.getBoolean(12)))
                .list();
    }
}
