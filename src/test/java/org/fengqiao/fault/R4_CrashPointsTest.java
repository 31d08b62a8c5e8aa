package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.fengqiao.town.Peer;
import org.fengqiao.town.Soak;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R4: the house ends just before and just after every single step between the first byte of a message and the receipt of its answer.
 * The list of steps is written by the code itself while two rounds of errands pass through it (see {@link CrashPoints}). After
 * every end the errands go on where nobody had acknowledged them. In the end each round has the same history as the one nothing
 * happened to.
 */
@Tag("fault")
@SuppressWarnings("NullAway.Init") // The one test begins by making them.
class R4_CrashPointsTest {

    private static final int IN_A_BUILD = 2;
    private static final int ROUNDS_TO_REACH_IT = 3;
    private static final int LEAST_STEPS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Path folder;
    private House house;
    private Errands errands;

    /** The step the running house ends at; null for none. */
    private @Nullable String armed;

    private final Deque<String> ahead = new ArrayDeque<>();
    private final List<String> ended = new ArrayList<>();
    private final List<String> notReached = new ArrayList<>();

    /** What is done once in the life of a house, or so seldom that the second round did without. */
    private final TreeSet<String> onlyAtFirst = new TreeSet<>();

    private int rounds;
    private int roundsWithThis;

    @Test
    void nothingIsLostOrDoubledWhereverTheHouseEnds() throws IOException {
        try (Peer peer = new Peer();
                House underTest = House.fresh(
                        "r4", Map.of("FENGQIAO_EGRESS", "127.0.0.1", "FENGQIAO_EGRESS_PORTS", ""), List.of())) {
            house = underTest;
            folder = Objects.requireNonNull(house.data.getParent());
            armed(null);
            house.start().open();
            int bridge = house.bridge();
            house.sql("update channel.bridge set answer_url = '%s'".formatted(peer.address()));
            Traffic.letIn(house);
            try (Errands all = new Errands(house, bridge)) {
                errands = all;
                Files.createFile(folder.resolve("when"));
                List<String> steps = chosen();
                ahead.addAll(steps);
                goOn();
                while (armed != null) {
                    round();
                    if (++roundsWithThis == ROUNDS_TO_REACH_IT && armed != null) {
                        notReached.add(armed);
                        house.kill();
                        goOn();
                    }
                }
                judge(steps, peer);
            }
        }
    }

    /** All sides of all steps, or some of them by chance. */
    private List<String> chosen() throws IOException {
        TreeSet<String> seen = seenInARound();
        onlyAtFirst.addAll(seen);
        TreeSet<String> again = seenInARound();
        onlyAtFirst.removeAll(again);
        seen.addAll(again);
        long steps = seen.stream()
                .map(one -> one.substring(one.indexOf(' ') + 1))
                .distinct()
                .count();
        System.out.printf(
                "R4: %d steps found, %d sides, %d of them at first only%n", steps, seen.size(), onlyAtFirst.size());
        Hits.atLeast(LEAST_STEPS, "steps found in the code", steps);
        List<String> chosen = new ArrayList<>(seen);
        Collections.shuffle(chosen, Soak.chance("R4"));
        return chosen.subList(0, Math.min(chosen.size(), Soak.rounds(IN_A_BUILD, Integer.MAX_VALUE)));
    }

    private TreeSet<String> seenInARound() throws IOException {
        round();
        TreeSet<String> seen = new TreeSet<>(Files.readAllLines(folder.resolve("seen")));
        Files.delete(folder.resolve("seen"));
        return seen;
    }

