package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Fault;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * R12: one message in a hundred cannot be read. All others are kept, each of the bad ones lies in quarantine with its bytes and the
 * reason, and the good ones wait no longer than without them (both are printed).
 */
@InTheHouse
@Tag("fault")
@Tag("alone")
class R12_PoisonTest {

    private static final int MESSAGES = Soak.times(1_000, 10_000);
    private static final int POISON = MESSAGES / 100;
    private static final int SENDERS = 8;

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Robots robots;

    @Autowired
    EveryRow rows;

    @Autowired
    JdbcClient jdbc;

    private record Sent(byte[] body, HttpResponse<String> answer, double millis) {}

    @Test
    void whatCannotBeReadHoldsUpNothingAndIsKeptAsItCame() throws Exception {
        Random chance = Soak.chance("R12");
        sent(aBridge(), bodies("warm", 0, chance));
        List<Sent> clean = sent(aBridge(), bodies("clean", 0, chance));
        int bridge = aBridge();
        Map<String, Fault> poison = new HashMap<>();
        List<byte[]> bodies = bodies("mixed", POISON, chance, poison);
        List<Sent> mixed = sent(bridge, bodies);

        Hits.atLeast(POISON, "bad messages met", poison.size());
        List<Double> good = new ArrayList<>();
        for (Sent one : mixed) {
            boolean bad = poison.containsKey(latin(one.body()));
            assertThat(one.answer().statusCode()).as(one.answer().body()).isEqualTo(bad ? 422 : 200);
            if (!bad) {
                good.add(one.millis());
            }
        }
        Map<String, Fault> quarantined = rows.see(() -> {
            Map<String, Fault> found = new HashMap<>();
            jdbc.sql("select raw, reason from channel.quarantine where bridge_id = ?")
                    .param(bridge)
                    .query(row -> {
                        found.put(latin(row.getBytes(1)), Fault.valueOf(row.getString(2)));
                    });
            return found;
        });
        assertThat(quarantined).isEqualTo(poison);
        assertThat(rows.count("channel.message where bridge_id = ?", bridge)).isEqualTo(MESSAGES - POISON);
        System.out.printf(
                "R12: %d sent, %d kept, %d in quarantine; p95 of the good ones %.1f ms, of a clean run %.1f ms%n",
                MESSAGES,
                MESSAGES - POISON,
                POISON,
                p95(good),
                p95(clean.stream().map(Sent::millis).toList()));
    }

    private int aBridge() {
        return robots.bridge(town.qingshi, Bridge.Opens.DESK);
    }

    private static List<byte[]> bodies(String name, int bad, Random chance) {
        return bodies(name, bad, chance, new HashMap<>());
    }

    private static List<byte[]> bodies(String name, int bad, Random chance, Map<String, Fault> poison) {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            bodies.add(BridgeRobot.message(name + "-" + i, "楼道灯不亮 " + i).getBytes(StandardCharsets.UTF_8));
        }
        while (poison.size() < bad) {
            int at = chance.nextInt(MESSAGES);
            byte[] whole = bodies.get(at);
            if (poison.containsKey(latin(whole))) {
                continue;
            }
            Fault fault = List.of(Fault.NOT_JSON, Fault.NOT_UTF8, Fault.NO_ID, Fault.NO_WORDS, Fault.NOT_A_TIME)
                    .get(poison.size() % 5);
            byte[] broken = broken(new String(whole, StandardCharsets.UTF_8), fault, at);
            bodies.set(at, broken);
            poison.put(latin(broken), fault);
        }
        return bodies;
    }

    private static byte[] broken(String message, Fault fault, int number) {
        String text = switch (fault) {
            case NOT_JSON -> message.substring(0, message.length() - 3);
            case NO_ID -> message.replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"\",\"was\":" + number);
            case NO_WORDS -> message.replaceFirst("\"text\":\"[^\"]*\"", "\"text\":\"  \"");
            case NOT_A_TIME -> message.replace("2026-11-20T10:03", "2026-13-41T10:03");
            default -> message;
        };
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (fault == Fault.NOT_UTF8) {
            bytes[text.substring(0, text.indexOf("青")).getBytes(StandardCharsets.UTF_8).length] = (byte) 0xFF;
        }
        return bytes;
    }

    private List<Sent> sent(int bridge, List<byte[]> bodies) throws Exception {
        BridgeRobot robot = robots.robot(port, bridge);
        List<Sent> all = new ArrayList<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<Sent>> under = new ArrayList<>();
            for (byte[] body : bodies) {
                under.add(senders.submit(() -> {
                    long began = System.nanoTime();
                    HttpResponse<String> answer = robot.send(body);
                    return new Sent(body, answer, (System.nanoTime() - began) / 1e6);
                }));
            }
            for (Future<Sent> one : under) {
                all.add(one.get());
            }
        }
        return all;
    }

    /** Bytes as a key of a map. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static double p95(List<Double> millis) {
        return millis.stream().sorted().toList().get((int) (millis.size() * 0.95));
    }
}
