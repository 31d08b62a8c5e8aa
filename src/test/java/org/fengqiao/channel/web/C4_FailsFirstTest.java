package org.fengqiao.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fengqiao.channel.Bridge;
import org.fengqiao.database.AnyRow;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** C4: what could not be kept at the first try is kept at the second, under the same id. */
@InTheHouse
class C4_FailsFirstTest {

    private static final int BATCHES = 20;
    private static final int AT_ONCE = 50;

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Robots robots;

    @Autowired
    EveryRow rows;

    @Autowired
    ApplicationContext house;

    private static String batch(int number) {
        return IntStream.range(0, AT_ONCE)
                .mapToObj(i -> BridgeRobot.message("c4-" + number + "-" + i, "楼道堵了"))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<Integer> sent(BridgeRobot robot) {
        List<Integer> answers = new ArrayList<>();
        for (int number = 0; number < BATCHES; number++) {
            HttpResponse<String> answer = robot.send(batch(number));
            answers.add(answer.statusCode());
        }
        return answers;
    }

    @Test
    void theSenderIsToldToComeAgainAndIsHeardThen() {
        int bridge = robots.bridge(town.qingshi, Bridge.Opens.DESK);
        BridgeRobot robot = robots.robot(port, bridge);
        String kept = "channel.message where bridge_id = ?";
        AnyRow any = AnyRow.in(house);
        any.script("""
                create function channel.full_disk() returns trigger language plpgsql as $$
                begin
                    raise exception 'no space left on device' using errcode = '53100';
                end $$""");
        any.script(
                "create trigger full_disk before insert on channel.message for each row when (new.bridge_id = %d) execute function channel.full_disk()"
                        .formatted(bridge));
        try {
            assertThat(sent(robot)).containsOnly(503);
            assertThat(rows.count(kept, bridge)).isZero();
        } finally {
            any.script("drop function channel.full_disk() cascade");
        }
        assertThat(sent(robot)).containsOnly(200);
        assertThat(rows.count(kept, bridge)).isEqualTo(BATCHES * AT_ONCE);
        assertThat(sent(robot)).containsOnly(200);
        assertThat(rows.count(kept, bridge)).as("sent a third time").isEqualTo(BATCHES * AT_ONCE);
    }
}
