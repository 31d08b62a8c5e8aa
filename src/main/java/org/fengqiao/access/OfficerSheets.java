package org.fengqiao.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.org.Role;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The people in sight with their accounts, for those who answer for them. */
@Component
public class OfficerSheets {

    private final JdbcClient jdbc;

    OfficerSheets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One person.
     *
     * @param waitsForFirst the password given by somebody else was not changed yet
     * @param lockedUntil too many wrong passwords, null when not locked
     */
    public record Row(
            int id,
            int unitId,
            String unitName,
            String name,
            Role role,
            String badge,
            String login,
            boolean waitsForFirst,
            @Nullable Instant lockedUntil,
            boolean disabled) {}

    /**
     * People of a unit and everything below it.
     *
     * @param unit 0 for all in sight
     * @param words part of a name, badge or login
     */
    @Transactional(readOnly = true)
    public Page<Row> list(int unit, @Nullable String words, @Nullable PageKey after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("unit", unit);
        parameters.put("words", Words.orEmpty(words, 40).toLowerCase(java.util.Locale.ROOT));
        parameters.put("after", after == null ? 0 : after.number(0));
        parameters.put("limit", limit + 1);
        List<Row> rows = rows("""
                (:unit = 0 or :unit = any (u.ancestors)) and o.id > :after
                and (:words = '' or position(:words in lower(o.name)) > 0 or position(:words in lower(o.badge)) > 0
                     or position(:words in c.login) > 0)
                order by o.id limit :limit""", parameters);
        return Page.of(rows, limit, row -> PageKey.of(row.id()));
    }

    /** One person in sight. */
    @Transactional(readOnly = true)
    public Optional<Row> find(int id) {
        return rows("o.id = :id", Map.of("id", id)).stream().findFirst();
    }

    private List<Row> rows(String condition, Map<String, ?> parameters) {
        return jdbc.sql("""
                        select o.id, o.unit_id, u.name, o.name, o.role, o.badge, c.login, c.must_change, c.locked_until, o.disabled_at is not null
                        from org.officer o join org.unit u on u.id = o.unit_id join access.credential c on c.officer_id = o.id
                        where o.unit_id = any (org.kept_in_sight()) and\s""" + condition)
                .params(parameters)
                .query((row, n) -> new Row(
                        row.getInt(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        Role.valueOf(row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        row.getBoolean(8),
                        lock(row.getTimestamp(9)),
                        row.getBoolean(10)))
                .list();
    }

    private static @Nullable Instant lock(java.sql.@Nullable Timestamp until) {
        return until == null || until.toInstant().isBefore(Instant.now()) ? null : until.toInstant();
    }
}
