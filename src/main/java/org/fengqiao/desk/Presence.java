package org.fengqiao.desk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fengqiao.access.SignedIn;
import org.springframework.stereotype.Component;

/** Who has which matter open on this node. Nothing of it is kept: who has not asked again for half a minute is gone. */
@Component
public class Presence {

    private static final Duration GONE_AFTER = Duration.ofSeconds(30);

    private record Reader(String name, Instant at) {}

    private final Map<Long, Map<Integer, Reader>> readers = new ConcurrentHashMap<>();
    private final Clock clock;

    Presence(Clock clock) {
        this.clock = clock;
    }

    /** Notes that this person has the matter open, and names the others who have, by name. */
    public List<String> reads(SignedIn me, long matter) {
        Instant now = clock.instant();
        readers.values().forEach(some -> some.values().removeIf(one -> one.at().isBefore(now.minus(GONE_AFTER))));
        readers.values().removeIf(Map::isEmpty);
        Map<Integer, Reader> here = readers.compute(matter, (id, before) -> {
            Map<Integer, Reader> some = before == null ? new ConcurrentHashMap<>() : before;
            some.put(me.officer(), new Reader(me.name(), now));
            return some;
        });
        return here.entrySet().stream()
                .filter(one -> one.getKey() != me.officer())
                .map(one -> one.getValue().name())
                .sorted()
                .toList();
    }
}
