package org.fengqiao.town;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.fengqiao.channel.hook.StandardWebhooks;

/** The program on the other side of a bridge, which takes answers in and fails as it is told. */
public final class Peer implements AutoCloseable {

    private final HttpServer server;
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();

    /** What it was called with. */
    public final List<Call> calls = new CopyOnWriteArrayList<>();

    /** A call as it came. */
    public record Call(String id, String timestamp, String signature, String body) {

        /** True when it is signed with this secret and fresh. */
        public boolean isSignedWith(String secret) {
            new StandardWebhooks(List.of(secret))
                    .verify(id, timestamp, signature, body.getBytes(StandardCharsets.UTF_8), Instant.now());
            return true;
        }
    }

    /** How it answers once. */
    public interface Behaviour {
        /** Answers, or does not. */
        void answer(HttpExchange exchange) throws IOException;
    }

    /** A peer at a free port of this machine; it takes everything. */
    public Peer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            calls.add(new Call(
                    exchange.getRequestHeaders().getFirst(StandardWebhooks.ID),
                    exchange.getRequestHeaders().getFirst(StandardWebhooks.TIMESTAMP),
                    exchange.getRequestHeaders().getFirst(StandardWebhooks.SIGNATURE),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Behaviour next = script.poll();
            if (next == null) {
                says(204).answer(exchange);
            } else {
                next.answer(exchange);
            }
        });
        server.start();
    }

    /** Behaves like this for the next calls, and then takes everything. */
    public void does(Behaviour... behaviours) {
        script.addAll(List.of(behaviours));
    }

    /** Answers with this status. */
    public static Behaviour says(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    /** Sends the caller elsewhere. */
    public static Behaviour sendsTo(String address) {
        return exchange -> {
            exchange.getResponseHeaders().set("location", address);
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        };
    }

    /** Takes the call in and hangs up without a word. */
    public static Behaviour hangsUp() {
        return HttpExchange::close;
    }

    /** Takes the call in and never answers. */
    public static Behaviour staysSilent() {
        return exchange -> {};
    }

    /** Where it is. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/answers";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
