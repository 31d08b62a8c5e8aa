package org.fengqiao.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.ChangeBridge;
import org.fengqiao.database.Sight;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@InTheHouse
class HookTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Robots robots;

    @Autowired
    EveryRow rows;

    @Autowired
    ChangeBridge changeBridge;

    @Autowired
    JdbcClient jdbc;

    private int bridge;
    private BridgeRobot robot;

    @BeforeEach
    void aBridgeThatWaitsAtTheDesk() {
        bridge = robots.bridge(town.qingshi, Bridge.Opens.DESK);
        robot = robot();
    }

    private BridgeRobot robot() {
        return robots.robot(port, bridge);
    }

    private long count(String table) {
        return rows.count("channel." + table + " where bridge_id = ?", bridge);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aSignedMessageIsKeptBeforeTheAnswer() {
        HttpResponse<String> answer = robot.send(BridgeRobot.message("m-1", "三号楼的路灯坏了"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("state").asString()).isEqualTo("kept");
        assertThat(count("message")).isEqualTo(1);
    }

    @Test
    void aReplayGetsTheFirstAnswerAndHasNoNewEffect() {
        byte[] body = bytes(BridgeRobot.message("m-1", "三号楼的路灯坏了"));
        HttpResponse<String> first = robot.send(body);
        HttpResponse<String> again = robot.send(body);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("fengqiao-known")).contains("0");
        assertThat(again.headers().firstValue("fengqiao-known")).contains("1");
        assertThat(count("message")).isEqualTo(1);
    }

    @Test
    void anotherMessageUnderAKnownIdIsRefused() {
        robot.send(BridgeRobot.message("m-1", "三号楼的路灯坏了"));
        HttpResponse<String> other = robot.send(BridgeRobot.message("m-1", "五号楼的电梯停了"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.headers().firstValue("content-type").orElseThrow()).startsWith("application/problem+json");
        assertThat(count("message")).isEqualTo(1);
    }

    @Test
    void aForgedCallIsRefusedAndNothingIsStored() {
        byte[] body = bytes(BridgeRobot.message("m-1", "转账"));
        BridgeRobot forger = new BridgeRobot(port, bridge, "whsec_" + "A".repeat(43) + "=");
        assertThat(forger.send(body).statusCode()).isEqualTo(401);
        assertThat(robot.sendAs("msg_1", Instant.now(), body, "v1,").statusCode())
                .isEqualTo(401);
        assertThat(robot.sendAs("msg_1", Instant.now(), body, "").statusCode()).isEqualTo(401);
        assertThat(new BridgeRobot(port, 999_999_999, "whsec_" + "A".repeat(43) + "=")
                        .send(body)
                        .statusCode())
                .isEqualTo(401);
        assertThat(count("message") + count("quarantine")).isZero();
    }

    @Test
    void aStaleCallIsRefusedAndNothingIsStored() {
        byte[] body = bytes(BridgeRobot.message("m-1", "晚了一天的消息"));
        for (Duration off : List.of(Duration.ofMinutes(-6), Duration.ofDays(-1), Duration.ofMinutes(6))) {
            assertThat(robot.sendAs("msg_1", Instant.now().plus(off), body, null)
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(count("message") + count("quarantine")).isZero();
    }

    @Test
    void whatCannotBeReadGoesToQuarantineAndSaysItsNumber() {
        List<String> unreadable = List.of(
                "",
                "{",
                "null",
                "17",
                "\"words\"",
                "{}",
                "{\"id\":\"x\"}",
                "{\"id\":\"\",\"text\":\"好\"}",
                "{\"id\":\"x\",\"text\":\" \\u200b \"}",
                "{\"id\":\"x\",\"text\":{}}",
                "{\"id\":\"x\",\"text\":\"好\",\"sentAt\":\"昨天\"}",
                "{\"id\":\"x\",\"text\":\"好\",\"sentAt\":\"2026-11-20\"}",
                "{\"id\":\"x\",\"text\":\"好\",\"sentAt\":\"2026-11-20T10:03:00\"}",
                "{\"id\":\"x\",\"text\":\"好\",\"sentAt\":\"2026-02-30T10:03:00+08:00\"}",
                "{\"id\":\"x\",\"text\":\"好\",\"sentAt\":\"2016-12-31T23:59:60Z\"}",
                "{\"id\":\"" + "x".repeat(201) + "\",\"text\":\"好\"}",
                "{\"id\":\"x\",\"text\":\"" + "长".repeat(10_001) + "\"}",
                "{\"id\":\"x\",\"text\":\"好\"} trailing");
        Set<Long> numbers = new HashSet<>();
        for (String body : unreadable) {
            HttpResponse<String> answer = robot.send(body);
            assertThat(answer.statusCode()).as(body).isEqualTo(422);
            numbers.add(json(answer).get("quarantine").asLong());
            assertThat(robot.send(body).body()).as("replay").isEqualTo(answer.body());
        }
        assertThat(numbers).hasSameSizeAs(unreadable);
        assertThat(count("quarantine")).isEqualTo(unreadable.size());
        assertThat(count("message")).isZero();
    }

    @Test
    void theTimeMayBeToldWithoutSecondsAndInAnyZone() {
        for (String time : List.of("2026-11-20T10:03+08:00", "2026-11-20T02:03Z", "2026-11-20T10:03:00.000000+08:00")) {
            HttpResponse<String> answer =
                    robot.send("{\"id\":\"%1$s\",\"text\":\"好\",\"sentAt\":\"%1$s\"}".formatted(time));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        assertThat(rows.count(
                        "channel.message where bridge_id = ? and said_at = timestamptz '2026-11-20 10:03:00+08'",
                        bridge))
                .isEqualTo(3);
    }

    @Test
    void oneUnreadableMessageOfABatchDoesNotTakeItsNeighboursWithIt() {
        byte[] body = bytes("[" + BridgeRobot.message("a", "好消息一") + ",{\"id\":\"b\"}, 17 ,"
                + BridgeRobot.message("c", "好消息二") + "," + BridgeRobot.message("d", "#坏字节#") + ","
                + BridgeRobot.message("a", "同号不同文") + "," + BridgeRobot.message("a", "好消息一") + "]");
        int bad = new String(body, StandardCharsets.ISO_8859_1).indexOf('#');
        body[bad] = (byte) 0xFF;
        HttpResponse<String> answer = robot.send(body);
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> states = new ArrayList<>();
        json(answer).get("messages").forEach(one -> states.add(one.get("state").asString()));
        assertThat(states)
                .containsExactly("kept", "quarantined", "quarantined", "kept", "quarantined", "conflict", "kept");
        assertThat(json(answer).get("messages").get(4).get("reason").asString()).isEqualTo("NOT_UTF8");
        assertThat(count("message")).isEqualTo(2);
        assertThat(count("quarantine")).isEqualTo(3);
    }

    @Test
    void aBatchThatBreaksOffKeepsWhatCameBefore() {
        HttpResponse<String> answer = robot.send("[" + BridgeRobot.message("a", "好消息") + ",{\"id\":\"b\",\"te");
        List<String> states = new ArrayList<>();
        json(answer).get("messages").forEach(one -> states.add(one.get("state").asString()));
        assertThat(states).containsExactly("kept", "quarantined");
    }

    @Test
    void tooMuchAtOnceIsRefusedWhole() {
        String one = "{\"id\":\"%d\",\"text\":\"好\"}";
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 501; i++) {
            many.add(one.formatted(i));
        }
        assertThat(robot.send("[" + String.join(",", many) + "]").statusCode()).isEqualTo(413);
        assertThat(robot.send(new byte[2 * 1024 * 1024 + 1]).statusCode()).isEqualTo(413);
        assertThat(count("message") + count("quarantine")).isZero();
        assertThat(robot.send("[" + String.join(",", many.subList(0, 500)) + "]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(count("message")).isEqualTo(500);
    }

    @Test
    void theFormerSecretIsGoodWhileTheOperatorChangesIt() {
        BridgeRobot former = robot;
        Sight.HOUSE.seeing(() -> changeBridge.renewSecret(bridge));
        BridgeRobot renewed = robot();
        assertThat(former.send(BridgeRobot.message("a", "旧密钥")).statusCode()).isEqualTo(200);
        assertThat(renewed.send(BridgeRobot.message("b", "新密钥")).statusCode()).isEqualTo(200);
        Sight.HOUSE.seeing(() -> changeBridge.renewSecret(bridge));
        assertThat(robot().send(BridgeRobot.message("c", "更新的密钥")).statusCode()).isEqualTo(200);
    }

    @Test
    void r10TheSameMessageSentByFiveAtOnceIsKeptOnce() throws Exception {
        int messages = 400;
        ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        try (ExecutorService five = Executors.newFixedThreadPool(5)) {
            List<Future<?>> senders = new ArrayList<>();
            for (int sender = 0; sender < 5; sender++) {
                senders.add(five.submit(() -> {
                    for (int i = 0; i < messages; i++) {
                        HttpResponse<String> answer = robot.send(BridgeRobot.message("m-" + i, "第 " + i + " 条"));
                        assertThat(answer.statusCode()).isEqualTo(200);
                        answers.add(answer.body());
                    }
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
        assertThat(answers).hasSize(5 * messages);
        assertThat(new HashSet<>(answers)).hasSize(messages);
        assertThat(count("message")).isEqualTo(messages);
    }
}
