package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Pictures;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R7: the disk of the house is filled to the last byte while messages come in, then its PostgreSQL is made to fall over it as well, then
 * there is room again. The disk of the photos likewise.
 */
@Tag("fault")
class R7_FullDiskTest {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final String ONLY_SHOWS = "磁盘已满，暂时只能查看";

    private Visitor admin = Visitor.stranger(0);

    @Test
    void nothingIsAcknowledgedWhileItIsFullAndTheHouseGoesOnByItself() {
        int rounds = Soak.times(1, 10);
        int fallen = 0;
        List<Long> back = new ArrayList<>();
        List<String> acknowledged = new ArrayList<>();
        int watched = House.freePort();
        try (House house = House.fresh("r7", Map.of("FENGQIAO_MANAGEMENT_PORT", Integer.toString(watched)), List.of());
                SmallDisk disk = SmallDisk.at(house.data, 700);
                SmallDisk photos = SmallDisk.at(house.data.resolve("files"), 200);
                History history = new History("R7")) {
            house.start().open();
            admin = signedIn(house);
            try (Traffic traffic = new Traffic(house, history, "R7", house.bridge())) {
                for (int round = 0; round < rounds; round++) {
                    traffic.awaitMore(20);
                    assertThat(running()).contains("空间不多了").doesNotContain(ONLY_SHOWS);
                    assertThat(health(watched)).isEqualTo("200 SCARCE");
                    disk.fill();
                    refuses(history, traffic);
                    assertThat(health(watched)).isEqualTo("503 OUT_OF_SERVICE");
                    assertThat(running()).contains(ONLY_SHOWS, "不要动数据目录里的文件");
                    resident(house, 503, "磁盘已满");
                    fallen += fallOver(house) ? 1 : 0;
                    refuses(history, traffic);
                    resident(house, 503, "磁盘已满");
                    disk.free();
                    back.add(acknowledgesAgain(traffic));
                    assertThat(running()).doesNotContain(ONLY_SHOWS);

                    photos.fill();
                    refuses(history, traffic);
                    assertThat(running()).contains(ONLY_SHOWS);
                    resident(house, 503, "磁盘已满");
                    photos.free();
                    back.add(acknowledgesAgain(traffic));
                    acknowledged.add(residentWithPhoto(house, round));
                }
                traffic.awaitMore(150);
                traffic.end();
                acknowledged.forEach(id -> history.is(id, End.OK));
                assertThat(traffic.statuses()).as("503, not 500").isSubsetOf(200, 201, 302, 503);
                Ending.check(
                        "R7",
                        house,
                        history,
                        traffic,
                        "full %d times, PostgreSQL fell over it %d times, back after %s ms"
                                .formatted(2 * rounds, fallen, back));
                Hits.atLeast(rounds, "falls of PostgreSQL", fallen);
            } finally {
                if (house.isAlive()) {
                    house.stop();
                }
            }
        }
    }

    private static Visitor signedIn(House house) {
        return Visitor.firstSignedIn(house.port, "admin", house.firstPassword());
    }

    private static String health(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> said = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return said.statusCode() + " " + said.body().replaceAll("(?s).*\"status\" *: *\"([A-Z_]+)\".*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String running() {
        return admin.see("/followers", "Accept-Language", "zh-CN").body();
    }

    /** What was under way has ended; since then everybody has asked again and nobody was told that anything is kept. */
    private static void refuses(History history, Traffic traffic) {
        Set<String> underWay = history.that(End.INVOKED);
        Until.is(
                "what was under way has come to its end",
                Duration.ofSeconds(60),
                () -> Collections.disjoint(underWay, history.that(End.INVOKED)));
        long since = history.count(End.UNKNOWN);
        long acknowledged = history.count(End.OK);
        Until.is(
                "everybody is refused again and again",
                Duration.ofSeconds(60),
                () -> history.count(End.UNKNOWN) > since + 60);
        assertThat(history.count(End.OK))
                .as("acknowledged while the disk is full")
                .isEqualTo(acknowledged);
        assertThat(traffic.statuses()).contains(503);
    }

    private static void resident(House house, int status, String words) {
        Visitor.Answer answer = Visitor.stranger(house.port)
                .ask(
                        "POST",
                        "/r/" + Traffic.DOOR,
                        "application/x-www-form-urlencoded",
                        "form=refusedrefusedrefused1&words=R7",
                        "Accept-Language",
                        "zh-CN");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words);
    }

    private static String residentWithPhoto(House house, int round) {
        String id = "R7-with-photo-" + round;
        assertThat(Visitor.stranger(house.port)
                        .sendFiles(
                                "/r/" + Traffic.DOOR,
                                "photos",
                                List.of(Pictures.of(64, 64, round)),
                                "form",
                                "photophotophotophoto0" + round,
                                "words",
                                "水管爆了 " + id)
                        .statusCode())
                .isEqualTo(302);
        return id;
    }

    /** Has PostgreSQL write log until it finds no room for it; whether it fell. */
    private static boolean fallOver(House house) {
        try (Connection owner = house.asOwner();
                Statement sql = owner.createStatement()) {
            for (int i = 0; i < 100; i++) {
                sql.execute("select pg_logical_emit_message(false, 'r7', repeat('x', 8000000))");
            }
            return false;
        } catch (SQLException fell) {
            return String.valueOf(fell.getMessage()).contains("PANIC")
                    || !String.valueOf(fell.getSQLState()).startsWith("53");
        } catch (IndexOutOfBoundsException fallenAlready) {
            return true;
        }
    }

    private static long acknowledgesAgain(Traffic traffic) {
        long at = System.nanoTime();
        traffic.awaitMore(5);
        Duration took = Duration.ofNanos(System.nanoTime() - at);
        assertThat(took).isLessThan(READY_WITHIN);
        return took.toMillis();
    }
}
