package org.fengqiao.fault;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.Program;

/**
 * What a vendor, a resident and an officer want from the house in the life of some matters, step by step, each step under a key of its
 * own and asked for again and again until it is acknowledged.
 */
final class Errands implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final House house;
    private final int bridge;
    private final BridgeRobot robot;
    private final Program program;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Errands(House house, int bridge) {
        this.house = house;
        this.bridge = bridge;
        this.robot = new BridgeRobot(house.port, bridge, house.secretOf(bridge));
        this.program = new Program(house.port, Traffic.TOKEN);
    }

    /** A step; called until it says that it is done. An exception means not yet. */
    record Errand(String name, Callable<Boolean> done) {}

    /** The steps of one round. Two messages over the bridge, one form at the residents' page and one matter at the API become matters. */
    List<Errand> round(String name) {
        AtomicLong opened = new AtomicLong();
        AtomicLong bridged = new AtomicLong();
        List<Errand> steps = new ArrayList<>();
        steps.add(new Errand("message", () -> sent(BridgeRobot.message(name + "-m1", name + " m1"))));
        steps.add(new Errand(
                "batch",
                () -> sent("[" + BridgeRobot.message(name + "-m1", name + " m1") + ","
                        + BridgeRobot.message(name + "-m2", name + " m2") + "]")));
        steps.add(new Errand("form", () -> spoken(name + " page")));
        steps.add(new Errand("open", () -> {
            Program.Answer answer = program.postUnder(
                    name + "/open", "/api/v1/matters", "{\"kind\":\"DEMAND\",\"words\":\"" + name + " api\"}");
            opened.set(answer.status() == 201 ? answer.json().get("id").asLong() : 0);
            return answer.status() == 201;
        }));
        for (String[] step : List.of(
                new String[] {"take", "{}"},
                new String[] {"note", "{\"words\":\"看过了\"}"},
                new String[] {"answer", "{\"words\":\"今晚修好\"}"},
                new String[] {"callback", "{\"settled\":true,\"stars\":5,\"words\":\"好了\",\"close\":true}"})) {
            steps.add(new Errand(step[0], () -> stepped(name, opened.get(), step[0], step[1])));
            if (step[0].equals("note")) {
                steps.add(new Errand(
                        "photo",
                        () -> program.postPhotos(
                                                name + "/photo",
                                                "/api/v1/matters/" + opened + "/photos",
                                                List.of(picture(name)),
                                                "words",
                                                "这样")
                                        .status()
                                == 200));
            }
        }
        steps.add(new Errand("the message is a matter", () -> {
            List<String> ids = house.strings(
                    "select matter_id from channel.message where external_id = '%s-m1' and matter_id is not null"
                            .formatted(name));
            ids.forEach(id -> bridged.set(Long.parseLong(id)));
            return !ids.isEmpty();
        }));
        steps.add(new Errand("take", () -> stepped(name + "/bridged", bridged.get(), "take", "{}")));
        steps.add(
                new Errand("answer", () -> stepped(name + "/bridged", bridged.get(), "answer", "{\"words\":\"已报修\"}")));
        Instant[] since = {null};
        steps.add(new Errand("the answer has left", () -> {
            since[0] = since[0] == null ? Instant.now() : since[0];
            if (Instant.now().isAfter(since[0].plusSeconds(3))) {
                // What was cut off while it was being sent waits for two minutes; here they are over.
                house.sql("update notice.callout set due_at = now() where state = 'SENDING'");
            }
            return house.count(
                            "select count(*) from notice.callout where matter_id = %s and state in ('SENT', 'PARKED')"
                                    .formatted(bridged))
                    == 1;
        }));
        steps.add(new Errand(
                "all can be found",
                () -> house.count(
                                "select count(*) from matter.search s join matter.matter m on m.id = s.matter_id where m.words like '%s %%'"
                                        .formatted(name))
                        == 4));
        return steps;
    }

    private boolean sent(String body) {
        return robot.send(body).statusCode() == 200;
    }

    private boolean stepped(String name, long matter, String step, String body) {
        return program.postUnder(name + "/" + step, "/api/v1/matters/" + matter + "/" + step, body)
                        .status()
                == 200;
    }

    private boolean spoken(String words) throws IOException, InterruptedException {
        String key = UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, 22);
        HttpResponse<Void> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.port + "/r/" + Traffic.DOOR))
                        .timeout(PATIENCE)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "form=" + key + "&words=" + URLEncoder.encode(words, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        return answer.statusCode() == 302;
    }

    private static byte[] picture(String name) throws IOException {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(3, 3, name.hashCode() & 0xFFFFFF);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    /** The history of one round's matters as it stands in the house; whether the bridge said that it had the answer is left out. */
    List<String> historyOf(String name) {
        return house.strings("""
                select m.words || ': ' || string_agg(l.what, ' ' order by l.seq) filter (where l.what <> 'Told')
                       || ', photos ' || (select count(*) from matter.photo p where p.matter_id = m.id)
                       || ', messages ' || (select count(*) from channel.message s where s.matter_id = m.id and s.bridge_id = %d)
                       || ', callouts ' || (select count(*) from notice.callout c where c.matter_id = m.id)
                       || ', found ' || (select count(*) from matter.search s where s.matter_id = m.id)
                from matter.matter m join matter.ledger l on l.matter_id = m.id
                where m.words like '%s %%' group by m.id, m.words order by m.words""".formatted(bridge, name));
    }

    @Override
    public void close() {
        client.close();
    }
}
