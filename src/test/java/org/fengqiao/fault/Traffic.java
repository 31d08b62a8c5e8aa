package org.fengqiao.fault;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.fengqiao.channel.hook.StandardWebhooks;
import org.fengqiao.fault.History.End;

/** Vendors who send without a pause, each message under an id of its own, and write down what they were told. */
final class Traffic implements AutoCloseable {

    private static final int VENDORS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final House house;
    private final History history;
    private final StandardWebhooks signatures;
    private final int bridge;
    private final AtomicLong next = new AtomicLong();
    private final List<Thread> vendors = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean going = true;

    Traffic(House house, History history, String name, int bridge) {
        this.house = house;
        this.history = history;
        this.bridge = bridge;
        this.signatures = new StandardWebhooks(List.of(house.secretOf(bridge)));
        for (int i = 0; i < VENDORS; i++) {
            vendors.add(Thread.ofPlatform().name("vendor-" + i).start(() -> {
                while (going) {
                    String id = name + "-" + next.incrementAndGet();
                    if (send(id) != End.OK) {
                        LockSupport.parkNanos(20_000_000);
                    }
                }
            }));
        }
    }

    /** Sends one message, or sends it again. */
    End send(String id) {
        byte[] body = """
                {"id":"%s","group":"wx-7","groupName":"青石花园","sender":{"ref":"u1","name":"王姐"},"text":"楼上漏水 %s"}""".formatted(id, id).getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        HttpRequest request = HttpRequest.newBuilder(house.at("/hooks/v1/messages?bridge=" + bridge))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header(StandardWebhooks.ID, id)
                .header(StandardWebhooks.TIMESTAMP, Long.toString(now.getEpochSecond()))
                .header(StandardWebhooks.SIGNATURE, signatures.sign(id, now, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        history.is(id, End.INVOKED);
        End end;
        try {
            HttpResponse<String> said = client.send(request, HttpResponse.BodyHandlers.ofString());
            int status = said.statusCode();
            end = status / 100 == 2 ? End.OK : status / 100 == 5 ? End.UNKNOWN : End.REFUSED;
            if (end == End.REFUSED) {
                System.out.println(id + " was refused: " + status + " " + said.body());
            }
        } catch (ConnectException nobodyThere) {
            end = End.FAIL;
        } catch (IOException broken) {
            end = End.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = End.UNKNOWN;
        }
        history.is(id, end);
        return end;
    }

    /** Waits until the house has acknowledged that many more. */
    void awaitMore(int more) {
        long before = history.count(End.OK);
        Until.is(
                "the house acknowledges " + more + " more",
                Duration.ofSeconds(90),
                () -> history.count(End.OK) >= before + more);
    }

    /** Lets every vendor hear the end of what was sent last. */
    void end() {
        going = false;
        for (Thread vendor : vendors) {
            try {
                vendor.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * As vendors do: sends again what nobody acknowledged, and some of what was acknowledged, under the same ids. All of it must be
     * acknowledged now.
     */
    void sendAgain(int most) {
        List<String> again = new ArrayList<>(history.that(End.UNKNOWN));
        again = new ArrayList<>(again.subList(0, Math.min(most, again.size())));
        again.addAll(history.that(End.OK).stream().limit(most).toList());
        for (String id : again) {
            if (send(id) != End.OK) {
                throw new AssertionError("Sent again, " + id + " is not acknowledged");
            }
        }
    }

    List<String> present() {
        return house.strings("select external_id from channel.message where bridge_id = " + bridge);
    }

    @Override
    public void close() {
        end();
        client.close();
    }
}
