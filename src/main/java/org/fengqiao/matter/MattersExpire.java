package org.fengqiao.matter;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.fengqiao.people.Expires;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Matters that have been over for long: the words of persons are taken out, what is counted stays. */
@Component
class MattersExpire implements Expires {

    private final JdbcClient jdbc;
    private final EraseMatter eraseMatter;
    private final TransactionTemplate transaction;

    MattersExpire(JdbcClient jdbc, EraseMatter eraseMatter, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.eraseMatter = eraseMatter;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public String kind() {
        return "MATTER";
    }

    @Override
    @Transactional(readOnly = true)
    public List<Due> due(Instant before, long afterId, int most) {
        return jdbc.sql("""
                        select m.id, m.number, m.closed_at from matter.matter m
                        where m.closed_at < ? and (m.erased_at is null or m.erased_at < m.closed_at) and m.hold_reason is null and m.id > ?
                          and not exists (select from people.resident r where r.id = m.resident_id and r.hold_reason is not null)
                        order by m.id limit ?""")
                .params(before.atOffset(ZoneOffset.UTC), afterId, most)
                .query((row, n) -> new Due(
                        row.getLong(1),
                        row.getString(2),
                        "/matters/" + row.getLong(1),
                        row.getTimestamp(3).toInstant()))
                .list();
    }

    @Override
    public void erase(long id) {
        transaction.executeWithoutResult(status -> eraseMatter.erase(id, Actor.HOUSE, "RETENTION", true));
    }
}
