package org.fengqiao.org;

import java.util.Locale;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts a unit into the tree. */
@Component
public class AddUnit {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    AddUnit(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * Adds a unit below another one in sight (0 for a root, which only the house itself does).
     *
     * @return the id of the unit
     * @throws RefusedException when the name is missing, the code is malformed or taken, or there is no such parent
     */
    @Transactional
    public int add(int parent, Unit.Kind kind, @Nullable String name, @Nullable String code) {
        String called = Words.line(name, 80);
        String shortCode = Words.orEmpty(code, 12).toUpperCase(Locale.ROOT);
        if (!shortCode.matches("[A-Z0-9]{2,12}")) {
            throw RefusedException.badInput("refused.unit.code").at("code");
        }
        if (jdbc.sql("""
                        select 1 where case when :parent = 0 then org.house_in_sight()
                               else exists (select from org.unit where id = :parent and closed_at is null and id = any (org.kept_in_sight())) end""")
                .param("parent", parent)
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                    .at("parent");
        }
        try {
            int unit = jdbc.sql("""
                            with next as (select nextval(pg_get_serial_sequence('org.unit', 'id'))::int as id)
                            insert into org.unit (id, parent_id, kind, name, code, ancestors) overriding system value
                            select next.id, nullif(:parent, 0), :kind, :name, :code,
                                   coalesce((select ancestors from org.unit where id = :parent), '{}') || next.id
                            from next returning id""")
                    .param("parent", parent)
                    .param("kind", kind.name())
                    .param("name", called)
                    .param("code", shortCode)
                    .query(Integer.class)
                    .single();
            events.publishEvent(new Arranged.UnitAdded(unit, parent));
            return unit;
        } catch (DuplicateKeyException taken) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.unit.code-taken", shortCode)
                    .at("code");
        }
    }
}
