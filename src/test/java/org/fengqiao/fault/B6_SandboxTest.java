package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** B6: what the service is shut into, which ports it opens, and that it speaks TLS by itself with certificates that change. */
class B6_SandboxTest {

    private static final Path UNIT = Path.of("packaging", "fengqiao.service");
    private static final Pattern EXPOSURE = Pattern.compile("exposure level for fengqiao.service: ([0-9.]+)");
    private static final double MOST = 2.0;

    /** A certificate for this machine with its key, as PEM files. */
    private static Certificate write(Path folder) throws Exception {
        Path store = Files.createTempFile("house", ".p12");
        Files.delete(store);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "house",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "30",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "keep-it-shut")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor())
                .as(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "keep-it-shut".toCharArray());
        Certificate certificate = keys.getCertificate("house");
        replace(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("house", "keep-it-shut".toCharArray()).getEncoded());
        replace(folder.resolve("certificate.pem"), "CERTIFICATE", certificate.getEncoded());
        Files.delete(store);
        return certificate;
    }

    private static void replace(Path file, String what, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
                fresh,
                "-----BEGIN " + what + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
                        + "-----\n");
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("house", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The session of a handshake that trusts this certificate alone; null where it fails. */
    private static String protocol(int port, Certificate certificate, String... offered) {
        try (SSLSocket socket =
                (SSLSocket) trusting(certificate).getSocketFactory().createSocket("localhost", port)) {
            if (offered.length > 0) {
                socket.setEnabledProtocols(offered);
            }
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            SSLSession session = socket.getSession();
            assertThat(((X509Certificate) session.getPeerCertificates()[0]).getEncoded())
                    .isEqualTo(certificate.getEncoded());
            return session.getProtocol();
        } catch (IOException refused) {
            return "";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theHouseSpeaksTlsTakesNewCertificatesAndOpensNoOtherPort() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here");
        Path folder = Files.createTempDirectory("fengqiao-tls-files");
        Certificate first = write(folder);
        try (House house = House.fresh(
                        "tls",
                        Map.of(
                                "FENGQIAO_PLAIN_HTTP",
                                "false",
                                "LOGGING_STRUCTURED_FORMAT_CONSOLE",
                                "ecs",
                                "SPRING_SSL_BUNDLE_WATCH_FILE_QUIETPERIOD",
                                "1s",
                                "LOGGING_LEVEL_ROOT",
                                "info",
                                "FENGQIAO_TLS_CERTIFICATE",
                                folder.resolve("certificate.pem").toString(),
                                "FENGQIAO_TLS_KEY",
                                folder.resolve("key.pem").toString()),
                        List.of())
                .start()) {
            Until.is("the house opens over TLS", Duration.ofMinutes(3), () -> {
                if (!house.isAlive()) {
                    throw new IllegalStateException(house.said());
                }
                return !protocol(house.port, first).isEmpty();
            });
            HttpsURLConnection page = (HttpsURLConnection) URI.create("https://localhost:" + house.port + "/sign-in")
                    .toURL()
                    .openConnection();
            page.setSSLSocketFactory(trusting(first).getSocketFactory());
            assertThat(page.getResponseCode()).isEqualTo(200);
            assertThat(page.getHeaderField("Strict-Transport-Security")).isNotNull();
            assertThat(page.getHeaderFields().getOrDefault("Set-Cookie", List.of()))
                    .isNotEmpty()
                    .allSatisfy(cookie -> assertThat(cookie).contains("Secure"));
            assertThat(protocol(house.port, first)).isEqualTo("TLSv1.3");
            assertThat(protocol(house.port, first, "TLSv1.2")).isEqualTo("TLSv1.2");
            HttpURLConnection plain =
                    (HttpURLConnection) house.at("/sign-in").toURL().openConnection();
            assertThat(answers(plain)).as("plain HTTP on the same port").isNotEqualTo(200);

            String somebody = URLEncoder.encode("王秀兰19900001234", StandardCharsets.UTF_8);
            for (String path :
                    List.of("/matters?words=" + somebody, "/r/" + somebody, "/t/" + somebody, "/assets/" + somebody)) {
                page = (HttpsURLConnection) URI.create("https://localhost:" + house.port + path)
                        .toURL()
                        .openConnection();
                page.setSSLSocketFactory(trusting(first).getSocketFactory());
                page.setInstanceFollowRedirects(false);
                assertThat(page.getResponseCode()).as(path).isLessThan(500);
            }
            assertThat(house.said()).contains("{\"@timestamp\"").doesNotContain("王秀兰", "19900001234", somebody);

            Set<String> ports = listening(house.process());
            assertThat(ports).as("the page").contains("*:" + house.port);
            ports.remove("*:" + house.port);
            assertThat(ports)
                    .as("besides the page only the database inside, for this machine alone")
                    .hasSize(1);
            assertThat(ports.iterator().next()).startsWith("127.0.0.1:");

            Certificate second = write(folder);
            Until.is(
                    "the new certificate is taken",
                    Duration.ofMinutes(2),
                    () -> !protocol(house.port, second).isEmpty());
            assertThat(protocol(house.port, first)).as("the former one").isEmpty();
        }
    }

    private static int answers(HttpURLConnection connection) {
        try {
            return connection.getResponseCode();
        } catch (IOException closed) {
            return 0;
        }
    }

    /** Addresses and ports the processes of the house listen at; {@code *} for every address. */
    private static Set<String> listening(Process house) {
        Set<String> inodes = new HashSet<>();
        Stream.concat(Stream.of(house.toHandle()), house.descendants()).forEach(one -> {
            try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(one.pid()), "fd"))) {
                open.forEach(file -> {
                    try {
                        inodes.add(Files.readSymbolicLink(file).toString());
                    } catch (IOException closed) {
                        // It was closed meanwhile.
                    }
                });
            } catch (IOException gone) {
                // The process ended meanwhile.
            }
        });
        Set<String> found = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            try {
                Files.readAllLines(Path.of("/proc", Long.toString(house.pid()), "net", table)).stream()
                        .skip(1)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(cells -> inodes.contains("socket:[" + cells[9] + "]"))
                        .filter(cells -> table.startsWith("udp") ? cells[3].equals("07") : cells[3].equals("0A"))
                        // The statistics of PostgreSQL before 15 had a UDP socket of their own; 18 has none.
                        .forEach(cells -> found.add(address(cells[1])));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static String address(String hex) {
        String[] parts = hex.split(":");
        String host = parts[0].matches("0+") ? "*" : parts[0].equals("0100007F") ? "127.0.0.1" : parts[0];
        return host + ":" + Integer.parseInt(parts[1], 16);
    }

    @Test
    void withoutOneOfTheTwoFilesTheHouseSaysWhatIsMissing() {
        House house =
                House.fresh("half-tls", Map.of("FENGQIAO_TLS_CERTIFICATE", "/nowhere/certificate.pem"), List.of());
        try (house) {
            house.start();
            assertThat(house.ended(Duration.ofMinutes(1))).isNotZero();
            assertThat(house.said()).contains("FENGQIAO_TLS_CERTIFICATE", "go together");
        }
    }

    @Test
    void theServiceIsShutIntoASandbox() throws Exception {
        assertThat(Files.readString(UNIT))
                .contains(
                        "NoNewPrivileges=yes",
                        "CapabilityBoundingSet=\n",
                        "ProtectSystem=strict",
                        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
                        "SystemCallFilter=@system-service")
                .doesNotContain("User=root");
        Process tool;
        try {
            tool = new ProcessBuilder("systemd-analyze", "security", "--offline=true", "--no-pager", UNIT.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException none) {
            assumeTrue(false, "no systemd-analyze here");
            return;
        }
        String said;
        try (InputStream out = tool.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        Matcher exposure = EXPOSURE.matcher(said);
        assertThat(exposure.find()).as(said).isTrue();
        System.out.println("B6: exposure " + exposure.group(1));
        assertThat(Double.parseDouble(exposure.group(1))).as(said).isLessThanOrEqualTo(MOST);
    }
}
