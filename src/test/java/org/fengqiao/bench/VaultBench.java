package org.fengqiao.bench;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;
import org.fengqiao.vault.SealCost;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * P5: residents looked up by their whole phone number, over HTTP, as an officer of one of fifty stations and as a supervisor over all; how
 * long a former house takes to be sealed; and what sealing, opening and indexing one number costs. Argument: number of residents,
 * 1000000 by default.
 */
final class VaultBench {

    private static final int CLIENTS = Integer.getInteger("clients", 8);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("seconds", 5));
    private static final double GOAL = 50;

    private VaultBench() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        int size = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        SealCost.print();
        Path folder = Folders.fresh("vault-" + size);
        try {
            fill(folder, size);
            try (RunningHouse house = RunningHouse.start(folder)) {
                double seconds = house.readyAfter().toMillis() / 1000.0;
                System.out.printf(
                        "A former house of %,d residents opened sealed after %.1f s (%,.0f numbers a second)%n%n",
                        size, seconds, size / seconds);
                System.out.println("| look-up by whole number | reader | a second | p50 ms | p95 ms | goal ms | |");
                System.out.println("|---|---|--:|--:|--:|--:|---|");
                for (boolean supervisor : new boolean[] {false, true}) {
                    for (String path : new String[] {"/matters/new/caller?phone=", "/residents?q="}) {
                        measure(house, path, supervisor, size);
                    }
                }
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private static void fill(Path folder, int size) throws Exception {
        try (RunningHouse house = RunningHouse.start(folder);
                Connection owner = house.owner();
                Statement sql = owner.createStatement()) {
            owner.setAutoCommit(false);
            FilledHouse.people(sql);
            sql.execute("alter table people.resident drop constraint former_phone_stays_empty");
            try (OutputStream out = new PGCopyOutputStream(
                    owner.unwrap(PGConnection.class),
                    "copy people.resident (unit_id, name, former_phone) from stdin",
                    1 << 20)) {
                for (int i = 0; i < size; i++) {
                    out.write("%d\t住户%d\t%s%n"
                            .formatted(2 + i % FilledHouse.STATIONS, i, phone(i / FilledHouse.STATIONS))
                            .getBytes(StandardCharsets.UTF_8));
                }
            }
            sql.execute(
                    "alter table people.resident add constraint former_phone_stays_empty check (former_phone = '') not valid");
            owner.commit();
            owner.setAutoCommit(true);
            sql.execute("vacuum analyze people.resident");
        }
    }

    private static String phone(int n) {
        return "199%08d".formatted(n);
    }

    private static void measure(RunningHouse house, String path, boolean supervisor, int size) throws Exception {
        int officer = supervisor ? FilledHouse.SUPERVISOR : FilledHouse.officerOf(6);
        String cookie = Line.cookieOf(house.port(), "bench" + officer, FilledHouse.PASSWORD);
        Line[] lines = new Line[CLIENTS];
        SplittableRandom[] chance = new SplittableRandom[CLIENTS];
        for (int c = 0; c < CLIENTS; c++) {
            lines[c] = Line.withCookie(house.port(), cookie);
            chance[c] = new SplittableRandom(c);
        }
        try {
            Clients.Work work = (client, n) -> lines[client]
                    .get(path
                            + phone(chance[client].nextInt(size / FilledHouse.STATIONS))
                            + (supervisor && path.contains("caller") ? "&unit=8" : ""))
                    .expect(200);
            Clients.run(CLIENTS, ROUND, work);
            java.util.List<Double> middle = new java.util.ArrayList<>();
            java.util.List<Double> p95 = new java.util.ArrayList<>();
            java.util.List<Double> rate = new java.util.ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                Clients.Result result = Clients.run(CLIENTS, ROUND, work);
                middle.add(result.millis(0.5));
                p95.add(result.millis(0.95));
                rate.add(result.perSecond());
            }
            System.out.printf(
                    "| `%s…` | %s | %,.0f | %.1f | %.1f | %.0f | %s |%n",
                    path,
                    supervisor ? "supervisor" : "officer",
                    Clients.median(rate),
                    Clients.median(middle),
                    Clients.median(p95),
                    GOAL,
                    Clients.median(p95) <= GOAL ? "ok" : "MISSED");
        } finally {
            for (Line line : lines) {
                line.close();
            }
        }
    }
}
