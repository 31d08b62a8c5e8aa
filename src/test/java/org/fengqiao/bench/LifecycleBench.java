package org.fengqiao.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Full life cycles over the API — open, take, answer, call back and close, look up, each a request of its own under its own key — on
 * houses of different size, in turn, each round bracketed by pgbench. Arguments: numbers of matters, 100000 1000000 by default.
 */
final class LifecycleBench {

    private static final int CLIENTS = Integer.getInteger("clients", 24);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("seconds", 20));
    /** Until the compiler of the virtual machine has seen enough: a house runs for weeks. */
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warmup", 60));

    private static final int PGBENCH_SECONDS = 5;

    /** As much as one step writes: a row of 200 bytes. */
    private static final String FLOOR = "insert into bench.floor (words) values (repeat('x', 200));";

    private LifecycleBench() {}

    private record Round(
            double cycles,
            double p50,
            double p95,
            double walKilobytes,
            double transactions,
            double programMillis,
            double postgresMillis,
            double floor) {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        List<Integer> sizes = arguments.length == 0
                ? List.of(100_000, 1_000_000)
                : Arrays.stream(arguments).map(Integer::valueOf).toList();
        List<RunningHouse> houses = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        List<List<Round>> rounds = new ArrayList<>();
        try {
            for (int size : sizes) {
                Path folder = FilledHouse.copyOf(size, "lifecycle-" + size);
                folders.add(folder);
                RunningHouse house = RunningHouse.start(folder);
                houses.add(house);
                rounds.add(new ArrayList<>());
                try (Connection owner = house.owner();
                        Statement sql = owner.createStatement()) {
                    sql.execute("create schema bench");
                    sql.execute(
                            "create table bench.floor (id bigint generated always as identity primary key, words text)");
                }
                cycles(house, WARM_UP);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < houses.size(); i++) {
                    rounds.get(i).add(round(houses.get(i)));
                }
            }
        } finally {
            for (RunningHouse house : houses) {
                house.close();
            }
            for (Path folder : folders) {
                Folders.delete(folder);
            }
        }
        print(sizes, rounds);
    }

    private static Round round(RunningHouse house) throws Exception {
        double before = Pgbench.perSecond(house, CLIENTS, PGBENCH_SECONDS, FLOOR);
        try (Connection owner = house.owner();
                Statement sql = owner.createStatement()) {
            double wal = number(sql, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
            double transactions = number(sql, TRANSACTIONS);
            double program = house.programMillis();
            double postgres = house.postgresMillis();
            Clients.Result result = cycles(house, ROUND);
            program = house.programMillis() - program;
            postgres = house.postgresMillis() - postgres;
            wal = number(sql, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')") - wal;
            transactions = number(sql, TRANSACTIONS) - transactions;
            double after = Pgbench.perSecond(house, CLIENTS, PGBENCH_SECONDS, FLOOR);
            int n = result.nanos().length;
            return new Round(
                    result.perSecond(),
                    result.millis(0.5),
                    result.millis(0.95),
                    wal / 1024 / n,
                    transactions / n,
                    program / n,
                    postgres / n,
                    (before + after) / 2);
        }
    }

    private static final String TRANSACTIONS =
            "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()";

    private static double number(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getDouble(1);
        }
    }

    private static Clients.Result cycles(RunningHouse house, Duration howLong) throws Exception {
        Line[] lines = new Line[CLIENTS];
        try {
            for (int c = 0; c < CLIENTS; c++) {
                lines[c] = Line.withToken(house.port(), FilledHouse.token(FilledHouse.officerOf(c)));
            }
            return Clients.run(CLIENTS, howLong, (client, n) -> cycle(lines[client]));
        } finally {
            for (Line line : lines) {
                if (line != null) {
                    line.close();
                }
            }
        }
    }

    private static void cycle(Line line) throws IOException {
        String key = UUID.randomUUID().toString();
        long id = line.post(
                        "/api/v1/matters",
                        key + "/open",
                        "{\"kind\":\"DEMAND\",\"words\":\"青石小区3号楼2单元，楼上漏水，天花板一直滴水\",\"place\":{\"words\":\"青石小区3号楼\"},\"asker\":\"王桂兰\"}")
                .expect(201)
                .number("id");
        String matter = "/api/v1/matters/" + id;
        line.post(matter + "/take", key + "/take", "{\"seen\":1}").expect(200);
        line.post(matter + "/answer", key + "/answer", "{\"words\":\"已联系楼上住户，今晚修好。\",\"seen\":2}")
                .expect(200);
        line.post(
                        matter + "/callback",
                        key + "/callback",
                        "{\"settled\":true,\"stars\":5,\"words\":\"修好了\",\"close\":true,\"seen\":3}")
                .expect(200);
        line.get(matter).expect(200);
    }

    private static void print(List<Integer> sizes, List<List<Round>> rounds) {
        System.out.printf(
                "%nLife cycles over the API: %d clients, %d rounds of %d s; medians%n%n",
                CLIENTS, ROUNDS, ROUND.toSeconds());
        System.out.println(
                "|   matters | cycles/s | (min–max) | p50 ms | p95 ms | WAL kB | transactions | CPU ms program | CPU ms PostgreSQL | pgbench/s |");
        System.out.println("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (int i = 0; i < sizes.size(); i++) {
            List<Round> all = rounds.get(i);
            System.out.printf(
                    "| %,9d | %8.0f | %4.0f–%4.0f | %6.1f | %6.1f | %6.1f | %12.1f | %14.2f | %17.2f | %9.0f |%n",
                    sizes.get(i),
                    median(all, Round::cycles),
                    all.stream().mapToDouble(Round::cycles).min().orElse(Double.NaN),
                    all.stream().mapToDouble(Round::cycles).max().orElse(Double.NaN),
                    median(all, Round::p50),
                    median(all, Round::p95),
                    median(all, Round::walKilobytes),
                    median(all, Round::transactions),
                    median(all, Round::programMillis),
                    median(all, Round::postgresMillis),
                    median(all, Round::floor));
        }
        if (sizes.size() > 1) {
            System.out.printf(
                    "%n%,d / %,d matters: %.2f (goal 0.90); first size: goal 250 cycles/s%n",
                    sizes.get(sizes.size() - 1),
                    sizes.get(0),
                    median(rounds.get(sizes.size() - 1), Round::cycles) / median(rounds.get(0), Round::cycles));
        }
    }

    private static double median(List<Round> rounds, java.util.function.ToDoubleFunction<Round> what) {
        return Clients.median(rounds.stream().mapToDouble(what).boxed().toList());
    }
}
