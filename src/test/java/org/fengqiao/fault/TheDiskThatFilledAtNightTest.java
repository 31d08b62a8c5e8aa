package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A story: at night somebody's copies fill the disk of the machine in Qingshi. Water comes through a ceiling at three; the bridge brings
 * the message and is asked to come again. At seven the administrator sees why, makes room, and does nothing else.
 */
@Tag("fault")
class TheDiskThatFilledAtNightTest {

    @Test
    void theMessageOfThreeInTheMorningIsThereOnceAtSeven() {
        try (House house = House.fresh("night");
                SmallDisk disk = SmallDisk.at(house.data, 600);
                History history = new History("night")) {
            house.start().open();
            Visitor he = Visitor.firstSignedIn(house.port, "admin", house.firstPassword());
            try (Traffic bridge = new Traffic(house, history, "NIGHT", house.bridge())) {
                bridge.awaitMore(20);
                bridge.end();
                List<String> ceiling = List.of("NIGHT-bridge-ceiling");

                disk.fill();
                assertThat(bridge.send(ceiling))
                        .as("the bridge is asked to come again")
                        .isEqualTo(End.UNKNOWN);
                assertThat(bridge.statuses()).contains(503).doesNotContain(500);

                assertThat(Visitor.stranger(house.port)
                                .see("/r/" + Traffic.DOOR, "Accept-Language", "zh-CN")
                                .body())
                        .as("a resident is told before typing")
                        .contains("系统暂时不能接收新内容");
                assertThat(he.see("/units", "Accept-Language", "zh-CN").body())
                        .as("what was there can be read")
                        .contains("青石派出所", "磁盘已满，暂时只能查看", "怎么办");
                assertThat(he.see("/followers", "Accept-Language", "zh-CN").body())
                        .contains("不用重启");

                disk.free();
                Until.is(
                        "the bridge, which comes again and again, is heard",
                        Duration.ofSeconds(60),
                        () -> bridge.send(ceiling) == End.OK);
                assertThat(bridge.send(ceiling)).as("and once more, to be sure").isEqualTo(End.OK);
                Until.is(
                        "it is a matter",
                        Duration.ofSeconds(30),
                        () -> house.count("select count(*) from matter.matter where words like '%ceiling'") == 1);
                assertThat(house.count(
                                "select count(*) from channel.message where external_id = 'NIGHT-bridge-ceiling'"))
                        .isEqualTo(1);
                assertThat(he.see("/units", "Accept-Language", "zh-CN").body()).doesNotContain("磁盘已满");
                assertThat(history.judge(bridge.present()).lost()).isEmpty();
            } finally {
                if (house.isAlive()) {
                    house.stop();
                }
            }
        }
    }
}
