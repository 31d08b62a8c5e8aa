package org.fengqiao.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Tells whoever watches over the house how much room is left: SCARCE is a warning in time, OUT_OF_SERVICE means that it only shows. */
@Component
class DiskHealth implements HealthIndicator, MeterBinder {

    private static final Status SCARCE = new Status("SCARCE");

    private final DiskSpace disk;

    DiskHealth(DiskSpace disk) {
        this.disk = disk;
    }

    @Override
    public Health health() {
        return switch (disk.look().state()) {
            case ENOUGH -> Health.up().build();
            case SCARCE -> Health.status(SCARCE).build();
            case FULL -> Health.outOfService().build();
        };
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("fengqiao.disk.free", disk, space ->
                        (double) (space.look().megabytes() << 20))
                .description("Room left on the disk of the data folder")
                .baseUnit("bytes")
                .register(registry);
    }
}
