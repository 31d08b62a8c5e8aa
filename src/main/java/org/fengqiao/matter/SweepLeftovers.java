package org.fengqiao.matter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fengqiao.database.Sight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** At night takes away the files of uploads that came to nothing. */
@Component
@EnableScheduling
class SweepLeftovers {

    /** How long a file without a photo may still belong to an upload under way. */
    static final Duration UNDER_WAY = Duration.ofDays(1);

    private static final Logger log = LoggerFactory.getLogger(SweepLeftovers.class);

    private final PhotoFiles files;
    private final Leftovers leftovers;
    private final TransactionTemplate reading;
    private final Clock clock;

    SweepLeftovers(PhotoFiles files, Leftovers leftovers, PlatformTransactionManager transactions, Clock clock) {
        this.files = files;
        this.leftovers = leftovers;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.clock = clock;
    }

    @Scheduled(cron = "0 40 3 * * *", zone = "Asia/Shanghai")
    void sweep() {
        Instant since = clock.instant().minus(UNDER_WAY);
        int swept = 0;
        for (String name : files.shelves()) {
            for (PhotoFiles.Kept file : leftOn(files.shelf(name))) {
                swept += files.discard(file, since) ? 1 : 0;
            }
        }
        if (swept > 0) {
            log.info("Swept away {} files of uploads that came to nothing", swept);
        }
    }

    /** Everything seen with the rows that are there now; a photo attached later has touched its file by then. */
    private List<PhotoFiles.Kept> leftOn(PhotoFiles.Shelf shelf) {
        List<PhotoFiles.Kept> left = Sight.HOUSE.see(() -> reading.execute(status -> leftovers.among(shelf)));
        return left == null ? List.of() : left;
    }
}
