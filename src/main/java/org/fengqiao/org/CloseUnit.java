package org.fengqiao.org;

import org.fengqiao.shared.RefusedException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Closes a unit that is no more, or opens it again. What it did stays. */
@Component
public class CloseUnit {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    CloseUnit(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * Closes a unit in sight.
     *
     * @throws RefusedException when there is no such unit in sight, or people or open units still belong to it
     */
    @Transactional
    public void close(int unit) {
        boolean used = jdbc.sql("""
                        select exists (select from org.unit where parent_id = :id and closed_at is null)
                            or exists (select from org.officer where unit_id = :id and disabled_at is null)""").param("id", unit).query(Boolean.class).single();
        if (used) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.unit.used");
        }
        set(unit, true);
    }

    /**
     * Opens a closed unit again.
     *
     * @throws RefusedException when there is no such unit in sight
     */
    @Transactional
    public void reopen(int unit) {
        set(unit, false);
    }

    private void set(int unit, boolean closed) {
        if (jdbc.sql(
                                "update org.unit set closed_at = case when ? then now() end where id = ? and id = any (org.kept_in_sight())")
                        .params(closed, unit)
                        .update()
                == 0) {
            throw ChangeUnit.absent();
        }
        events.publishEvent(new Arranged.UnitClosed(unit, closed));
    }
}
