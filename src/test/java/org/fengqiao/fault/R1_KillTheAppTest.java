package org.fengqiao.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** R1: the house is killed at random moments while messages come in. */
@Tag("fault")
class R1_KillTheAppTest {

    @Test
    void whatWasAcknowledgedIsKeptOnceThroughEveryKill() {
        Random chance = Soak.chance("R1");
        int kills = Soak.rounds(10, 200);
        int hits = 0;
        try (House house = House.fresh("r1");
                History history = new History("R1")) {
            house.start().open().classesKept();
            int bridge = house.bridge();
            try (Traffic traffic = new Traffic(house, history, "R1", bridge)) {
                for (int kill = 1; kill <= kills; kill++) {
                    traffic.awaitMore(20);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(700)));
                    long unknown = history.count(End.UNKNOWN);
                    house.kill();
                    hits += Until.becomes(java.time.Duration.ofSeconds(2), () -> history.count(End.UNKNOWN) > unknown)
                            ? 1
                            : 0;
                    house.start().open();
                }
                traffic.awaitMore(20);
                traffic.end();
                Ending.check("R1", house, history, traffic, kills + " kills, work in flight at " + hits);
                Hits.atLeast(kills / 2, "kills that hit work in flight", hits);
            }
        }
    }
}
