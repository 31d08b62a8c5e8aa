package org.fengqiao.intake.door;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Counts who sends how much at the residents' page, so that one prankster cannot bury a station. Kept in memory of this node alone:
 * a restart forgives.
 */
@Component
class Knocks {

    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 50_000;

    private final int perAddress;
    private final int perDoor;
    private final LongSupplier nanos;
    private final Map<String, Deque<Long>> times = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * @param perAddress forms one network address may send in ten minutes
     * @param perDoor forms taken at one door in ten minutes
     */
    @Autowired
    Knocks(
            @Value("${fengqiao.door.per-address:10}") int perAddress,
            @Value("${fengqiao.door.per-door:60}") int perDoor) {
        this(perAddress, perDoor, System::nanoTime);
    }

    Knocks(int perAddress, int perDoor, LongSupplier nanos) {
        this.perAddress = perAddress;
        this.perDoor = perDoor;
        this.nanos = nanos;
    }

    /**
     * Counts one form.
     *
     * @param door a door or a tracking code
     * @throws RefusedException BUSY when it is too much
     */
    synchronized void count(String address, String door) {
        long now = nanos.getAsLong();
        Deque<Long> ofAddress = recent("a" + address, now);
        Deque<Long> atDoor = recent("d" + door, now);
        if (ofAddress.size() >= perAddress || atDoor.size() >= perDoor) {
            throw RefusedException.because(Reason.BUSY, "refused.door.often", WINDOW.toMinutes());
        }
        ofAddress.addLast(now);
        atDoor.addLast(now);
    }

    private Deque<Long> recent(String who, long now) {
        Deque<Long> recent = times.computeIfAbsent(who, key -> new ArrayDeque<>());
        while (!recent.isEmpty() && now - recent.getFirst() >= WINDOW.toNanos()) {
            recent.removeFirst();
        }
        return recent;
    }
}
