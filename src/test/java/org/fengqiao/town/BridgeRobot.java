package org.fengqiao.town;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.fengqiao.channel.hook.StandardWebhooks;
import org.jspecify.annotations.Nullable;

/** The robot on the other side of a bridge: signs like any sender of Standard Webhooks. */
public final class BridgeRobot {

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final StandardWebhooks signatures;

    /** A robot that sends to this port over this bridge. */
    public BridgeRobot(int port, int bridge, String secret) {
        this.address = URI.create("http://127.0.0.1:" + port + "/hooks/v1/messages?bridge=" + bridge);
        this.signatures = new StandardWebhooks(List.of(secret));
    }

    /** Sends text, signed now. */
    public HttpResponse<String> send(String body) {
        return send(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes, signed now. */
    public HttpResponse<String> send(byte[] body) {
        return sendAs("msg_" + UUID.randomUUID(), Instant.now(), body, null);
    }

    /** Sends bytes signed at that time, or with that signature when there is one. */
    public HttpResponse<String> sendAs(String id, Instant at, byte[] body, @Nullable String signature) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("content-type", "application/json")
                .header(StandardWebhooks.ID, id)
                .header(StandardWebhooks.TIMESTAMP, Long.toString(at.getEpochSecond()))
                .header(StandardWebhooks.SIGNATURE, signature != null ? signature : signatures.sign(id, at, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A message as JSON. */
    public static String message(String id, String text) {
        return """
                {"id":"%s","group":"wx-7","groupName":"青石花园3号楼","sender":{"ref":"wx-u1","name":"三楼王姐"},\
                "text":"%s","sentAt":"2026-11-20T10:03:00+08:00","unknown":[1,{"a":null}]}""".formatted(id, text);
    }
}
