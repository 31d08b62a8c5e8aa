package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R2: postmaster and all its children are killed while messages come in; the house goes on and starts its server again. Now and then a
 * child is born while the others are being killed, and waits for ever for a lock one of them held.
 */
@Tag("fault")
class R2_KillTheDatabaseTest {

    @Test
    void whatWasAcknowledgedIsKeptOnceAndTheHouseRecoversByItself() {
        Random chance = Soak.chance("R2");
        int kills = Soak.rounds(12, 200);
        int hits = 0;
        List<Long> away = new ArrayList<>();
        try (House house = House.fresh("r2");
                History history = new History("R2")) {
            house.start().open();
            long pid = house.process().pid();
            try (Traffic traffic = new Traffic(house, history, "R2", house.bridge())) {
                for (int kill = 1; kill <= kills; kill++) {
                    traffic.awaitMore(20);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(700)));
                    long unknown = history.count(End.UNKNOWN);
                    long[] all = house.postgresPids();
                    // Whoever is born from now on survives its server.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(60)));
                    long at = System.nanoTime();
                    House.signal("KILL", all);
                    hits += Until.becomes(Duration.ofSeconds(10), () -> history.count(End.UNKNOWN) > unknown) ? 1 : 0;
                    traffic.awaitMore(1);
                    away.add(Duration.ofNanos(System.nanoTime() - at).toMillis());
                }
                traffic.awaitMore(20);
                traffic.end();
                away.sort(null);
                assertThat(house.isAlive() && house.process().pid() == pid)
                        .as("the same house")
                        .isTrue();
                Ending.check(
                        "R2",
                        house,
                        history,
                        traffic,
                        "%d kills, work in flight at %d, %d children that outlived their server, back after %d ms in the middle, %d ms at worst"
                                .formatted(
                                        kills,
                                        hits,
                                        house.said().split("is still there").length - 1,
                                        away.get(kills / 2),
                                        away.get(kills - 1)));
                Hits.atLeast(kills / 2, "kills that hit work in flight", hits);
            }
        }
    }
}
