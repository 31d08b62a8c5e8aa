package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.fengqiao.fault.History.End;
import org.fengqiao.town.BridgeRobot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * R18: twenty messages a second for eight hours ({@code -Dfengqiao.minutes=480}). After the first eighth the house takes no more memory
 * worth speaking of, no more threads and no more files.
 */
@Tag("fault")
@EnabledIfSystemProperty(named = "fengqiao.soak", matches = "true")
class R18_LongRunTest {

    private static final Duration LONG = Duration.ofMinutes(Integer.getInteger("fengqiao.minutes", 480));
    private static final int A_SECOND = 20;

    /** Resident kilobytes, threads and open files of the house. */
    private record Size(long kilobytes, long threads, long files) {

        static Size of(House house) throws IOException {
            Path process = Path.of("/proc", Long.toString(house.process().pid()));
            List<String> status = Files.readAllLines(process.resolve("status"));
            try (Stream<Path> files = Files.list(process.resolve("fd"))) {
                return new Size(figure(status, "VmRSS:"), figure(status, "Threads:"), files.count());
            }
        }

        private static long figure(List<String> status, String name) {
            return status.stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aHouseThatRunsLongStaysAsItIs() throws IOException {
        try (House house = House.fresh("r18").start().open();
                History history = new History("R18")) {
            int bridge = house.bridge();
            BridgeRobot robot = new BridgeRobot(house.port, bridge, house.secretOf(bridge));
            List<Size> sizes = new ArrayList<>();
            long began = System.nanoTime();
            long messages = LONG.toSeconds() * A_SECOND;
            for (long n = 0; n < messages; n++) {
                LockSupport.parkNanos(began + n * TimeUnit.SECONDS.toNanos(1) / A_SECOND - System.nanoTime());
                String id = "R18-" + n;
                history.is(id, End.INVOKED);
                history.is(
                        id,
                        robot.send(BridgeRobot.message(id, "楼道灯不亮 " + n)).statusCode() == 200 ? End.OK : End.UNKNOWN);
                if (n % Math.max(1, messages / 480) == 0) {
                    sizes.add(Size.of(house));
                }
            }
            Until.is(
                    "nothing waits",
                    Duration.ofMinutes(5),
                    () -> house.count("select count(*) from channel.message where state = 'WAITING'") == 0);
            History.Verdict verdict = history.judge(house.strings("select external_id from channel.message"));
            Size early = biggest(sizes.subList(sizes.size() / 8, sizes.size() / 4));
            Size late = biggest(sizes.subList(sizes.size() * 7 / 8, sizes.size()));
            System.out.printf(
                    "R18: %d minutes, %s; %d kB, %d threads, %d files after the first eighth, %d kB, %d threads, %d files in the last%n",
                    LONG.toMinutes(),
                    verdict,
                    early.kilobytes(),
                    early.threads(),
                    early.files(),
                    late.kilobytes(),
                    late.threads(),
                    late.files());
            assertThat(verdict.lost()).isEmpty();
            assertThat(verdict.duplicated()).isZero();
            Hits.atLeast(messages, "messages acknowledged", verdict.acknowledged());
            assertThat(late.kilobytes()).as("kB").isLessThan(early.kilobytes() * 105 / 100);
            assertThat(late.threads()).as("threads").isLessThanOrEqualTo(early.threads() + 2);
            assertThat(late.files()).as("files").isLessThanOrEqualTo(early.files() + 4);
            Ending.clean(house);
        }
    }

    private static Size biggest(List<Size> sizes) {
        return new Size(
                sizes.stream().mapToLong(Size::kilobytes).max().orElseThrow(),
                sizes.stream().mapToLong(Size::threads).max().orElseThrow(),
                sizes.stream().mapToLong(Size::files).max().orElseThrow());
    }
}
