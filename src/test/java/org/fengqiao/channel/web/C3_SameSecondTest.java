package org.fengqiao.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fengqiao.channel.Bridge;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** C3: messages are told apart by the id of their vendor at their bridge and by nothing else. */
@InTheHouse
class C3_SameSecondTest {

    private static final int PAIRS = Soak.times(1_000, 20_000);
    private static final int AT_ONCE = 100;

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Robots robots;

    @Autowired
    EveryRow rows;

    private static String pair(int i) {
        return BridgeRobot.message("c3-" + i + "-a", "灯又不亮了") + "," + BridgeRobot.message("c3-" + i + "-b", "三楼那盏");
    }

    private static String pairs(int from) {
        return IntStream.range(from, from + AT_ONCE)
                .mapToObj(C3_SameSecondTest::pair)
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void whatOneNeighbourSaysTwiceInASecondIsTwoMessagesAtEachOfTwoBridges() {
        for (int times = 0; times < 2; times++) {
            int bridge = robots.bridge(town.qingshi, Bridge.Opens.DESK);
            BridgeRobot robot = robots.robot(port, bridge);
            for (int from = 0; from < PAIRS; from += AT_ONCE) {
                assertThat(robot.send(pairs(from)).statusCode()).isEqualTo(200);
            }
            assertThat(rows.count("channel.message where bridge_id = ?", bridge))
                    .isEqualTo(2L * PAIRS);
            assertThat(rows.read(
                            "select count(distinct (sender_ref, said_at)) from channel.message where bridge_id = ?",
                            Long.class,
                            bridge))
                    .as("senders and seconds, else nothing was shown")
                    .isOne();
        }
        System.out.printf("C3: %,d pairs at each of two bridges, 0 lost%n", PAIRS);
    }
}
