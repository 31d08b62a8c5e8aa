package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fengqiao.database.OutsidePostgres;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.Peer;
import org.fengqiao.town.Program;
import org.fengqiao.town.Soak;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R13: two houses on one database race for the same events — messages that become matters, matters that are to be found, answers that
 * are to be called out — and one of them is killed at random moments. Every effect is there once, nothing is stuck.
 */
@Tag("fault")
class R13_OutboxKillsTest {

    private static final int EVENTS = Soak.times(200, 10_000);
    private static final int ANSWERS = EVENTS / 10;
    private static final int BATCH = 5;
    private static final Duration DRAINED = Duration.ofMinutes(5);

    private final Random chance = Soak.chance("R13");
    private final List<House> houses = new ArrayList<>();
    private int bridge;

    /** So much work is kept back for the kills to come. */
    private volatile int keptBack;

    @Test
    void everyEffectIsThereOnceThoughTwoRaceAndAreKilled() {
        int kills = Soak.rounds(2, 500);
        try (OutsidePostgres server = OutsidePostgres.running();
                Peer peer = new Peer()) {
            server.ownerWithDatabase("police", "qingshi");
            Map<String, String> settings = new HashMap<>(server.settings("police", "qingshi"));
            settings.putAll(Map.of("FENGQIAO_EGRESS", "127.0.0.1", "FENGQIAO_EGRESS_PORTS", ""));
            try (House first = House.fresh("r13", settings, List.of()).start().open();
                    House second = first.twin("r13-twin").start().open()) {
                houses.addAll(List.of(first, second));
                bridge = first.bridge();
                first.sql("update channel.bridge set answer_url = '%s'".formatted(peer.address()));
                Traffic.letIn(first);
                AtomicInteger inFlight = new AtomicInteger();
                Queue<String> work = new ConcurrentLinkedQueue<>(IntStream.range(0, EVENTS / BATCH)
                        .mapToObj(Integer::toString)
                        .toList());
                int all = work.size();
                List<Thread> senders = List.of(sending(work, inFlight, 0), sending(work, inFlight, 1));
                int hits = killed(kills, work, all, inFlight);
                for (Thread sender : senders) {
                    join(sender);
                }
                judge(peer, kills, hits);
            }
        }
    }

    /** Each batch is sent until some house acknowledges it; every tenth event is answered. */
    private Thread sending(Queue<String> work, AtomicInteger inFlight, int turn) {
        return Thread.ofPlatform().name("sender-" + turn).start(() -> {
            int tries = turn;
            for (String batch = next(work); batch != null; batch = next(work)) {
                int first = Integer.parseInt(batch) * BATCH;
                String body = IntStream.range(first, first + BATCH)
                        .mapToObj(event -> BridgeRobot.message("e-" + event, "事件 " + event))
                        .collect(Collectors.joining(",", "[", "]"));
                while (!isDone(
                        inFlight,
                        houses.get(tries % 2),
                        house -> robot(house).send(body).statusCode() == 200)) {
                    tries++;
                }
                for (int event = first; event < first + BATCH; event++) {
                    if (event % (EVENTS / ANSWERS) == 0) {
                        tries = answered(inFlight, event, tries);
                    }
                }
            }
        });
    }

    private @Nullable String next(Queue<String> work) {
        while (work.size() < keptBack) {
            LockSupport.parkNanos(5_000_000);
        }
        return work.poll();
    }

    private int answered(AtomicInteger inFlight, int event, int from) {
        int tries = from;
        long[] matter = new long[1];
        Until.is("event " + event + " is a matter", DRAINED, () -> {
            List<String> ids = houses.getFirst()
                    .strings(
                            "select matter_id from channel.message where external_id = 'e-%d' and matter_id is not null"
                                    .formatted(event));
            ids.forEach(id -> matter[0] = Long.parseLong(id));
            return !ids.isEmpty();
        });
        for (String step : List.of("take", "answer")) {
            while (!isDone(
                    inFlight,
                    houses.get(tries % 2),
                    house -> new Program(house.port, Traffic.TOKEN)
                                    .postUnder(
                                            event + "/" + step,
                                            "/api/v1/matters/" + matter[0] + "/" + step,
                                            step.equals("take") ? "{}" : "{\"words\":\"已处理\"}")
                                    .status()
                            == 200)) {
                tries++;
            }
        }
        return tries;
    }

