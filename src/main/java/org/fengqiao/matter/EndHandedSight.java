package org.fengqiao.matter;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Once an hour takes closed matters out of the sight of the partners, mediators and volunteers they were handed to, some days after
 * closing: whoever helped may read on for a while, and not for ever.
 */
@Component
class EndHandedSight {

    static final Deed ENDED = Deed.named("handed-sight.ended");

    private static final int AT_ONCE = 10_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final AuditTrail trail;
    private final int days;

    /** @param days after closing, 0 for at once ({@code fengqiao.handed-days}) */
    EndHandedSight(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            AuditTrail trail,
            @Value("${fengqiao.handed-days:30}") int days) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.trail = trail;
        this.days = days;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT4M")
    void end() {
        Sight.HOUSE.seeing(() -> transaction.executeWithoutResult(status -> {
            int ended = jdbc.sql("""
                            update matter.sight s set until = now()
                            from (select h.matter_id, h.unit_id, h.officer_id, h.given_by_unit from matter.sight h
                                  join matter.matter m on m.id = h.matter_id
                                  where h.until is null and h.why = 'TO_PARTNER' and m.closed_at < now() - make_interval(days => ?)
                                  limit ?) as over
                            where s.matter_id = over.matter_id and s.unit_id = over.unit_id and s.officer_id = over.officer_id
                              and s.given_by_unit = over.given_by_unit""").params(days, AT_ONCE).update();
            if (ended > 0) {
                trail.keep(ENDED, "list/handed", "", Map.of("ended", "" + ended));
            }
        }));
    }
}
