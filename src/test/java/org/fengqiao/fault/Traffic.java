package org.fengqiao.fault;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fengqiao.channel.hook.StandardWebhooks;
import org.fengqiao.fault.History.End;

/**
 * What comes to a busy station without a pause, each under an id of its own: vendors over a bridge, one by one and in batches, a program
 * at the API and residents at their page. All of them write down what they were told.
 */
final class Traffic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final int BATCH = 4;

    /** The code at the door of the residents' page. */
    static final String DOOR = "trafficd2r";

    /** The officer of the station. */
    static final String LOGIN = "traffic";

    static final String TOKEN = "fq_of-a-program-in-the-traffic";

    private final House house;
    private final History history;
    private final StandardWebhooks signatures;
    private final String name;
    private final int bridge;
    private final AtomicLong next = new AtomicLong();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final List<Thread> senders = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean going = true;

    Traffic(House house, History history, String name, int bridge) {
        this.house = house;
        this.history = history;
        this.name = name;
        this.bridge = bridge;
        this.signatures = new StandardWebhooks(List.of(house.secretOf(bridge)));
        letIn(house);
        sender("vendor-1", () -> send(List.of(fresh("bridge"))));
        sender("vendor-2", () -> send(List.of(fresh("bridge"))));
        sender(
                "batches",
                () -> send(Stream.generate(() -> fresh("bridge")).limit(BATCH).toList()));
        sender("program", () -> send(List.of(fresh("api"))));
        sender("residents", () -> send(List.of(fresh("page"))));
    }

    /** A group with a residents' page and an officer whose program has a token. */
    static void letIn(House house) {
        house.sql(
                "insert into groups.chat_group (unit_id, name, door) select id, '青石花园', '%s' from org.unit where code = 'QSZ' on conflict do nothing"
                        .formatted(DOOR));
        house.sql(
                "insert into org.officer (unit_id, name, role) select id, '陈晓岚', 'OFFICER' from org.unit where code = 'QSZ'");
        house.sql(
                "insert into access.credential (officer_id, login, password_hash, must_change) select max(id), '%s', '-', false from org.officer on conflict do nothing"
                        .formatted(LOGIN));
        house.sql("""
                insert into access.token (officer_id, name, hash, scopes, expires_at)
                select max(id), 'traffic', sha256('%s'), '{matters:read,matters:write}', now() + interval '1 day' from org.officer on conflict do nothing""".formatted(TOKEN));
    }

    private void sender(String who, Supplier<End> sending) {
        senders.add(Thread.ofPlatform().name(who).start(() -> {
            while (going) {
                if (sending.get() != End.OK) {
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }));
    }

    private String fresh(String door) {
        return name + "-" + door + "-" + next.incrementAndGet();
    }

    /** Sends what has these ids in one request, or sends it again; all of them belong to one door. */
    End send(List<String> ids) {
        HttpRequest request = request(ids);
        ids.forEach(id -> history.is(id, End.INVOKED));
        End end;
        try {
            HttpResponse<String> said = client.send(request, HttpResponse.BodyHandlers.ofString());
            int status = said.statusCode();
            statuses.add(status);
            end = status / 100 == 2 || status == 302 ? End.OK : status / 100 == 5 ? End.UNKNOWN : End.REFUSED;
            if (end == End.REFUSED) {
                System.out.println(ids + " was refused: " + status + " " + said.body());
            }
        } catch (ConnectException nobodyThere) {
            end = End.FAIL;
        } catch (IOException broken) {
            end = End.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = End.UNKNOWN;
        }
        for (String id : ids) {
            history.is(id, end);
        }
        return end;
    }

    private HttpRequest request(List<String> ids) {
        String first = ids.getFirst();
        if (first.startsWith(name + "-page-")) {
            return atThePage(first);
        }
        return first.startsWith(name + "-api-") ? byProgram(first) : overBridge(ids);
    }

    private HttpRequest overBridge(List<String> ids) {
        String messages = ids.stream().map("""
                {"id":"%1$s","group":"wx-7","groupName":"青石花园","sender":{"ref":"u1","name":"王姐"},"text":"楼上漏水 %1$s"}"""::formatted).collect(Collectors.joining(","));
        byte[] body = (ids.size() == 1 ? messages : "[" + messages + "]").getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        String id = ids.getFirst();
        return HttpRequest.newBuilder(house.at("/hooks/v1/messages?bridge=" + bridge))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header(StandardWebhooks.ID, id)
                .header(StandardWebhooks.TIMESTAMP, Long.toString(now.getEpochSecond()))
                .header(StandardWebhooks.SIGNATURE, signatures.sign(id, now, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpRequest byProgram(String id) {
        return HttpRequest.newBuilder(house.at("/api/v1/matters"))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + TOKEN)
                .header("idempotency-key", id)
                .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"DEMAND\",\"words\":\"楼上漏水 %s\"}".formatted(id)))
                .build();
    }

    /** The form carries a key of its own, as the page writes one into it. */
    private HttpRequest atThePage(String id) {
        String key = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, 22);
        return HttpRequest.newBuilder(house.at("/r/" + DOOR))
                .timeout(PATIENCE)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "form=" + key + "&words=" + URLEncoder.encode("楼上漏水 " + id, StandardCharsets.UTF_8)))
                .build();
    }

    /** Every status anybody was answered with so far. */
    Set<Integer> statuses() {
        return Set.copyOf(statuses);
    }

    /** Waits until the house has acknowledged that many more; where it does not, prints why. */
    void awaitMore(int more) {
        long before = history.count(End.OK);
        try {
            Until.is(
                    "the house acknowledges " + more + " more",
                    Duration.ofSeconds(90),
                    () -> history.count(End.OK) >= before + more);
        } catch (AssertionError stuck) {
            throw new AssertionError(stuck.getMessage() + "\n" + house.explained(), stuck);
        }
    }

    /** Lets every sender hear the end of what was sent last. */
    void end() {
        going = false;
        for (Thread sender : senders) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * As they all do: sends again what nobody acknowledged, and some of what was acknowledged, under the same ids. All of it must be
     * acknowledged now.
     */
    void sendAgain(int most) {
        List<String> again = new ArrayList<>(history.that(End.UNKNOWN));
        again = new ArrayList<>(again.subList(0, Math.min(most, again.size())));
        again.addAll(history.that(End.OK).stream().limit(most).toList());
        for (String id : again) {
            if (send(List.of(id)) != End.OK) {
                throw new AssertionError("Sent again, " + id + " is not acknowledged");
            }
        }
    }

    List<String> present() {
        return house.strings("""
                select external_id from channel.message where bridge_id = %d
                union all select substring(words from '[^ ]+$') from matter.matter where bridge_id is null""".formatted(bridge));
    }

    @Override
    public void close() {
        end();
        client.close();
    }
}
