package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.database.OutsidePostgres;
import org.fengqiao.fault.History.End;
import org.fengqiao.fault.SickNetwork.Toxic;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** R8: the network between the house and its PostgreSQL falls ill in six ways while messages come in, and gets well again. */
@Tag("fault")
@Tag("alone")
class R8_SickNetworkTest {

    private static final Duration NORMAL_WITHIN = Duration.ofSeconds(10);
    private static final int TIMES = Soak.times(1, 10);

    @Test
    void nothingIsLostEverybodyIsAskedToComeAgainAndAllIsWellSoonAfterwards() {
        Duration delay = Duration.ofMillis(Soak.times(400, 5_000));
        List<String> back = new ArrayList<>();
        try (OutsidePostgres server = OutsidePostgres.running();
                SickNetwork network = SickNetwork.before(server.url("postgres"), delay);
                House house = House.outside("r8", server, network.port());
                History history = new History("R8")) {
            house.start().open();
            try (Traffic traffic = new Traffic(house, history, "R8", house.bridge())) {
                traffic.awaitMore(100);
                int threads = house.threads();
                for (int time = 0; time < TIMES; time++) {
                    for (Toxic toxic : Toxic.values()) {
                        if (toxic != Toxic.NONE) {
                            back.add(toxic + " " + suffered(toxic, network, traffic, history));
                        }
                    }
                }
                Until.is("the threads of before", Duration.ofSeconds(70), () -> house.threads() <= threads + 4);
                assertThat(house.count("select count(*) from pg_stat_activity where application_name = 'fengqiao'"))
                        .as("connections")
                        .isLessThanOrEqualTo(2L * Runtime.getRuntime().availableProcessors() + 8);
                assertThat(
                                house.count(
                                        "select count(*) from pg_stat_activity where application_name = 'fengqiao' and xact_start < now() - interval '10 seconds'"))
                        .as("transactions nobody ends")
                        .isZero();
                traffic.end();
                assertThat(traffic.statuses()).as("503, not 500").isSubsetOf(200, 201, 302, 503);
                Ending.check("R8", house, history, traffic, "back after ms: " + back);
            }
        }
    }

    /** Lets the network be ill for a while; how many milliseconds after its recovery everything was normal again. */
    private static long suffered(Toxic toxic, SickNetwork network, Traffic traffic, History history) {
        traffic.awaitMore(20);
        long hurt = network.hurt();
        long unknown = history.count(End.UNKNOWN);
        network.become(toxic);
        SickNetwork.lasting(Duration.ofSeconds(toxic == Toxic.DOWN ? Soak.times(1, 60) : Soak.times(1, 10)));
        network.become(Toxic.NONE);
        long well = System.nanoTime();
        long acknowledged = history.count(End.OK);
        Until.is(toxic + ": all is normal again", NORMAL_WITHIN, () -> history.count(End.OK) >= acknowledged + 40);
        Hits.atLeast(hurt + 1, toxic + " touched something", network.hurt());
        if (toxic == Toxic.DOWN || toxic == Toxic.RESET || toxic == Toxic.BLACK_HOLE) {
            Until.is(toxic + " was felt", Duration.ofSeconds(10), () -> history.count(End.UNKNOWN) > unknown);
        }
        return Duration.ofNanos(System.nanoTime() - well).toMillis();
    }
}
