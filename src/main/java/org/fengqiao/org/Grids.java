package org.fengqiao.org;

import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The grids in sight. */
@Component
public class Grids {

    private final JdbcClient jdbc;
    private final KeeperPhones phones;
    private final MessageSource messages;

    Grids(JdbcClient jdbc, KeeperPhones phones, MessageSource messages) {
        this.jdbc = jdbc;
        this.phones = phones;
        this.messages = messages;
    }

    /** All grids in sight, open ones first, by unit; 2,000 at most. */
    @Transactional(readOnly = true)
    public List<Grid> all() {
        return rows("g.unit_id = any (org.kept_in_sight())", 0);
    }

    /** One grid in sight. */
    @Transactional(readOnly = true)
    public Optional<Grid> find(int id) {
        return rows("g.id = :id and g.unit_id = any (org.kept_in_sight())", id).stream()
                .findFirst();
    }

    private List<Grid> rows(String condition, int id) {
        String unopened =
                String.valueOf(messages.getMessage("grids.phone.unopened", null, "?", LocaleContextHolder.getLocale()));
        return jdbc.sql("""
                        select g.id, g.unit_id, u.name, g.kind, g.name, coalesce(g.officer_id, 0), coalesce(o.name, ''), g.keeper_name,
                               g.keeper_phone_sealed, g.area::text, g.door, g.closed_at is not null
                        from org.grid g join org.unit u on u.id = g.unit_id left join org.officer o on o.id = g.officer_id
                        where %s order by g.closed_at is not null, u.ancestors, g.kind, g.name, g.id limit 2000""".formatted(condition))
                .param("id", id)
                .query((row, n) -> new Grid(
                        row.getInt(1),
                        row.getInt(2),
                        row.getString(3),
                        Grid.Kind.valueOf(row.getString(4)),
                        row.getString(5),
                        row.getInt(6),
                        row.getString(7),
                        row.getString(8),
                        phones.shown(row, unopened),
                        row.getString(10),
                        row.getString(11),
                        row.getBoolean(12)))
                .list();
    }
}
