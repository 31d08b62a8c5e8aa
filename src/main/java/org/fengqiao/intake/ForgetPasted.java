package org.fengqiao.intake;

import org.fengqiao.database.Sight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Once an hour forgets the digests of chatter that are older than needed to know an overlapping stretch again. */
@Component
@EnableScheduling
class ForgetPasted {

    private static final Logger log = LoggerFactory.getLogger(ForgetPasted.class);

    private final LookedAt lookedAt;
    private final TransactionTemplate transaction;
    private final int hours;

    /** @param hours how long the digests of messages left aside are kept ({@code fengqiao.paste.remember-hours}) */
    ForgetPasted(
            LookedAt lookedAt,
            TransactionTemplate transaction,
            @Value("${fengqiao.paste.remember-hours:72}") int hours) {
        this.lookedAt = lookedAt;
        this.transaction = transaction;
        this.hours = hours;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    void forget() {
        Integer forgotten = Sight.HOUSE.see(() -> transaction.execute(status -> lookedAt.forget(hours)));
        if (forgotten != null && forgotten > 0) {
            log.info("Forgot the digests of {} pasted messages", forgotten);
        }
    }
}
