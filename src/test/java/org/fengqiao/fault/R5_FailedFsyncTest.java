package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R5: the disk says that it could not keep the log ({@code fdatasync} fails). PostgreSQL panics rather than believe a second try, nothing
 * is acknowledged on the strength of it, and after recovery all that was acknowledged is there.
 */
@Tag("fault")
class R5_FailedFsyncTest {

    private static final int INJECTIONS = Soak.times(3, 20);

    @Test
    void postgresPanicsNothingIsAcknowledgedAndNothingIsLost() {
        int felt = 0;
        try (House house = House.fresh("r5");
                History history = new History("R5")) {
            house.start().open();
            try (Traffic traffic = new Traffic(house, history, "R5", house.bridge())) {
                for (int injection = 1; injection <= INJECTIONS; injection++) {
                    traffic.awaitMore(20);
                    long unknown = history.count(End.UNKNOWN);
                    int panics = panics(house);
                    List<Long> servers = house.servers();
                    // The postmaster itself is left alone: what it starts afterwards must be able to recover.
                    try (Strace strace = Strace.to(
                            servers.subList(1, servers.size()),
                            "-e",
                            "trace=fdatasync",
                            "-e",
                            "inject=fdatasync:error=EIO")) {
                        Until.is("PostgreSQL panics", Duration.ofSeconds(30), () -> panics(house) > panics);
                    }
                    felt += Until.becomes(Duration.ofSeconds(10), () -> history.count(End.UNKNOWN) > unknown) ? 1 : 0;
                    traffic.awaitMore(1);
                }
                traffic.awaitMore(20);
                traffic.end();
                assertThat(traffic.statuses()).as("503, not 500").isSubsetOf(200, 201, 302, 503);
                Ending.check(
                        "R5",
                        house,
                        history,
                        traffic,
                        "%d failed fdatasync, work in flight at %d".formatted(INJECTIONS, felt));
                Hits.atLeast(INJECTIONS / 2 + 1, "failures that hit work in flight", felt);
            }
        }
    }

    private static int panics(House house) {
        return house.serverSaid().split("PANIC: +could not fdatasync", -1).length;
    }
}
