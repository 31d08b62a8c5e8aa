package org.fengqiao.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.fengqiao.Fengqiao;
import org.fengqiao.access.Door;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.SignedIn;
import org.fengqiao.access.Tokens;
import org.fengqiao.channel.AddBridge;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Bridges;
import org.fengqiao.channel.hook.BridgeSecrets;
import org.fengqiao.database.Sight;
import org.fengqiao.org.AddUnit;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.Program;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real messages through the whole house: over the hook of a bridge that opens matters, each sent twice, and 500 of the matters to their
 * end over the API. Prints counts and times; leaves with 1 when a count is not what it should be.
 *
 * <p>Arguments: the folder of the data, an empty folder for the house.
 */
public final class RealMessages {

    private static final int WALKED = 500;
    private static final int BATCH = 50;
    private static final int OFFICERS = 4;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/M/d H:mm:ss");
    private static final String PASSWORD = "shi-qiao-liu-shu-9";

    private RealMessages() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0], "teddy", "hot_messages.tsv.gz");
        if (!Files.isReadable(file)) {
            System.out.println("The real messages are not here: " + file + " is missing. Nothing was measured.");
            System.exit(2);
        }
        List<String> messages = read(file);
        try (ConfigurableApplicationContext house = SpringApplication.run(
                Fengqiao.class,
                "--server.port=0",
                "--fengqiao.data=" + args[1],
                "--fengqiao.egress=public,127.0.0.0/8")) {
            System.exit(new RealMessages().drive(house, messages) ? 0 : 1);
        }
    }

    private boolean drive(ConfigurableApplicationContext house, List<String> messages) throws Exception {
        int port = java.util.Objects.requireNonNull(((WebServerApplicationContext) house).getWebServer())
                .getPort();
        int unit = Sight.HOUSE.see(() -> house.getBean(AddUnit.class).add(0, Unit.Kind.STATION, "青石派出所", "QSZ"));
        Sight.HOUSE.see(
                () -> house.getBean(GiveAccount.class).give(unit, "陈晓岚", Role.OFFICER, "", "chen", PASSWORD, false));
        SignedIn chen = house.getBean(Door.class).letIn("chen", PASSWORD).orElseThrow();
        int bridge = Sight.HOUSE.see(() -> house.getBean(AddBridge.class).add(unit, "青石留言", Bridge.Opens.MATTER, ""));
        Bridge its =
                Sight.HOUSE.see(() -> house.getBean(Bridges.class).find(bridge)).orElseThrow();
        BridgeRobot robot =
                new BridgeRobot(port, bridge, house.getBean(BridgeSecrets.class).show(its));

        Instant start = Instant.now();
        Map<String, Integer> first = send(robot, messages);
        Duration sent = Duration.between(start, Instant.now());
        start = Instant.now();
        Map<String, Integer> second = send(robot, messages);
        Duration sentAgain = Duration.between(start, Instant.now());
        long kept = count(house, "select count(*) from channel.message where bridge_id = ?", bridge);
        long quarantined = count(house, "select count(*) from channel.quarantine where bridge_id = ?", bridge);
        Instant deadline = Instant.now().plusSeconds(300);
        String waiting = "select count(*) from channel.message where bridge_id = ? and state = 'WAITING'";
        start = Instant.now();
        while (count(house, waiting, bridge) > 0 && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(50_000_000);
        }
        Duration opened = Duration.between(start, Instant.now());
        long matters = count(house, "select count(*) from matter.matter where bridge_id = ?", bridge);
        long linked = count(
                house,
                "select count(distinct matter_id) from channel.message where bridge_id = ? and state = 'MATTER'",
                bridge);
        System.out.printf("messages in the file              %6d%n", messages.size());
        System.out.printf("sent, %d a request               %6d ms   %s%n", BATCH, sent.toMillis(), first);
        System.out.printf("all sent once more                %6d ms   %s%n", sentAgain.toMillis(), second);
        System.out.printf("kept                              %6d%n", kept);
        System.out.printf("in quarantine                     %6d%n", quarantined);
        System.out.printf(
                "matters opened                    %6d      (last one %d ms after the last request)%n",
                matters, opened.toMillis());
        System.out.printf("messages with a matter of their own %4d%n", linked);

        String token = chen.sight()
                .see(() ->
                        house.getBean(Tokens.class).issue(chen, "bench", List.of("matters:read", "matters:write"), 1));
        start = Instant.now();
        int walked = walk(new Program(port, token));
        Duration took = Duration.between(start, Instant.now());
        System.out.printf(
                "walked to their end over the API  %6d      in %d ms, %.1f a second%n",
                walked, took.toMillis(), walked * 1_000.0 / Math.max(1, took.toMillis()));
        boolean right = kept == messages.size()
                && quarantined == 0
                && matters == kept
                && linked == kept
                && walked == Math.min(WALKED, matters);
        System.out.println(right ? "each kept once, each a matter: yes" : "each kept once, each a matter: NO");
        return right;
    }

    private static Map<String, Integer> send(BridgeRobot robot, List<String> messages) {
        Map<String, Integer> states = new LinkedHashMap<>();
        for (int from = 0; from < messages.size(); from += BATCH) {
            List<String> batch = messages.subList(from, Math.min(from + BATCH, messages.size()));
            HttpResponse<String> answer = robot.send("[" + String.join(",", batch) + "]");
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("HTTP " + answer.statusCode() + " " + answer.body());
            }
            for (JsonNode one : JsonMapper.shared().readTree(answer.body()).get("messages")) {
                states.merge(one.get("state").asString(), 1, Integer::sum);
            }
        }
        return states;
    }

    private static int walk(Program program) throws Exception {
        List<Long> ids = new ArrayList<>();
        String next = "";
        while (ids.size() < WALKED) {
            JsonNode page =
                    program.get("/api/v1/matters?open=true&size=100" + next).json();
            page.get("items").forEach(item -> ids.add(item.get("id").asLong()));
            JsonNode further = page.get("next");
            if (further == null || further.isNull()) {
                break;
            }
            next = "&next=" + further.asString();
        }
        List<Long> chosen = ids.subList(0, Math.min(WALKED, ids.size()));
        int closed = 0;
        try (ExecutorService officers = Executors.newFixedThreadPool(OFFICERS)) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (long id : chosen) {
                ends.add(officers.submit(() -> isWalked(program, "/api/v1/matters/" + id)));
            }
            for (Future<Boolean> end : ends) {
                closed += end.get() ? 1 : 0;
            }
        }
        return closed;
    }

    private static boolean isWalked(Program program, String matter) {
        return program.post(matter + "/take", "{}").status() == 200
                && program.post(matter + "/answer", "{\"words\":\"已转相关部门核实，三个工作日内答复您。\"}")
                                .status()
                        == 200
                && program.post(matter + "/callback", "{\"settled\":true,\"stars\":5}")
                                .status()
                        == 200
                && program.post(matter + "/close", "{}").status() == 200
                && program.get(matter).json().get("stage").asString().equals("CLOSED");
    }

    private static long count(ConfigurableApplicationContext house, String sql, int bridge) {
        Long count = Sight.HOUSE.see(() -> new TransactionTemplate(house.getBean(PlatformTransactionManager.class))
                .execute(status -> house.getBean(JdbcClient.class)
                        .sql(sql)
                        .param(bridge)
                        .query(Long.class)
                        .single()));
        return count == null ? 0 : count;
    }

    private static List<String> read(Path file) throws IOException {
        List<String> messages = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                Map<String, Object> message = new LinkedHashMap<>();
                message.put("id", fields[0]);
                message.put("sender", Map.of("ref", fields[1], "name", fields[1]));
                message.put("text", fields[2] + "\n" + fields[4]);
                message.put("sentAt", sentAt(fields[3]));
                messages.add(JsonMapper.shared().writeValueAsString(message));
            }
        }
        return messages;
    }

    private static String sentAt(String time) {
        try {
            return LocalDateTime.parse(time.replace('-', '/'), TIME)
                    .atZone(ZoneId.of("Asia/Shanghai"))
                    .toOffsetDateTime()
                    .toString();
        } catch (DateTimeParseException unreadable) {
            return "";
        }
    }
}
