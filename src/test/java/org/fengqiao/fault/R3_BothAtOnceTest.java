package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.fengqiao.database.OutsidePostgres;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R3: house and database are killed at the same moment while messages come in. An outside database comes back later than the house,
 * which is started again whenever it ends, as a service is.
 */
@Tag("fault")
class R3_BothAtOnceTest {

    private static final Duration READY = Duration.ofSeconds(30);

    private final Random chance = Soak.chance("R3");
    private int hits;
    private long longest;

    /** Kills them, and counts whether that hit work in flight. */
    private void kill(House house, History history, long... server) {
        long unknown = history.count(End.UNKNOWN);
        House.signal(
                "KILL",
                LongStream.concat(LongStream.of(house.process().pid()), LongStream.of(server))
                        .toArray());
        house.ended(Duration.ofSeconds(10));
        hits += Until.becomes(Duration.ofSeconds(2), () -> history.count(End.UNKNOWN) > unknown) ? 1 : 0;
    }

    private void afterAMoment(Traffic traffic) {
        traffic.awaitMore(20);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(700)));
    }

    private void since(long nanos) {
        longest = Math.max(longest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos));
    }

    private void judged(String how, int rounds, House house, History history, Traffic traffic) {
        traffic.awaitMore(20);
        traffic.end();
        Ending.check(
                "R3",
                house,
                history,
                traffic,
                "%d times both, %s, work in flight at %d, ready after %d ms at worst"
                        .formatted(rounds, how, hits, longest));
        Hits.atLeast((rounds + 1) / 2, "kills that hit work in flight", hits);
        assertThat(longest).as("milliseconds until ready").isLessThan(READY.toMillis());
    }

    @Test
    void theServerInsideComesBackWithItsHouse() {
        int rounds = Soak.rounds(1, 25);
        try (House house = House.fresh("r3");
                History history = new History("R3")) {
            house.start().open();
            try (Traffic traffic = new Traffic(house, history, "R3", house.bridge())) {
                for (int round = 1; round <= rounds; round++) {
                    afterAMoment(traffic);
                    kill(house, history, house.postgresPids());
                    long at = System.nanoTime();
                    house.start().open();
                    since(at);
                }
                judged("the server inside", rounds, house, history, traffic);
            }
        }
    }

    @Test
    void theHouseIsBackBeforeAnOutsideServer() {
        int rounds = Soak.rounds(1, 25);
        int inVain = 0;
        try (OutsidePostgres server = OutsidePostgres.running()) {
            server.ownerWithDatabase("police", "qingshi");
            try (House house = House.fresh("r3-outside", server.settings("police", "qingshi"), List.of());
                    History history = new History("R3-outside")) {
                house.start().open();
                try (Traffic traffic = new Traffic(house, history, "R3", house.bridge())) {
                    for (int round = 1; round <= rounds; round++) {
                        afterAMoment(traffic);
                        kill(house, history, server.frozen());
                        house.start();
                        Until.is("the house ends for want of its database", READY, () -> !house.isAlive());
                        inVain++;
                        house.start();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(3_000)));
                        server.start();
                        long at = System.nanoTime();
                        Until.is("the house is ready", READY, () -> {
                            if (!house.isAlive()) {
                                house.start(); // As a service that is always started again.
                            }
                            return house.answers();
                        });
                        since(at);
                    }
                    judged(
                            "the server outside and back after the house, which ended %d times for want of it"
                                    .formatted(inVain),
                            rounds,
                            house,
                            history,
                            traffic);
                }
            }
        }
    }
}
