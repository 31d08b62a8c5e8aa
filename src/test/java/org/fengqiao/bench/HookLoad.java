package org.fengqiao.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.fengqiao.channel.hook.StandardWebhooks;

/**
 * Sends signed messages as fast as a number of clients get them answered, over plain sockets that stay open. Prints one line:
 * messages a second, median and 99th percentile of the answer time in milliseconds, refused requests.
 *
 * <p>Arguments: port, bridge, secret, clients, messages a request, seconds.
 */
public final class HookLoad {

    private HookLoad() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int bridge = Integer.parseInt(args[1]);
        String secret = args[2];
        int clients = Integer.parseInt(args[3]);
        int batch = Integer.parseInt(args[4]);
        int seconds = Integer.parseInt(args[5]);
        LongAdder messages = new LongAdder();
        LongAdder refused = new LongAdder();
        List<long[]> times = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long start = System.nanoTime();
        for (int client = 0; client < clients; client++) {
            long[] mine = new long[100_000];
            times.add(mine);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    send(port, bridge, secret, batch, end, messages, refused, mine);
                } catch (IOException e) {
                    refused.increment();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - start) / 1e9;
        long[] all = times.stream()
                .flatMapToLong(mine -> java.util.Arrays.stream(mine, 1, (int) mine[0] + 1))
                .sorted()
                .toArray();
        System.out.printf(
                "%.0f %.2f %.2f %d%n",
                messages.sum() / took,
                all.length == 0 ? 0 : all[all.length / 2] / 1e6,
                all.length == 0 ? 0 : all[(int) (all.length * 0.99)] / 1e6,
                refused.sum());
    }

    private static void send(
            int port,
            int bridge,
            String secret,
            int batch,
            long end,
            LongAdder messages,
            LongAdder refused,
            long[] times)
            throws IOException {
        StandardWebhooks signatures = new StandardWebhooks(List.of(secret));
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String run = UUID.randomUUID().toString().substring(0, 8);
        int count = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
            OutputStream out = socket.getOutputStream();
            while (System.nanoTime() < end) {
                StringBuilder body = new StringBuilder(batch == 1 ? "" : "[");
                for (int i = 0; i < batch; i++) {
                    body.append(i > 0 ? "," : "")
                            .append("{\"id\":\"")
                            .append(run)
                            .append(Long.toHexString(random.nextLong()))
                            .append(
                                    "\",\"group\":\"wx-7\",\"groupName\":\"青石花园3号楼\",\"sender\":{\"ref\":\"wx-u1\",\"name\":\"三楼王姐\"},")
                            .append("\"text\":\"三号楼二单元楼道灯坏了三天，老人晚上上下楼看不见，请帮忙催一下物业尽快来修\",")
                            .append("\"sentAt\":\"2026-11-20T10:03:00+08:00\"}");
                }
                byte[] bytes = body.append(batch == 1 ? "" : "]").toString().getBytes(StandardCharsets.UTF_8);
                Instant now = Instant.now();
                String id = run + count;
                String head = "POST /hooks/v1/messages?bridge=" + bridge
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + bytes.length
                        + "\r\nwebhook-id: " + id + "\r\nwebhook-timestamp: " + now.getEpochSecond()
                        + "\r\nwebhook-signature: "
                        + signatures.sign(id, now, bytes) + "\r\n\r\n";
                byte[] request = new byte[head.length() + bytes.length];
                System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, request, 0, head.length());
                System.arraycopy(bytes, 0, request, head.length(), bytes.length);
                long sent = System.nanoTime();
                out.write(request);
                int status = answer(in);
                if (count + 1 < times.length) {
                    times[++count] = System.nanoTime() - sent;
                    times[0] = count;
                }
                if (status == 200) {
                    messages.add(batch);
                } else {
                    refused.increment();
                }
            }
        }
    }

    private static int answer(InputStream in) throws IOException {
        String first = line(in);
        int length = -1;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(in).strip(), 16);
                    size > 0;
                    size = Integer.parseInt(line(in).strip(), 16)) {
                in.skipNBytes(size + 2L);
            }
            line(in);
        } else {
            in.skipNBytes(Math.max(0, length));
        }
        return Integer.parseInt(first.substring(9, 12));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the house hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
