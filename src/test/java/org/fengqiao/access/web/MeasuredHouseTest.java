package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fengqiao.channel.Bridge;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Health and figures stand on a port of their own, for this machine alone, and tell of nobody. */
@InTheHouse
@TestPropertySource(properties = {"spring.application.name=measured-house", "management.server.port=0"})
class MeasuredHouseTest {

    @LocalServerPort
    int port;

    @Value("${local.management.port}")
    int managementPort;

    @Autowired
    Town town;

    @Autowired
    Robots robots;

    private static final BlockingQueue<ExportMetricsServiceRequest> COLLECTED = new LinkedBlockingQueue<>();

    /** Somebody else's collector: reads what comes as OpenTelemetry's own schema says. */
    @DynamicPropertySource
    static void aCollector(DynamicPropertyRegistry settings) throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/metrics", call -> {
            byte[] body = call.getRequestBody().readAllBytes();
            boolean told =
                    "application/x-protobuf".equals(call.getRequestHeaders().getFirst("Content-Type"));
            if (told) {
                COLLECTED.add(ExportMetricsServiceRequest.parseFrom(body));
            }
            call.sendResponseHeaders(told ? 200 : 415, -1);
            call.close();
        });
        collector.setExecutor(task -> Thread.ofVirtual().start(task));
        collector.start();
        int port = collector.getAddress().getPort();
        settings.add("fengqiao.otlp-endpoint", () -> "http://127.0.0.1:" + port);
        settings.add("fengqiao.otlp-seconds", () -> 1);
        settings.add("fengqiao.egress", () -> "127.0.0.1");
        settings.add("fengqiao.egress-ports", () -> Integer.toString(port));
    }

    @Test
    void aCollectorGetsTheSameFiguresAndNothingAboutAnybody() throws Exception {
        int bridge = robots.bridge(town.qingshi, Bridge.Opens.MATTER);
        assertThat(robots.robot(port, bridge)
                        .send(BridgeRobot.message("m-otlp", "王秀兰家漏水 19900001234"))
                        .statusCode())
                .isEqualTo(200);
        Visitor.signedIn(port, town.chen).see("/matters?q=王秀兰");
        COLLECTED.clear();
        Set<String> names = new TreeSet<>();
        StringBuilder everything = new StringBuilder();
        for (int times = 0; times < 3; times++) {
            ExportMetricsServiceRequest came = COLLECTED.poll(30, TimeUnit.SECONDS);
            assertThat(came).as("figures came").isNotNull();
            came.getResourceMetricsList().stream()
                    .flatMap(resource -> resource.getScopeMetricsList().stream())
                    .flatMap(scope -> scope.getMetricsList().stream())
                    .forEach(metric -> names.add(metric.getName()));
            everything.append(came);
        }
        assertThat(names)
                .contains(
                        "fengqiao.hook.messages", "fengqiao.matters.opened", "http.server.requests", "jvm.memory.used");
        assertThat(everything.toString())
                .contains("fengqiao")
                .doesNotContain("王秀兰", "\\347\\216\\213", "19900001234", "陈晓岚", "q=", "wx-u1");
    }

    private static HttpResponse<String> ask(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void figuresTellHowTheHouseIsAndNothingAboutAnybody() throws Exception {
        int bridge = robots.bridge(town.qingshi, Bridge.Opens.MATTER);
        assertThat(robots.robot(port, bridge)
                        .send(BridgeRobot.message("m-1", "王秀兰家漏水 19900001234"))
                        .statusCode())
                .isEqualTo(200);
        Visitor stranger = Visitor.stranger(port);
        stranger.see("/sign-in");
        stranger.send("/sign-in", "login", "chen", "password", "wrong-password");
        Visitor.signedIn(port, town.chen).see("/matters?q=王秀兰");

        HttpResponse<String> figures = ask(managementPort, "/actuator/prometheus");

        assertThat(figures.statusCode()).isEqualTo(200);
        assertThat(figures.body())
                .contains(
                        "fengqiao_hook_messages_total",
                        "fengqiao_signin_refused_total",
                        "fengqiao_follower_lag{",
                        "fengqiao_follower_parked{",
                        "fengqiao_matters_opened_total",
                        "http_server_requests",
                        "hikaricp_connections")
                .doesNotContain("王秀兰", "19900001234", "chen", "陈晓岚", "wrong-password", "wx-u1");
    }

    @Test
    void healthSaysOnlyThatItIsWell() throws Exception {
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            HttpResponse<String> health = ask(managementPort, path);

            assertThat(health.statusCode()).as(path).isEqualTo(200);
            assertThat(health.body())
                    .as(path)
                    .contains("\"status\":\"UP\"")
                    .doesNotContain("PostgreSQL", "details", "path");
        }
    }

    @Test
    void nothingElseIsShownThereAndNothingOfItToStrangers() throws Exception {
        for (String other : List.of(
                "env",
                "beans",
                "configprops",
                "heapdump",
                "threaddump",
                "loggers",
                "mappings",
                "shutdown",
                "sessions")) {
            assertThat(ask(managementPort, "/actuator/" + other).statusCode())
                    .as(other)
                    .isIn(403, 404);
        }
        for (String here : List.of("/actuator", "/actuator/health", "/actuator/prometheus")) {
            assertThat(ask(port, here).statusCode()).as(here).isIn(302, 404);
        }
    }

    @Test
    void thePortIsOfThisMachineAlone() throws Exception {
        for (InetAddress address : NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
                .toList()) {
            assertThat(isOpen(address)).as(address.toString()).isFalse();
        }
        assertThat(isOpen(InetAddress.getByName("127.0.0.1"))).isTrue();
    }

    private boolean isOpen(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, managementPort), 1_000);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }
}
