package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * B2, the story of the restored station: at noon the machine dies and its disk is lost. By the words of the administrators' guide the
 * house comes back from the base and the archive on another disk, beside its secrets: what is missing was acknowledged in the last
 * moments only, no matter is torn, officers go on where they were, residents' links lead on, and every chain holds. It can be brought
 * back as it was at an earlier moment, too.
 */
@Tag("fault")
class B2_LostDiskTest {

    /** How long a started piece of the log may stay; a minute in real life. */
    private static final int SECONDS = Soak.times(5, 60);

    /** A resident who holds a link and the officer who took the matter. */
    private record AtNoon(Visitor resident, String link, Visitor officer, String matter) {

        static AtNoon in(House house) {
            house.sql("update access.credential set password_hash = '%s' where login = '%s'"
                    .formatted(new Argon2PasswordEncoder(16, 32, 1, 19_456, 2).encode(Town.PASSWORD), Traffic.LOGIN));
            Visitor resident = Visitor.stranger(house.port);
            String link = resident.send("/r/" + Traffic.DOOR, "form", "atnoon0atnoon0atnoon00", "words", "暖气不热，家里有老人")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow()
                    .replaceFirst("^.*/t/([0-9A-Z]{16}).*$", "/t/$1");
            String matter = house.strings("select id from matter.matter where tracking = '%s'"
                            .formatted(link.substring("/t/".length())))
                    .getFirst();
            Visitor officer = Visitor.signedIn(house.port, Traffic.LOGIN, Town.PASSWORD);
            officer.see("/matters/" + matter);
            assertThat(officer.send("/matters/" + matter + "/take", "seen", "1").statusCode())
                    .isEqualTo(302);
            return new AtNoon(resident, link, officer, matter);
        }

        void goOn() {
            assertThat(officer.see("/matters/" + matter).body())
                    .as("the page, without signing in again")
                    .contains("暖气不热，家里有老人");
            assertThat(officer.send("/matters/" + matter + "/answer", "seen", "2", "words", "已上门，今晚恢复供暖")
                            .statusCode())
                    .isEqualTo(302);
            assertThat(resident.see(link).body()).contains("已上门，今晚恢复供暖");
        }
    }

    @Test
    void onlyTheLastMomentsAreMissingAndAnEarlierMomentCanBeChosen() throws Exception {
        Path other = Files.createTempDirectory("fengqiao-other-disk");
        Path archive = other.resolve("archive");
        Map<String, String> settings =
                Map.of("FENGQIAO_ARCHIVE", archive.toString(), "FENGQIAO_ARCHIVESECONDS", Integer.toString(SECONDS));
        try (House house = House.fresh("b2", settings, List.of());
                History history = new History("B2")) {
            house.start().open();
            Path base = other.resolve("base.zip");
            Set<String> beforeBase;
            Set<String> beforeMoment;
            Set<String> beforeLoss;
            String moment;
            AtNoon noon;
            long matters;
            try (Traffic traffic = new Traffic(house, history, "B2", house.bridge())) {
                traffic.awaitMore(100);
                House.Examined taken = house.run("backup", "--base", base.toString());
                assertThat(taken.code()).as(taken.said()).isZero();
                beforeBase = Set.copyOf(history.that(End.OK));
                noon = AtNoon.in(house);
                traffic.awaitMore(100);
                beforeMoment = Set.copyOf(history.that(End.OK));
                moment = house.strings(
                                "select to_char(clock_timestamp() at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.US\"+08\"')")
                        .getFirst();
                traffic.awaitMore(100);
                beforeLoss = Set.copyOf(history.that(End.OK));
                // The archive is given its time, while traffic goes on.
                long since = System.nanoTime();
                Until.is(
                        "the time a piece may stay has passed",
                        Duration.ofSeconds(SECONDS + 30),
                        () -> System.nanoTime() - since
                                > Duration.ofSeconds(SECONDS + 3).toNanos());
                house.killPostgres();
                house.kill();
            }
            matters = history.count(End.OK);
            keepOnlySecrets(house.data);

            House.Examined latest = house.run("restore", base.toString(), archive.toString());
            assertThat(latest.code()).as(latest.said()).isZero();
            house.start().open();
            List<String> present = present(house);
            assertThat(present)
                    .as("acknowledged %d s before the disk was lost", SECONDS + 3)
                    .containsAll(beforeLoss);
            assertThat(new HashSet<>(present)).as("nothing twice").hasSameSizeAs(present);
            noon.goOn();
            Ending.clean(house);
            House.Examined verified = house.run("verify");
            assertThat(verified.code()).as(verified.said()).isZero();
            long lost = history.that(End.OK).stream()
                    .filter(id -> !present.contains(id))
                    .count();
            house.stop();
            keepOnlySecrets(house.data);

            House.Examined earlier = house.run("restore", base.toString(), archive.toString(), "--to=" + moment);
            assertThat(earlier.code()).as(earlier.said()).isZero();
            house.start().open();
            List<String> then = present(house);
            assertThat(then).containsAll(beforeMoment).hasSizeLessThan(present.size());
            Ending.clean(house);
            System.out.printf(
                    "B2: %,d acknowledged, %,d of the last %d s lost with the disk, 0 of those before; at the chosen moment %,d, at the base %,d%n",
                    matters, lost, SECONDS, then.size(), beforeBase.size());
        } finally {
            delete(other);
        }
    }

    private static List<String> present(House house) {
        return house.strings(
                "select external_id from channel.message union all select substring(words from '[^ ]+$') from matter.matter where bridge_id is null");
    }

    private static void keepOnlySecrets(Path data) throws IOException {
        try (Stream<Path> all = Files.list(data)) {
            for (Path one : all.filter(path -> !path.endsWith("secrets")).toList()) {
                delete(one);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
