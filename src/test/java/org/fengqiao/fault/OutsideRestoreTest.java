package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fengqiao.database.OutsidePostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way out of the PostgreSQL inside, and back: a backup of one is restored into the other, whose owner is no superuser. */
@Tag("fault")
class OutsideRestoreTest {

    @Test
    void aHouseMovesToAnOutsidePostgresAndBack() throws Exception {
        try (OutsidePostgres server = OutsidePostgres.running();
                House inside = House.fresh("moves");
                History history = new History("moves")) {
            server.ownerWithDatabase("police", "qingshi");
            Map<String, String> settings = server.settings("police", "qingshi");
            inside.start().open();
            try (Traffic traffic = new Traffic(inside, history, "MOVE", inside.bridge())) {
                traffic.awaitMore(100);
            }
            Path file = inside.data.resolveSibling("moves.zip");
            assertThat(inside.run("backup", file.toString()).code()).isZero();
            inside.stop();
            try (House outside = House.fresh("outside", settings, List.of());
                    House back = House.fresh("back")) {
                bring(inside, outside);
                House.Examined moved = outside.run("restore", file.toString());
                assertThat(moved.code()).as(moved.said()).isZero();
                String everything = "select count(*) from channel.message";
                assertThat(server.strings("qingshi", everything))
                        .containsExactly(Long.toString(history.that(History.End.OK).stream()
                                .filter(id -> id.contains("-bridge-"))
                                .count()));
                assertThat(outside.run("restore", file.toString()).said()).contains("is not empty");
                Path again = file.resolveSibling("again.zip");
                assertThat(outside.run("backup", again.toString()).said()).contains("bypassrls");
                server.sql("postgres", "alter role police bypassrls");
                House.Examined taken = outside.run("backup", again.toString());
                assertThat(taken.code()).as(taken.said()).isZero();
                outside.start().open();
                Until.is(
                        "every message is a matter",
                        Duration.ofSeconds(60),
                        () -> server.strings("qingshi", "select count(*) from channel.message where state = 'WAITING'")
                                .equals(List.of("0")));
                outside.stop();
                bring(inside, back);
                House.Examined returned = back.run("restore", again.toString());
                assertThat(returned.code()).as(returned.said()).isZero();
            }
        }
    }

    private static void bring(House from, House to) throws Exception {
        Files.createDirectories(to.data.resolve("secrets"));
        try (Stream<Path> secrets = Files.list(from.data.resolve("secrets"))) {
            for (Path secret : secrets.filter(Files::isRegularFile).toList()) {
                Files.copy(secret, to.data.resolve("secrets").resolve(secret.getFileName()));
            }
        }
    }
}
