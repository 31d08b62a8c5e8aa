package org.fengqiao.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.Soon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W8: however an address is written, and whatever its name stands for a moment later, nobody makes the house call into its own network. */
class W8_CallsOutTest {

    /** {@code P} is the port where the trap listens on this machine. */
    private static final List<String> TRAPS = List.of(
            "http://127.0.0.1:P/",
            "http://127.0.0.1.:P/",
            "http://127.1:P/",
            "http://127.0.1:P/",
            "http://127.255.255.254:P/",
            "http://2130706433:P/",
            "http://0x7f000001:P/",
            "http://0x7f.0.0.1:P/",
            "http://0X7F.1:P/",
            "http://017700000001:P/",
            "http://0177.0.0.1:P/",
            "http://0177.0.0.01:P/",
            "http://127.0.0.01:P/",
            "http://127.0.0.0x1:P/",
            "http://00000000127.0.0.1:P/",
            "http://4294967297:P/",
            "http://0:P/",
            "http://0.0.0.0:P/",
            "http://0.1.2.3:P/",
            "http://[::1]:P/",
            "http://[0:0:0:0:0:0:0:1]:P/",
            "http://[::]:P/",
            "http://[::127.0.0.1]:P/",
            "http://[::ffff:127.0.0.1]:P/",
            "http://[::ffff:7f00:1]:P/",
            "http://[::ffff:0:127.0.0.1]:P/",
            "http://[0:0:0:0:0:ffff:127.0.0.1]:P/",
            "http://[64:ff9b::127.0.0.1]:P/",
            "http://[64:ff9b::7f00:1]:P/",
            "http://[64:ff9b:1::7f00:1]:P/",
            "http://[2002:7f00:1::]:P/",
            "http://[2001:0:7f00:1::]:P/",
            "http://[fe80::1]:P/",
            "http://[fe80::1%25lo]:P/",
            "http://[fc00::1]:P/",
            "http://[fd12:3456::1]:P/",
            "http://[ff02::1]:P/",
            "http://[100::1]:P/",
            "http://10.0.0.8:P/",
            "http://172.16.3.4:P/",
            "http://172.31.255.255:P/",
            "http://192.168.1.1:P/",
            "http://169.254.169.254:P/latest/meta-data/",
            "http://100.64.0.1:P/",
            "http://100.127.255.255:P/",
            "http://192.0.0.192:P/",
            "http://198.18.0.1:P/",
            "http://224.0.0.1:P/",
            "http://240.0.0.1:P/",
            "http://255.255.255.255:P/",
            "http://localhost:P/",
            "http://LOCALHOST:P/",
            "http://localhost.:P/",
            "http://trap.example:P/",
            "http://mixed.example:P/",
            "http://mapped.example:P/",
            "http://listed.example:P/",
            "https://127.0.0.1:P/",
            "http://user@127.0.0.1:P/",
            "http://good.example@127.0.0.1:P/",
            "http://good.example:secret@127.0.0.1:P/",
            "http://good.example#@127.0.0.1:P/",
            "http://①②⑦.⓪.⓪.①:P/",
            "ftp://127.0.0.1:P/",
            "gopher://127.0.0.1:P/",
            "file:///etc/passwd",
            "jar:http://127.0.0.1:P/x.jar!/");

    private final AtomicInteger sprung = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Map<String, Deque<List<String>>> names = new HashMap<>();
    private int port;
    private String answer = "HTTP/1.1 204 No Content\r\n\r\n";

    @BeforeEach
    void aTrapOnThisMachineAndAPeerBesideIt() throws IOException {
        ServerSocket trap = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        port = trap.getLocalPort();
        listen(trap, sprung);
        listen(new ServerSocket(port, 50, InetAddress.getByName("127.0.0.2")), taken);
        stands("trap.example", List.of("127.0.0.1"));
        stands("mixed.example", List.of("127.0.0.2", "127.0.0.1"));
        stands("mapped.example", List.of("::ffff:127.0.0.1"));
        stands("listed.example", List.of("127.0.0.1"));
        stands("localhost", List.of("127.0.0.1"));
        stands("localhost.", List.of("127.0.0.1"));
        stands("good.example", List.of("127.0.0.2"));
    }

