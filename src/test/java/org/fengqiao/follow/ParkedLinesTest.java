package org.fengqiao.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.database.Sight;
import org.fengqiao.town.InTheHouse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Two followers of one stream: one chokes on a line, the other does not. They run beside the house's own followers. */
@InTheHouse
class ParkedLinesTest {

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    AuditTrail trail;

    private final ThreeLines stream = new ThreeLines();
    private final Reader sound = new Reader("test-sound", stream, "");
    private final Reader chokes = new Reader("test-chokes", stream, "bad");
    private Followers followers;
    private FollowerSheet sheet;
    private RetryParked retryParked;

    /** Lines of transactions long past, one of which can be made unreadable. */
    private static final class ThreeLines implements Stream<String> {
        private final List<String> lines = List.of("good", "bad", "better");
        private volatile boolean secondIsUnreadable;

        private Entry<String> read(int seq) {
            Position at = new Position("1", seq);
            if (seq == 2 && secondIsUnreadable) {
                throw new UnreadableLine(at, new IllegalStateException("written in ink of the future"));
            }
            return new Entry<>(at, lines.get(seq - 1));
        }

        @Override
        public List<Entry<String>> after(Position position, int limit) {
            int from = position.xid().equals("0") ? 1 : (int) position.seq() + 1;
            return java.util.stream.IntStream.rangeClosed(from, Math.min(lines.size(), from + limit - 1))
                    .mapToObj(this::read)
                    .toList();
        }

        @Override
        public Optional<String> at(Position position) {
            return Optional.of(read((int) position.seq()).line());
        }

        @Override
        public long lag(Position position, int bound) {
            return position.xid().equals("0") ? lines.size() : lines.size() - position.seq();
        }
    }

    private static final class Reader implements Follower<String> {
        private final String name;
        private final Stream<String> stream;
        private final Map<String, Boolean> indigestible = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<String> digested = new ConcurrentLinkedQueue<>();
        private volatile String seenBy = "";

        Reader(String name, Stream<String> stream, String indigestible) {
            this.name = name;
            this.stream = stream;
            if (!indigestible.isEmpty()) {
                this.indigestible.put(indigestible, true);
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Stream<String> stream() {
            return stream;
        }

        @Override
        public void follow(List<String> lines) {
            seenBy = Sight.current().units();
            for (String line : lines) {
                if (indigestible.containsKey(line)) {
                    throw new IllegalStateException("cannot digest \u0000 " + line);
                }
            }
            digested.addAll(lines);
        }
    }

    @BeforeEach
    void bothBeginAtTheFirstLine() {
        jdbc.sql("update follow.cursor set xid = '0', seq = 0 where follower like 'test-%'")
                .update();
        jdbc.sql("update follow.parked set settled_at = now() where follower like 'test-%' and settled_at is null")
                .update();
        followers = new Followers(those(sound, chokes), jdbc, transactions);
        sheet = new FollowerSheet(followers, jdbc);
        retryParked = new RetryParked(followers, jdbc, transactions, trail);
    }

    @AfterEach
    void stop() {
        followers.stop();
    }

    private static void await(String what, BooleanSupplier happened) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!happened.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private FollowerSheet.Row row(String name) {
        return sheet.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<FollowerSheet.Parked> parkedOf(String name) {
        return sheet.parked().stream()
                .filter(line -> line.follower().equals(name))
                .toList();
    }

    @Test
    void whoChokesOnALinePutsItAsideAndTheOthersGoOn() {
        followers.start();
        await(
                "both read to the end",
                () -> row("test-sound").lag() == 0 && row("test-chokes").lag() == 0);
        assertThat(sound.digested).containsExactly("good", "bad", "better");
        assertThat(chokes.digested).containsExactly("good", "better");
        assertThat(parkedOf("test-sound")).isEmpty();
        assertThat(parkedOf("test-chokes")).singleElement().satisfies(line -> {
            assertThat(line.reason()).isEqualTo("IllegalStateException: cannot digest  bad");
            assertThat(line.tries()).isPositive();
        });
        assertThat(row("test-chokes").parked()).isEqualTo(1);
    }

    @Test
    void aRetryAfterMendingSettlesTheLineAndOneBeforeDoesNot() {
        followers.start();
        await("parked", () -> !parkedOf("test-chokes").isEmpty());
        FollowerSheet.Parked line = parkedOf("test-chokes").get(0);
        assertThat(retryParked.retry(line.id())).isFalse();
        assertThat(parkedOf("test-chokes"))
                .singleElement()
                .satisfies(again -> assertThat(again.tries()).isEqualTo(line.tries() + 1));
        chokes.indigestible.clear();
        assertThat(retryParked.retry(line.id())).isTrue();
        assertThat(chokes.seenBy).as("the sight a retry runs with").isEqualTo("*");
        assertThat(chokes.digested).containsExactlyInAnyOrder("good", "better", "bad");
        assertThat(parkedOf("test-chokes")).isEmpty();
        assertThat(retryParked.retry(line.id())).as("settled once and for all").isFalse();
    }

    @Test
    void aLineThatCannotEvenBeReadIsPutAsideToo() {
        stream.secondIsUnreadable = true;
        followers.start();
        await(
                "both read to the end",
                () -> row("test-sound").lag() == 0 && row("test-chokes").lag() == 0);
        assertThat(sound.digested).containsExactly("good", "better");
        assertThat(parkedOf("test-sound"))
                .singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("ink of the future"));
    }

    @Test
    void aLineOfAFollowerThatIsGoneStaysParked() {
        followers.start();
        await("parked", () -> !parkedOf("test-chokes").isEmpty());
        long id = parkedOf("test-chokes").get(0).id();
        RetryParked withoutIt =
                new RetryParked(new Followers(those(sound), jdbc, transactions), jdbc, transactions, trail);
        assertThat(withoutIt.retry(id)).isFalse();
        assertThat(parkedOf("test-chokes")).hasSize(1);
    }

    private static ObjectProvider<Follower<?>> those(Follower<?>... followers) {
        return new ObjectProvider<>() {
            @Override
            public java.util.stream.Stream<Follower<?>> stream() {
                return java.util.Arrays.stream(followers);
            }

            @Override
            public java.util.stream.Stream<Follower<?>> orderedStream() {
                return stream();
            }
        };
    }
}
