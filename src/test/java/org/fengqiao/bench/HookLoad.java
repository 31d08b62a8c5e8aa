package org.fengqiao.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.fengqiao.channel.hook.StandardWebhooks;

/**
 * Sends signed messages as fast as a number of clients get them answered, over connections that stay open, from one thread. Writing and
 * signing is the senders' work and done on their machines, so the requests are made before the clock starts: what is measured is taking
 * them in. The ids of one request follow each other, as those of vendors do and those of the floor. Prints one line: messages a second,
 * median and 99th percentile of the answer time in milliseconds, refused requests.
 *
 * <p>Arguments: port, bridge, secret, clients, messages a request, seconds.
 */
public final class HookLoad {

    private static final String MESSAGE =
            "{\"id\":\"????????????????\",\"group\":\"wx-7\",\"groupName\":\"青石花园3号楼\",\"sender\":{\"ref\":\"wx-u1\",\"name\":\"三楼王姐\"},"
                    + "\"text\":\"三号楼二单元楼道灯坏了三天，老人晚上上下楼看不见，请帮忙催一下物业尽快来修\",\"sentAt\":\"2026-11-20T10:03:00+08:00\"}";
    private static final int ID_AT = MESSAGE.indexOf('?');
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_PREPARED_BYTES = 600_000_000;
    private static final int MOST_MESSAGES_A_SECOND = 40_000;

    private final String head;
    private final StandardWebhooks signatures;
    private final byte[] body;
    private final int[] ids;
    private final int batch;
    private ByteBuffer prepared = ByteBuffer.allocate(0);
    private long signed;

    private HookLoad(int bridge, String secret, int batch) {
        this.signatures = new StandardWebhooks(List.of(secret));
        this.batch = batch;
        byte[] one = MESSAGE.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(batch * (one.length + 1) + 2);
        this.ids = new int[batch];
        for (int i = 0; i < batch; i++) {
            if (batch > 1) {
                all.put((byte) (i == 0 ? '[' : ','));
            }
            ids[i] = all.position() + ID_AT;
            all.put(one);
        }
        if (batch > 1) {
            all.put((byte) ']');
        }
        this.body = Arrays.copyOf(all.array(), all.position());
        this.head = "POST /hooks/v1/messages?bridge=" + bridge
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " + body.length;
    }

    /** One of the clients: it sends, waits for the whole answer and sends again. */
    private static final class Client {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(65_536);
        ByteBuffer out = ByteBuffer.allocate(0);
        long since;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        HookLoad load = new HookLoad(Integer.parseInt(args[1]), args[2], Integer.parseInt(args[4]));
        load.run(Integer.parseInt(args[0]), Integer.parseInt(args[3]), Integer.parseInt(args[5]));
    }

    private void run(int port, int clients, int seconds) throws IOException {
        prepare(seconds);
        long[] times = new long[8_000_000];
        int answered = 0;
        int refused = 0;
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false);
                channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
                Client client = new Client(channel);
                channel.register(selector, SelectionKey.OP_READ, client);
                send(client);
            }
            int open = clients;
            while (open > 0) {
                selector.select(2_000);
                for (SelectionKey key : selector.selectedKeys()) {
                    Client client = (Client) key.attachment();
                    if (client.out.hasRemaining()) {
                        client.channel.write(client.out);
                        key.interestOps(
                                client.out.hasRemaining()
                                        ? SelectionKey.OP_WRITE | SelectionKey.OP_READ
                                        : SelectionKey.OP_READ);
                    }
                    int status = key.isReadable() ? answer(client) : 0;
                    if (status == 0) {
                        continue;
                    }
                    long now = System.nanoTime();
                    times[answered] = now - client.since;
                    answered++;
                    refused += status == 200 ? 0 : 1;
                    if (now < end && status > 0) {
                        send(client);
                        if (client.out.hasRemaining()) {
                            key.interestOps(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
                        }
                    } else {
                        key.cancel();
                        client.channel.close();
                        open--;
                    }
                }
                selector.selectedKeys().clear();
                if (System.nanoTime() > end + 10_000_000_000L) {
                    refused += open;
                    break;
                }
            }
        }
        double took = (System.nanoTime() - start) / 1e9;
        long[] all = Arrays.copyOf(times, answered);
        Arrays.sort(all);
        System.out.printf(
                "%.0f %.2f %.2f %d%n",
                (answered - refused) * (double) batch / took,
                all.length == 0 ? 0 : all[all.length / 2] / 1e6,
                all.length == 0 ? 0 : all[(int) (all.length * 0.99)] / 1e6,
                refused);
    }

    /** Makes what the clients can hardly get answered in the time, each request behind its length. */
    private void prepare(int seconds) {
        int one = signedRequest().length + Integer.BYTES;
        long most = (long) seconds * MOST_MESSAGES_A_SECOND / batch + 1;
        ByteBuffer all = ByteBuffer.allocateDirect((int) Math.min(most, MOST_PREPARED_BYTES / one) * (one + 16));
        for (byte[] request = signedRequest();
                all.remaining() >= request.length + Integer.BYTES;
                request = signedRequest()) {
            all.putInt(request.length).put(request);
        }
        prepared = all.flip();
    }

    private byte[] signedRequest() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long request = random.nextLong();
        for (int message = 0; message < ids.length; message++) {
            for (int i = 0; i < 13; i++) {
                body[ids[message] + i] = HEX[(int) (request >>> (i * 4)) & 15];
            }
            for (int i = 13; i < 16; i++) {
                body[ids[message] + i] = HEX[message >>> ((15 - i) * 4) & 15];
            }
        }
        Instant now = Instant.now();
        String id = "bench-" + signed++;
        byte[] start = (head + "\r\nwebhook-id: " + id + "\r\nwebhook-timestamp: " + now.getEpochSecond()
                        + "\r\nwebhook-signature: " + signatures.sign(id, now, body) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private void send(Client client) throws IOException {
        if (prepared.hasRemaining()) {
            int length = prepared.getInt();
            client.out = prepared.slice(prepared.position(), length);
            prepared.position(prepared.position() + length);
        } else {
            client.out = ByteBuffer.wrap(signedRequest());
        }
        client.since = System.nanoTime();
        client.channel.write(client.out);
    }

    /** The status when the whole answer is there, 0 before, negative when the house hung up. */
    private static int answer(Client client) throws IOException {
        if (client.channel.read(client.in) < 0) {
            return -1;
        }
        byte[] bytes = client.in.array();
        int there = client.in.position();
        int headEnd = headEnd(bytes, there);
        if (headEnd < 0) {
            return 0;
        }
        String head = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1);
        int at = head.indexOf("Content-Length: ");
        if (at < 0) {
            throw new IOException("an answer without length: " + head);
        }
        int length = Integer.parseInt(head, at + 16, head.indexOf('\r', at), 10);
        if (there < headEnd + length) {
            return 0;
        }
        client.in.clear();
        return Integer.parseInt(head, 9, 12, 10);
    }

    private static int headEnd(byte[] bytes, int there) {
        for (int i = 3; i < there; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }
}