    @AfterEach
    void nobodyListensAnyMore() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
    }

    private void listen(ServerSocket socket, AtomicInteger connections) {
        listeners.add(socket);
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (Socket caller = socket.accept()) {
                    connections.incrementAndGet();
                    caller.setSoTimeout(2_000);
                    if (caller.getInputStream().read() >= 0) {
                        caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                        caller.getOutputStream().flush();
                        caller.shutdownOutput();
                        caller.getInputStream().readAllBytes();
                    }
                } catch (IOException gone) {
                    // The next caller, or nobody.
                }
            }
        });
    }

    @SafeVarargs
    private void stands(String name, List<String>... inTurn) {
        names.put(name, new ArrayDeque<>(List.of(inTurn)));
    }

    /** Knows the names of this test and what is written as an address; the last answer stays. Asks nobody. */
    private InetAddress[] lookUp(String host) throws UnknownHostException {
        Deque<List<String>> inTurn = names.get(host.toLowerCase(java.util.Locale.ROOT));
        if (inTurn == null) {
            if (!host.matches("[0-9a-fA-FxX:.%lo]+")) {
                throw new UnknownHostException(host);
            }
            return InetAddress.getAllByName(host);
        }
        List<String> now = inTurn.size() > 1 ? inTurn.removeFirst() : inTurn.getFirst();
        InetAddress[] found = new InetAddress[now.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(now.get(i));
        }
        return found;
    }

    private Egress egress(String setting) {
        return new Egress(setting, "", this::lookUp);
    }

    private int call(Egress egress, String address) throws IOException {
        return new CallOut(egress)
                .post(URI.create(address), Map.of(), "{}".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(3));
    }

    @Test
    void noWayOfWritingItLeadsIntoTheOwnNetwork() throws IOException {
        Egress egress = egress("public,listed.example,127.0.0.2");
        List<String> called = new ArrayList<>();
        for (String trap : TRAPS) {
            String address = trap.replace("P", Integer.toString(port));
            try {
                call(egress, address);
                called.add(address);
            } catch (IllegalArgumentException | UnknownHostException refused) {
                // As it should be: no address, or none that may be called.
            } catch (IOException reached) {
                called.add(address + " " + reached);
            }
        }
        assertThat(TRAPS).hasSizeGreaterThanOrEqualTo(60);
        assertThat(called).isEmpty();
        assertThat(sprung).as("connections at the trap").hasValue(0);

        assertThat(call(egress, "http://good.example:" + port + "/")).isEqualTo(204);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
        }
        Soon.it("trap and peer are really there", () -> sprung.get() == 1 && taken.get() == 1);
    }

    /** Who may be called by name may have an address of the inner network, so only what it stands for shows that it is this machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "64:ff9b::7f00:1",
                "::ffff:0:7f00:1",
                "::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "fe80::1"
            })
    void aListedNameLeadsToNoAddressOfThisMachineHoweverItIsWrapped(String address) {
        stands("listed.example", List.of(address));
        assertThatThrownBy(() -> egress("listed.example").resolved("listed.example"))
                .isInstanceOf(Egress.RefusedCall.class);
    }

    @Test
    void theCallGoesToTheAddressThatWasJudged() throws IOException {
        stands("rebinds.example", List.of("127.0.0.2"), List.of("127.0.0.1"));

        assertThat(call(egress("127.0.0.2"), "http://rebinds.example:" + port + "/"))
                .isEqualTo(204);

        assertThat(taken).hasValue(1);
        assertThat(sprung).hasValue(0);
        assertThatThrownBy(() -> call(egress("127.0.0.2"), "http://rebinds.example:" + port + "/"))
                .isInstanceOf(Egress.RefusedCall.class);
        assertThat(sprung).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void nobodySendsTheHouseElsewhere(int status) throws IOException {
        answer = "HTTP/1.1 " + status + " Elsewhere\r\nLocation: http://127.0.0.1:" + port
                + "/\r\nContent-Length: 0\r\n\r\n";

        assertThat(call(egress("127.0.0.2"), "http://good.example:" + port + "/"))
                .isEqualTo(status);

        assertThat(sprung).hasValue(0);
    }

    @Test
    void aPeerThatSendsWithoutEndIsNotListenedToWithoutEnd() throws IOException {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + "x".repeat(1_000);

        long start = System.nanoTime();
        assertThat(call(egress("127.0.0.2"), "http://good.example:" + port + "/"))
                .isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void whatIsNotListedIsNotCalled() {
        assertThatThrownBy(() -> egress("10.20.0.0/16,answers.example").resolved("203.0.113.9"))
                .isInstanceOf(Egress.RefusedCall.class);
    }

    @Test
    void aPoliceIntranetIsCalledWhereItIsListed() throws IOException {
        stands("answers.example", List.of("10.9.8.7"));
        Egress egress = egress("10.20.0.0/16, fd00:20::/32, answers.example");

        assertThat(egress.resolved("10.20.3.4")).hasSize(1);
        assertThat(egress.resolved("[fd00:20::7]")).hasSize(1);
        assertThat(egress.resolved("Answers.example")).hasSize(1);
        assertThatThrownBy(() -> egress.resolved("10.21.0.1")).isInstanceOf(Egress.RefusedCall.class);
    }

    @Test
    void onlyPortsInUseAreCalled() {
        Egress egress = new Egress("public", "443, 8443", this::lookUp);

        assertThat(egress.isPlain(URI.create("https://203.0.113.9/"))).isTrue();
        assertThat(egress.isPlain(URI.create("https://203.0.113.9:8443/"))).isTrue();
        assertThat(egress.isPlain(URI.create("http://203.0.113.9/"))).isFalse();
        assertThat(egress.isPlain(URI.create("https://203.0.113.9:5432/"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "fd00::/129", "::zz", "10.0.0.0/8/8"})
    void aSettingThatCannotBeReadStopsTheStart(String setting) {
        assertThatThrownBy(() -> egress(setting)).isInstanceOf(CannotStartException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://example.com/", "file:///etc/passwd", "example.com", "http://u:p@example.com/", "http:///x"
            })
    void onlyAPlainWebAddressIsTaken(String address) {
        assertThatThrownBy(() -> new AnswerAddress(egress("public")).require(address))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.bridge.address"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://203.0.113.9/answers", "http://198.51.100.4:8443/a?b=c", "https://soon.example/", ""})
    void anAddressOutsideIsTaken(String address) {
        assertThat(new AnswerAddress(egress("public")).require(address)).isEqualTo(address);
    }

    @Test
    void anAddressInsideIsRefusedWhenItIsSetDown() {
        assertThatThrownBy(() -> new AnswerAddress(egress("public")).require("http://10.0.0.8/x"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.bridge.inner"));
    }
}
