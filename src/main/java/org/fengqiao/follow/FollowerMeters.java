package org.fengqiao.follow;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fengqiao.database.Sight;
import org.springframework.stereotype.Component;

/** How far followers lag and what they put aside, for whoever watches over the house; asked for only when somebody looks. */
@Component
class FollowerMeters implements MeterBinder {

    private static final long REMEMBERED = Duration.ofSeconds(5).toNanos();

    private final FollowerSheet sheet;
    private final List<Follower<?>> followers;
    private Map<String, FollowerSheet.Row> rows = Map.of();
    private long until = System.nanoTime();

    FollowerMeters(FollowerSheet sheet, List<Follower<?>> followers) {
        this.sheet = sheet;
        this.followers = followers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Follower<?> follower : followers) {
            gauge(registry, follower.name(), "fengqiao.follower.lag", "Lines not yet read", FollowerSheet.Row::lag);
            gauge(registry, follower.name(), "fengqiao.follower.parked", "Lines put aside", FollowerSheet.Row::parked);
        }
    }

    private void gauge(
            MeterRegistry registry,
            String follower,
            String name,
            String words,
            Function<FollowerSheet.Row, Long> value) {
        Gauge.builder(name, () -> {
                    FollowerSheet.Row row = row(follower);
                    return row == null ? Double.NaN : value.apply(row).doubleValue();
                })
                .description(words)
                .tag("follower", follower)
                .register(registry);
    }

    private synchronized FollowerSheet.@org.jspecify.annotations.Nullable Row row(String follower) {
        if (until - System.nanoTime() <= 0) {
            rows = Sight.HOUSE.see(sheet::rows).stream()
                    .collect(Collectors.toMap(FollowerSheet.Row::name, Function.identity()));
            until = System.nanoTime() + REMEMBERED;
        }
        return rows.get(follower);
    }
}
