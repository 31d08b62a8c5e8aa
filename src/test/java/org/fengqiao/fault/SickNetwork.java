package org.fengqiao.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The network between a house and a PostgreSQL elsewhere: a proxy on loopback that can fall ill. */
final class SickNetwork implements AutoCloseable {

    /** What ails it. */
    enum Toxic {
        NONE,
        /** Nobody answers at the door, and who was inside is thrown out. */
        DOWN,
        /** Every piece comes late. */
        LATENCY,
        /** Every line is torn as soon as something is said on it. */
        RESET,
        /** Everything is swallowed and nothing closed; what went through it once stays silent. */
        BLACK_HOLE,
        /** One byte at a time. */
        SLICES,
        /** Lines fall silent and are closed only later. */
        SLOW_CLOSE
    }

    private final int server;
    private final Duration delay;
    private final boolean reads;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicLong hurt = new AtomicLong();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger armed = new AtomicInteger();
    private volatile ServerSocket door;
    private volatile Toxic toxic = Toxic.NONE;
    private volatile boolean open = true;

    private SickNetwork(int server, Duration delay, boolean reads) throws IOException {
        this.server = server;
        this.delay = delay;
        this.reads = reads;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listen(door);
    }

    /** A network that may fall ill. */
    static SickNetwork before(String url, Duration delay) {
        return made(url, delay, false);
    }

    /** A network that understands what PostgreSQL says, and can cut in upon it at {@link #cutTheNextCommit()}. */
    static SickNetwork listeningIn(String url) {
        return made(url, Duration.ZERO, true);
    }

    private static SickNetwork made(String url, Duration delay, boolean reads) {
        try {
            return new SickNetwork(
                    java.net.URI.create(url.substring("jdbc:".length())).getPort(), delay, reads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** Falls ill, or gets well. */
    void become(Toxic next) {
        Toxic before = toxic;
        toxic = next;
        try {
            if (next == Toxic.DOWN) {
                door.close();
                lines.forEach(Line::reset);
            } else if (before == Toxic.DOWN) {
                ServerSocket again = new ServerSocket();
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.getLocalPort()));
                door = again;
                listen(again);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (next == Toxic.SLOW_CLOSE) {
            lines.forEach(this::closeSlowly);
        }
    }

    /** How often the illness has touched something so far. */
    long hurt() {
        return hurt.get();
    }

    /** The next commit that changed something reaches the server and is done; its answer never arrives. */
    void cutTheNextCommit() {
        armed.set(1);
    }

    /** How many answers to a commit were cut off. */
    int cuts() {
        return cuts.get();
    }

    private void listen(ServerSocket at) {
        Thread.ofPlatform().name("sick-network").daemon().start(() -> {
            while (open && !at.isClosed()) {
                try {
                    connect(at.accept());
                } catch (IOException closed) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        });
    }

    private void connect(Socket house) throws IOException {
        Socket postgres = new Socket(InetAddress.getLoopbackAddress(), server);
        house.setTcpNoDelay(true);
        postgres.setTcpNoDelay(true);
        Line line = new Line(house, postgres);
        lines.add(line);
        Thread.ofVirtual().start(() -> line.carry(house, postgres, false));
        Thread.ofVirtual().start(() -> line.carry(postgres, house, reads));
        if (toxic == Toxic.SLOW_CLOSE) {
            closeSlowly(line);
        }
    }

    private void closeSlowly(Line line) {
        hurt.incrementAndGet();
        line.silent = true;
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(delay.toNanos());
            line.close();
        });
    }

    @Override
    public void close() {
        open = false;
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.forEach(Line::close);
    }

    /** One connection through the network. */
    private final class Line {

        private final Socket house;
        private final Socket postgres;

        /** Once bytes are missing, nothing that follows makes sense. */
        private volatile boolean silent;

        private boolean changed;

        Line(Socket house, Socket postgres) {
            this.house = house;
            this.postgres = postgres;
        }

        void carry(Socket from, Socket to, boolean understanding) {
            try {
                if (understanding) {
                    understand(from.getInputStream(), to.getOutputStream());
                } else {
                    pass(from.getInputStream(), to.getOutputStream());
                }
            } catch (IOException torn) {
                // Whoever is left is told by closing.
            } finally {
                close();
            }
        }

        private void pass(InputStream in, OutputStream out) throws IOException {
            byte[] piece = new byte[16_384];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                Toxic now = toxic;
                if (now != Toxic.NONE) {
                    hurt.incrementAndGet();
                }
                if (now == Toxic.BLACK_HOLE) {
                    silent = true;
                }
                if (silent) {
                    continue;
                }
                if (now == Toxic.RESET) {
                    reset();
                    return;
                }
                if (now == Toxic.LATENCY) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                int size = now == Toxic.SLICES ? 1 : n;
                for (int at = 0; at < n; at += size) {
                    out.write(piece, at, size);
                }
            }
        }

        /** Message by message: a letter, a length, a body (PostgreSQL's protocol, version 3). */
        private void understand(InputStream in, OutputStream out) throws IOException {
            DataInputStream said = new DataInputStream(new BufferedInputStream(in, 65_536));
            ByteArrayOutputStream held = new ByteArrayOutputStream();
            while (true) {
                int letter = said.read();
                if (letter < 0) {
                    return;
                }
                int length = said.readInt();
                byte[] body = said.readNBytes(length - 4);
                held.write(letter);
                held.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
                held.writeBytes(body);
                String tag = letter == 'C' ? new String(body, StandardCharsets.US_ASCII) : "";
                changed = (changed || tag.startsWith("INSERT")) && letter != 'E' && !tag.startsWith("ROLLBACK");
                boolean committed = letter == 'Z' && body[0] == 'I' && changed;
                if (committed && armed.compareAndSet(1, 0)) {
                    cuts.incrementAndGet();
                    reset();
                    return;
                }
                if (letter == 'Z' && body[0] == 'I') {
                    changed = false;
                }
                // What belongs together is held together: no half of an answer passes before the cut.
                if (letter == 'Z' || (said.available() == 0 && !changed)) {
                    held.writeTo(out);
                    held.reset();
                }
            }
        }

        void reset() {
            hurt.incrementAndGet();
            try {
                house.setSoLinger(true, 0);
                postgres.setSoLinger(true, 0);
            } catch (IOException gone) {
                // It is torn already.
            }
            close();
        }

        void close() {
            lines.remove(this);
            for (Socket end : new Socket[] {house, postgres}) {
                try {
                    end.close();
                } catch (IOException gone) {
                    // It is closed already.
                }
            }
        }
    }

    /** Stays as it is for so long. */
    static void lasting(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