    private void round() {
        String name = "r4-" + ++rounds;
        for (Errands.Errand errand : errands.round(name)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!done(errand)) {
                if (!house.isAlive()) {
                    assertThat(house.process().exitValue()).as(house.said()).isEqualTo(CrashPoints.ENDED);
                    ended.add(Objects.requireNonNull(armed));
                    goOn();
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Not done in round " + name + ": " + errand.name()
                            + "; the house ended at " + ended + "\n" + house.explained());
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static boolean done(Errands.Errand errand) {
        try {
            return errand.done().call();
        } catch (Exception notYet) {
            return false;
        }
    }

    /** Opens the house again, to end at the next step. */
    private void goOn() {
        if (house.isAlive()) {
            house.kill();
        }
        folder.resolve("when").toFile().delete();
        // What is written once a minute is written again now.
        house.sql("update access.token set used_at = null");
        armed(ahead.poll());
        house.start().open();
        folder.resolve("when").toFile().mkdir();
        roundsWithThis = 0;
    }

    private void armed(@Nullable String step) {
        armed = step;
        List<String> options = new ArrayList<>(List.of(
                "-javaagent:" + agent(),
                "-XX:+EnableDynamicAgentLoading",
                "-D" + CrashPoints.SEEN + "=" + folder.resolve("seen"),
                "-D" + CrashPoints.WHEN + "=" + folder.resolve("when")));
        if (step != null) {
            options.add("-D" + CrashPoints.AT + "=" + step);
        }
        house.under(options);
    }

    private static Path agent() {
        Path jar = Path.of("target", "crash-points.jar").toAbsolutePath();
        if (!Files.exists(jar)) {
            try {
                Path manifest = Files.writeString(
                        Path.of("target", "crash-points.manifest"),
                        "Premain-Class: " + CrashPoints.class.getName() + "\n");
                String classes = CrashPoints.class.getPackageName().replace('.', '/') + "/CrashPoints";
                int made = ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--create",
                                "--file",
                                jar.toString(),
                                "--manifest",
                                manifest.toString(),
                                "-C",
                                "target/test-classes",
                                classes + ".class",
                                "-C",
                                "target/test-classes",
                                classes + "$Step.class");
                assertThat(made).isZero();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            jar.toFile().deleteOnExit();
        }
        return jar;
    }

    private void judge(List<String> steps, Peer peer) {
        List<String> whole = errands.historyOf("r4-1");
        assertThat(whole).as("the matters of a round").hasSize(4);
        Map<String, List<String>> other = new TreeMap<>();
        for (int round = 2; round <= rounds; round++) {
            String name = "r4-" + round;
            List<String> is = errands.historyOf(name).stream()
                    .map(line -> line.replace(name + " ", "r4-1 "))
                    .toList();
            if (!is.equals(whole)) {
                other.put(name, is);
            }
        }
        Map<String, Long> calls =
                peer.calls.stream().collect(Collectors.groupingBy(Peer.Call::id, HashMap::new, Collectors.counting()));
        long twice = calls.values().stream().filter(times -> times > 1).count();
        long sent = house.count("select count(*) from notice.callout where state = 'SENT'");
        long parked = house.count("select count(*) from notice.callout where state = 'PARKED'");
        System.out.printf(
                "R4: the house ended at %d of %d sides of steps, %d rounds of 16 errands, the same history in %d of them; %d answers sent, %d parked because nobody knows, %d called out twice; not reached %s%n",
                ended.size(), steps.size(), rounds, rounds - other.size(), sent, parked, twice, notReached);
        assertThat(other).as("rounds with another history than %s", whole).isEmpty();
        assertThat(twice).as("answers called out twice").isZero();
        assertThat(sent + parked).as("answers settled").isEqualTo(rounds);
        assertThat(sent).as("answers the peer has").isLessThanOrEqualTo(calls.size());
        assertThat(house.count("select count(*) from channel.message")).isEqualTo(2L * rounds);
        assertThat(house.count("select count(*) from matter.matter")).isEqualTo(4L * rounds);
        assertThat(house.strings("select reason from follow.parked where settled_at is null"))
                .isEmpty();
        assertThat(onlyAtFirst).as("steps that were never reached again").containsAll(notReached);
        assertThat(ended.size() + notReached.size())
                .as("steps the house ended at")
                .isEqualTo(steps.size());
        house.stop();
        house.under(List.of());
        Ending.clean(house);
    }
}
