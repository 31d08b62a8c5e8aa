package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R6: the calls of the house and of PostgreSQL are watched together. Before the first byte of an acknowledgement leaves, the server
 * process that took the message in has had its log written through to the disk.
 */
@Tag("fault")
class R6_AcknowledgedAfterDurableTest {

    private static final int INTAKES = Soak.times(50, 1_000);
    private static final Pattern PROCESS = Pattern.compile("^(\\d+) +");
    private static final String KEPT = "\\\"state\\\":\\\"kept\\\"";
    private static final Pattern MESSAGE = Pattern.compile("R6-bridge-(\\d+)");

    @Test
    void theLogIsOnTheDiskBeforeTheAnswerLeaves() {
        List<String> calls;
        Set<Long> servers = new HashSet<>();
        try (House house = House.fresh("r6");
                History history = new History("R6")) {
            house.start().open();
            try (Traffic traffic = new Traffic(house, history, "R6", house.bridge())) {
                traffic.awaitMore(100);
                servers.addAll(house.servers());
                List<Long> watched = new ArrayList<>(servers);
                watched.add(house.process().pid());
                try (Strace strace =
                        Strace.to(watched, "-f", "-s", "4096", "-e", "trace=fdatasync,recvfrom,write,writev,sendto")) {
                    traffic.awaitMore(4 * INTAKES);
                    servers.addAll(house.servers());
                    calls = strace.calls();
                }
                traffic.end();
            }
        }
        Seen seen = new Seen(servers);
        calls.forEach(seen::call);
        System.out.printf(
                "R6: %,d calls watched, %d intakes traced from the server process to the answer, %d made durable by their own process, %d by a neighbour's, %d answered before%n",
                calls.size(), seen.answered, seen.own, seen.answered - seen.own - seen.early.size(), seen.early.size());
        assertThat(seen.early).as("answered before the log was on the disk").isEmpty();
        Hits.atLeast(INTAKES, "intakes traced", seen.answered);
        assertThat(seen.own).as("made durable by the process that took them in").isGreaterThan(seen.answered * 9 / 10);
    }

    /** What is known at a moment of the watch. */
    private static final class Seen {

        /** A message in a server process: whose, and how many log flushes there had been, by itself and by all. */
        private record Taken(long process, int ownFlushes, int allFlushes) {}

        private final Set<Long> servers;
        private final Map<String, Taken> taken = new TreeMap<>();
        private final Set<String> done = new HashSet<>();
        private final Map<Long, Integer> flushes = new HashMap<>();
        private int allFlushes;
        private int answered;
        private int own;
        private final List<String> early = new ArrayList<>();

        Seen(Set<Long> servers) {
            this.servers = servers;
        }

        void call(String line) {
            Matcher process = PROCESS.matcher(line);
            if (!process.find()) {
                return;
            }
            long pid = Long.parseLong(process.group(1));
            if (!servers.contains(pid)) {
                if (line.contains(KEPT)) {
                    ids(line).forEach(this::answer);
                }
            } else if (line.contains("fdatasync") && line.stripTrailing().endsWith("= 0")) {
                flushes.merge(pid, 1, Integer::sum);
                allFlushes++;
            } else if (line.contains("recvfrom")) {
                ids(line).forEach(id -> taken.put(id, new Taken(pid, flushes.getOrDefault(pid, 0), allFlushes)));
            }
        }

        private void answer(String id) {
            Taken before = taken.get(id);
            if (before == null || !done.add(id)) {
                return;
            }
            answered++;
            if (flushes.getOrDefault(before.process(), 0) > before.ownFlushes()) {
                own++;
            } else if (allFlushes == before.allFlushes()) {
                early.add(id);
            }
        }

        private static List<String> ids(String line) {
            return MESSAGE.matcher(line).results().map(one -> one.group(1)).toList();
        }
    }
}
