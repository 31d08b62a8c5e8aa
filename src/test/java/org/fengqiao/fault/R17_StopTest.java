package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** R17: the house is asked to stop while messages come in. */
@Tag("fault")
class R17_StopTest {

    @Test
    void everyStopUnderLoadIsCleanAndKeepsWhatWasAcknowledged() {
        Random chance = Soak.chance("R17");
        int stops = Soak.rounds(4, 50);
        Duration longest = Duration.ZERO;
        long inFlight = 0;
        try (House house = House.fresh("r17");
                History history = new History("R17")) {
            house.start().open();
            try (Traffic traffic = new Traffic(house, history, "R17", house.bridge())) {
                for (int stop = 1; stop <= stops; stop++) {
                    traffic.awaitMore(20);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(500)));
                    inFlight += history.count(End.INVOKED);
                    Duration took = house.stop();
                    assertThat(took).isLessThan(Duration.ofSeconds(30));
                    assertThat(house.postmaster())
                            .as("PostgreSQL stopped with the house")
                            .isZero();
                    longest = took.compareTo(longest) > 0 ? took : longest;
                    house.start().open();
                }
                traffic.awaitMore(20);
                traffic.end();
                Ending.check(
                        "R17",
                        house,
                        history,
                        traffic,
                        "%d stops, longest %d ms, %d requests in flight"
                                .formatted(stops, longest.toMillis(), inFlight));
                Hits.atLeast(stops, "requests under way when asked to stop", inFlight);
            }
        }
    }
}
