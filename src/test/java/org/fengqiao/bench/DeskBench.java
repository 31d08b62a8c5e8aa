package org.fengqiao.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody at the desk waits for: counts, filtered lists and search, over HTTP, as an officer of a station and as a supervisor
 * over all fifty; each with the walls of row-level security and, in turn, without them. Argument: number of matters, 1000000 by
 * default.
 */
final class DeskBench {

    private static final int CLIENTS = Integer.getInteger("clients", 8);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("seconds", 4));
    private static final String API = "/api/v1/matters";
    private static final double LIST_GOAL = 50;
    private static final double SEARCH_GOAL = 200;

    private DeskBench() {}

    private record Question(String name, String path, double goal, boolean page) {}

    private record Asked(Question question, boolean supervisor) {
        String reader() {
            return supervisor ? "supervisor" : "officer";
        }
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        int size = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        Path folder = FilledHouse.copyOf(size, "desk-" + size);
        Map<Asked, List<Double>> walled = new LinkedHashMap<>();
        Map<Asked, List<Double>> middle = new LinkedHashMap<>();
        Map<Asked, List<Double>> open = new LinkedHashMap<>();
        List<Asked> all = new ArrayList<>();
        for (Question question : questions()) {
            all.add(new Asked(question, false));
            all.add(new Asked(question, true));
        }
        try (RunningHouse house = RunningHouse.start(folder)) {
            for (Asked one : all) {
                measure(house, one, ROUND.dividedBy(2));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Asked one : all) {
                    Clients.Result result = measure(house, one, ROUND);
                    walled.computeIfAbsent(one, key -> new ArrayList<>()).add(result.millis(0.95));
                    middle.computeIfAbsent(one, key -> new ArrayList<>()).add(result.millis(0.5));
                }
                walls(house, false);
                for (Asked one : all) {
                    measure(house, one, Duration.ofMillis(300));
                    open.computeIfAbsent(one, key -> new ArrayList<>())
                            .add(measure(house, one, ROUND).millis(0.5));
                }
                walls(house, true);
            }
        } finally {
            Folders.delete(folder);
        }
        print(size, all, walled, middle, open);
    }

    private static List<Question> questions() {
        return List.of(
                new Question("counts", API + "/counts", LIST_GOAL, false),
                new Question("open, two stages", API + "?open=true&stage=RECEIVED,HANDLING&size=50", LIST_GOAL, false),
                new Question("open, one kind", API + "?open=true&kind=DISPUTE&size=50", LIST_GOAL, false),
                new Question("all, newest", API + "?size=50", LIST_GOAL, false),
                new Question("page: desk", "/", LIST_GOAL, true),
                new Question("page: list", "/matters", LIST_GOAL, true),
                search("rare words", "海棠树倒伏"),
                search("middle words", "天花板一直滴水"),
                search("very common words", "麻烦尽快看一下"),
                search("one character", "楼"),
                search("two words", "柳树巷 装修"),
                search("name", "王桂兰"),
                search("part of a number", "BS07-0012"),
                search("part of a plate", "冀J12"),
                search("phone number", "19900001234"),
                search("nothing", "鲸鱼搁浅"));
    }

    private static Question search(String name, String words) {
        return new Question(
                "search: " + name,
                API + "?words=" + URLEncoder.encode(words, StandardCharsets.UTF_8),
                SEARCH_GOAL,
                false);
    }

    private static Clients.Result measure(RunningHouse house, Asked asked, Duration howLong) throws Exception {
        int officer = asked.supervisor() ? FilledHouse.SUPERVISOR : FilledHouse.officerOf(6);
        Line[] lines = new Line[CLIENTS];
        try {
            String cookie =
                    asked.question().page() ? Line.cookieOf(house.port(), "bench" + officer, FilledHouse.PASSWORD) : "";
            for (int c = 0; c < CLIENTS; c++) {
                lines[c] = asked.question().page()
                        ? Line.withCookie(house.port(), cookie)
                        : Line.withToken(house.port(), FilledHouse.token(officer));
            }
            return Clients.run(
                    CLIENTS,
                    howLong,
                    (client, n) -> lines[client].get(asked.question().path()).expect(200));
        } finally {
            for (Line line : lines) {
                if (line != null) {
                    line.close();
                }
            }
        }
    }

    /** Lets the role of the program pass the walls, or not; new connections, so that no plan of before is used. */
    private static void walls(RunningHouse house, boolean up) throws Exception {
        try (Connection owner = house.owner();
                Statement sql = owner.createStatement()) {
            sql.execute("alter role fengqiao_app " + (up ? "nobypassrls" : "bypassrls"));
            sql.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'fengqiao_app'");
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (Line line = Line.withToken(house.port(), FilledHouse.token(FilledHouse.SUPERVISOR))) {
            int good = 0;
            while (good < 50) {
                good = line.get(API + "/counts").status() == 200 ? good + 1 : 0;
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the house did not come back");
                }
            }
        }
    }

    private static void print(
            int size,
            List<Asked> all,
            Map<Asked, List<Double>> walled,
            Map<Asked, List<Double>> middle,
            Map<Asked, List<Double>> open) {
        System.out.printf(
                "%nThe desk at %,d matters, %d clients, medians of %d rounds of %d s%n%n",
                size, CLIENTS, ROUNDS, ROUND.toSeconds());
        System.out.println("| question | reader | p50 ms | p95 ms | goal ms | | p50 without walls | cost of walls |");
        System.out.println("|---|---|--:|--:|--:|---|--:|--:|");
        double with = 0;
        double without = 0;
        for (Asked one : all) {
            double p95 = Clients.median(walled.getOrDefault(one, List.of()));
            double p50 = Clients.median(middle.getOrDefault(one, List.of()));
            double bare = Clients.median(open.getOrDefault(one, List.of()));
            with += p50;
            without += bare;
            System.out.printf(
                    "| %s | %s | %.1f | %.1f | %.0f | %s | %.1f | %+.0f %% |%n",
                    one.question().name(),
                    one.reader(),
                    p50,
                    p95,
                    one.question().goal(),
                    p95 <= one.question().goal() ? "ok" : "MISSED",
                    bare,
                    (p50 / bare - 1) * 100);
        }
        System.out.printf(
                "%nCost of row-level security over all questions: %+.0f %% (goal 30 %%)%n", (with / without - 1) * 100);
    }
}
