package org.fengqiao.matter;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.fengqiao.people.EraseResident;
import org.fengqiao.people.Expires;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Residents who have not asked for anything for long, and for whom nothing is open: their sheets are emptied. */
@Component
class ResidentsExpire implements Expires {

    private final JdbcClient jdbc;
    private final EraseResident eraseResident;

    ResidentsExpire(JdbcClient jdbc, EraseResident eraseResident) {
        this.jdbc = jdbc;
        this.eraseResident = eraseResident;
    }

    @Override
    public String kind() {
        return "RESIDENT";
    }

    @Override
    @Transactional(readOnly = true)
    public List<Due> due(Instant before, long afterId, int most) {
        return jdbc.sql("""
                        select r.id, greatest(r.created_at, (select max(m.closed_at) from matter.matter m where m.resident_id = r.id)) as since
                        from people.resident r
                        where r.created_at < :before and r.erased_at is null and r.hold_reason is null and r.id > :after
                          and not exists (select from matter.matter m where m.resident_id = r.id
                                          and (m.closed_at is null or m.closed_at >= :before or m.hold_reason is not null))
                        order by r.id limit :most""")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("after", afterId)
                .param("most", most)
                .query((row, n) -> new Due(
                        row.getLong(1),
                        Long.toString(row.getLong(1)),
                        "/residents/" + row.getLong(1),
                        row.getTimestamp(2).toInstant()))
                .list();
    }

    /** Why, in the audit trail: no person asked for it. */
    private static final String WHY = "RETENTION";

    @Override
    public void erase(long id) {
        eraseResident.erase(id, WHY, true);
    }
}