    private interface Asking {
        boolean isAcknowledged(House house) throws Exception;
    }

    private static boolean isDone(AtomicInteger inFlight, House house, Asking asking) {
        inFlight.incrementAndGet();
        try {
            return asking.isAcknowledged(house);
        } catch (Exception notYet) {
            LockSupport.parkNanos(20_000_000);
            return false;
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private BridgeRobot robot(House house) {
        return new BridgeRobot(house.port, bridge, houses.getFirst().secretOf(bridge));
    }

    /** Kills one or the other while there is work, spread over it; returns how often that hit requests in flight or effects to be made. */
    private int killed(int kills, Queue<String> work, int all, AtomicInteger inFlight) {
        int hits = 0;
        for (int kill = 0; kill < kills; kill++) {
            int left = (int) ((long) all * (kills - kill) / (kills + 1));
            keptBack = (int) ((long) all * (kills - kill - 1) / (kills + 1));
            Until.becomes(Duration.ofSeconds(60), () -> work.size() <= left);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(300)));
            House victim = houses.get(chance.nextInt(2));
            hits += inFlight.get() > 0
                            || victim.count("select count(*) from channel.message where state = 'WAITING'") > 0
                    ? 1
                    : 0;
            victim.kill();
            victim.start().open();
        }
        keptBack = 0;
        return hits;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void judge(Peer peer, int kills, int hits) {
        House house = houses.getFirst();
        long began = System.nanoTime();
        long made = began + TimeUnit.SECONDS.toNanos(3);
        Until.is("everything has its effect", DRAINED, () -> {
            if (System.nanoTime() > made) {
                // What was cut off while it was being sent waits for two minutes; here they are over.
                house.sql("update notice.callout set due_at = now() where state = 'SENDING'");
            }
            return house.count("select count(*) from channel.message where state = 'WAITING'") == 0
                    && house.count("select count(*) from matter.search") == EVENTS
                    && house.count("select count(*) from notice.callout where state in ('SENT', 'PARKED')") == ANSWERS;
        });
        Map<String, Long> calls =
                peer.calls.stream().collect(Collectors.groupingBy(Peer.Call::id, HashMap::new, Collectors.counting()));
        long twice = calls.values().stream().filter(times -> times > 1).count();
        long sent = house.count("select count(*) from notice.callout where state = 'SENT'");
        System.out.printf(
                "R13: %d events, two houses, %d kills, work in flight at %d; %d matters, %d found, %d answers: %d sent, %d parked because nobody knows, %d called out twice; nothing left after %d ms%n",
                EVENTS,
                kills,
                hits,
                house.count("select count(*) from matter.matter"),
                house.count("select count(*) from matter.search"),
                ANSWERS,
                sent,
                ANSWERS - sent,
                twice,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        assertThat(
                        house.strings(
                                "select words from matter.matter group by words having count(*) > 1 union all select matter_id::text from matter.ledger group by matter_id, what having count(*) > 1"))
                .as("done twice")
                .isEmpty();
        assertThat(house.count("select count(*) from matter.matter")).isEqualTo(EVENTS);
        assertThat(house.count("select count(*) from channel.message")).isEqualTo(EVENTS);
        assertThat(house.count("select count(*) from notice.callout")).isEqualTo(ANSWERS);
        assertThat(twice).as("answers called out twice").isZero();
        assertThat(calls.size()).as("answers the peer has").isBetween((int) sent, ANSWERS);
        assertThat(house.strings("select reason from follow.parked where settled_at is null"))
                .isEmpty();
        Hits.atLeast((kills + 1) / 2, "kills that hit work", hits);
        Ending.clean(house);
    }
}
