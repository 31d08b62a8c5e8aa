package org.fengqiao.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fengqiao.database.Sight;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** L4: 32 threads append to one chain; it does not fork, and they are quick enough. */
@InTheHouse
class L4_NoForkTest {

    private static final int THREADS = 32;

    /** What is asked of a machine that does nothing else; a build shares its machine, so there only that it goes on. */
    private static final int FEWEST_A_SECOND = Soak.times(20, 200);

    private static final Deed CROWDED = Deed.named("test.crowded");

    @Autowired
    AuditTrail trail;

    @Autowired
    AuditLines lines;

    @Autowired
    Town town;

    @Autowired
    EveryRow rows;

    @Test
    void aCrowdOnOneChainDoesNotForkIt() throws Exception {
        int each = Soak.times(40, 1_000);
        Sight sight = town.li.sight();
        sight.seeing(() -> trail.keep(CROWDED, "first", "", Map.of()));
        long began = rows.count("audit.line where officer_id = ?", town.li.officer());
        double seconds = crowd(sight, each);
        List<AuditLines.Written> written = rows.see(() -> lines.ofChain(town.li.officer()));
        assertThat(written).hasSize((int) began + THREADS * each);
        Seal former = Seal.NONE;
        for (int i = 0; i < written.size(); i++) {
            AuditLines.Written line = written.get(i);
            assertThat(line.line().n()).isEqualTo(i + 1);
            assertThat(line.seal().isOf(line.line().sealed(former)))
                    .as("seal of line %d", i + 1)
                    .isTrue();
            former = line.seal();
        }
        double rate = THREADS * each / seconds;
        System.out.printf("L4: %,d lines by %d threads, %,.0f a second%n", THREADS * each, THREADS, rate);
        assertThat(rate).as("lines a second").isGreaterThanOrEqualTo(FEWEST_A_SECOND);
    }

    private double crowd(Sight sight, int each) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int t = 0; t < THREADS; t++) {
                String thread = "thread/" + t;
                all.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        sight.seeing(() -> trail.keep(CROWDED, thread, "", Map.of()));
                    }
                    return true;
                }));
            }
            long began = System.nanoTime();
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }
}
