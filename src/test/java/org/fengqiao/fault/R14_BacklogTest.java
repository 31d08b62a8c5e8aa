package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R14: the house was away for an hour, and a vendor kept what came meanwhile: ten messages a second. As soon as the house is back the
 * vendor sends all of it, as fast as it is taken, while what is said now comes on another line of the same vendor.
 */
@Tag("fault")
@Tag("alone")
class R14_BacklogTest {

    private static final int WAITING = Soak.times(2_000, 36_000);
    private static final int BATCH = 100;
    private static final int FRESH_A_SECOND = Soak.times(50, 10);
    private static final Duration CAUGHT_UP = Duration.ofMinutes(20);
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** Asked twice a second at most: what is measured must not be slowed down by being looked at. */
    private long lookedAt;

    @Test
    void theHouseCatchesUpWhileWhatIsFreshIsTakenAtOnce() throws Exception {
        try (House house = House.fresh("r14").start().open()) {
            int bridge = house.bridge();
            Queue<String> backlog = new ConcurrentLinkedQueue<>();
            house.stop();
            for (int from = 0; from < WAITING; from += BATCH) {
                backlog.add(IntStream.range(from, Math.min(WAITING, from + BATCH))
                        .mapToObj(n -> BridgeRobot.message("old-" + n, "昨晚的话 " + n))
                        .collect(Collectors.joining(",", "[", "]")));
            }
            house.start().open();
            long began = System.nanoTime();
            int fresh = 0;
            List<Double> acknowledged = new ArrayList<>();
            double allTaken;
            try (ExecutorService vendor = Executors.newFixedThreadPool(2)) {
                List<Future<?>> lines = List.of(
                        vendor.submit(() -> send(robot(house, bridge), backlog)),
                        vendor.submit(() -> send(robot(house, bridge), backlog)));
                BridgeRobot now = robot(house, bridge);
                for (int n = 0; n < 2 * FRESH_A_SECOND || !isCaughtUp(house, began); n++) {
                    String id = "fresh-" + n;
                    long at = began + n * TimeUnit.SECONDS.toNanos(1) / FRESH_A_SECOND;
                    LockSupport.parkNanos(at - System.nanoTime());
                    fresh++;
                    assertThat(now.send(BridgeRobot.message(id, "刚说的话 " + n)).statusCode())
                            .isEqualTo(200);
                    acknowledged.add((System.nanoTime() - at) / 1e6);
                }
                allTaken = (System.nanoTime() - began) / 1e9;
                for (Future<?> line : lines) {
                    line.get();
                }
            }
            Until.is(
                    "nothing waits",
                    Duration.ofMinutes(1),
                    () -> house.count("select count(*) from channel.message where state = 'WAITING'") == 0);
            List<Double> matters = house
                    .strings(
                            "select extract(epoch from l.at - s.received_at) * 1000 from channel.message s join matter.ledger l on l.matter_id = s.matter_id and l.what = 'Opened' where s.external_id like 'fresh-%'")
                    .stream()
                    .map(Double::valueOf)
                    .toList();
            System.out.printf(
                    "R14: %d waited, caught up after %.1f s; %d fresh meanwhile: acknowledged within %.0f ms (p95), a matter within %.0f ms (p95) of being kept%n",
                    WAITING, allTaken, acknowledged.size(), p95(acknowledged), p95(matters));
            assertThat(house.count("select count(*) from matter.matter")).isEqualTo(WAITING + fresh);
            assertThat(house.count("select count(*) from channel.message")).isEqualTo(WAITING + fresh);
            assertThat(house.strings("select words from matter.matter group by words having count(*) > 1"))
                    .isEmpty();
            assertThat(allTaken).isLessThan(CAUGHT_UP.toSeconds());
            assertThat(p95(acknowledged)).as("p95 of fresh messages").isLessThan(FRESH.toMillis());
            Hits.atLeast(FRESH_A_SECOND, "fresh messages meanwhile", fresh);
            Ending.clean(house);
        }
    }

    private static BridgeRobot robot(House house, int bridge) {
        return new BridgeRobot(house.port, bridge, house.secretOf(bridge));
    }

    private static void send(BridgeRobot robot, Queue<String> backlog) {
        for (String batch = backlog.poll(); batch != null; batch = backlog.poll()) {
            assertThat(robot.send(batch).statusCode()).isEqualTo(200);
        }
    }

    private boolean isCaughtUp(House house, long began) {
        long now = System.nanoTime();
        if (now - lookedAt < TimeUnit.MILLISECONDS.toNanos(500)) {
            return false;
        }
        lookedAt = now;
        assertThat(Duration.ofNanos(now - began)).as("the house catches up").isLessThan(CAUGHT_UP);
        return house.count(
                        "select count(*) from channel.message where external_id like 'old-%' and matter_id is not null")
                == WAITING;
    }

    private static double p95(List<Double> millis) {
        return millis.stream().sorted().toList().get((int) (millis.size() * 0.95));
    }
}
