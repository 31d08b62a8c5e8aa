package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R2: what a killed server leaves behind does not keep the next one away. A child that was born while the others were being killed may
 * wait for ever for a lock one of them held; and while nobody is at the port, another program may take it.
 */
@Tag("fault")
class R2_WhatIsLeftBehindTest {

    private static final Duration BACK = Duration.ofSeconds(30);

    @Test
    void neitherAChildThatOutlivesItNorAProgramAtItsPortKeepsTheServerAway() throws IOException {
        try (House house = House.fresh("left");
                History history = new History("R2-left")) {
            house.start().open();
            try (Traffic traffic = new Traffic(house, history, "left", house.bridge())) {
                traffic.awaitMore(20);
                long before = house.postmaster();
                long[] all = house.postgresPids();
                long survivor = all[all.length - 1];
                House.signal("STOP", survivor);
                House.signal("KILL", Arrays.copyOf(all, all.length - 1));
                Until.is("another server runs", BACK, () -> house.postmaster() != before && house.postmaster() != 0);
                Hits.atLeast(
                        1, "children that outlived their server", house.said().split("is still there").length - 1);
                assertThat(house.isOfPostgres(survivor)).as("the one left over").isFalse();
                traffic.awaitMore(20);

                int port = house.postgresPort();
                try (ServerSocket stranger = atThePortOf(house, traffic)) {
                    traffic.awaitMore(20);
                    assertThat(stranger.getLocalPort()).isEqualTo(port);
                    assertThat(house.postgresPort()).isNotEqualTo(port);
                }
                traffic.end();
                Ending.check("R2", house, history, traffic, "a child that outlived its server, a stranger at its port");
            }
        }
    }

    /** Kills the server until the stranger is at its port sooner than the next server. */
    private static ServerSocket atThePortOf(House house, Traffic traffic) throws IOException {
        int port = house.postgresPort();
        for (int tried = 0; tried < 10; tried++) {
            House.signal("KILL", house.postgresPids());
            ServerSocket taken = taken(port);
            if (taken != null) {
                return taken;
            }
            traffic.awaitMore(20);
        }
        throw new AssertionError("The port was never free");
    }

    private static @Nullable ServerSocket taken(int port) throws IOException {
        long deadline = System.nanoTime() + 80_000_000;
        while (System.nanoTime() < deadline) {
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (java.net.BindException stillThere) {
                Thread.onSpinWait();
            }
        }
        return null;
    }
}
