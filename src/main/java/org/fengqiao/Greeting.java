package org.fengqiao;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the person at the terminal where to open the house. */
@Component
class Greeting {

    private final boolean plainHttp;
    private final String scheme;

    /**
     * @param plainHttp whether people on other machines may sign in without HTTPS
     * @param tls the certificates of the house itself, empty for none
     */
    Greeting(@Value("${fengqiao.plain-http:false}") boolean plainHttp, @Value("${server.ssl.bundle:}") String tls) {
        this.plainHttp = plainHttp || !tls.isEmpty();
        this.scheme = tls.isEmpty() ? "http" : "https";
    }

    @EventListener
    void opened(ApplicationReadyEvent event) {
        if (!(event.getApplicationContext() instanceof WebServerApplicationContext context)
                || context.getWebServer() == null) {
            return;
        }
        int port = context.getWebServer().getPort();
        double seconds = event.getTimeTaken() == null ? 0 : event.getTimeTaken().toMillis() / 1000.0;
        StringBuilder says = new StringBuilder("%n  枫桥已启动（%s 秒），请打开 / Fengqiao is open at:%n%n      %s://localhost:%d%n"
                .formatted(String.format(Locale.ROOT, "%.1f", seconds), scheme, port));
        for (String address : addresses()) {
            says.append("      %s://%s:%d%n".formatted(scheme, address, port));
        }
        if (!plainHttp) {
            says.append("%n  从其他机器登录需要 HTTPS（见 README）；仅在内网试用时可设 FENGQIAO_PLAIN_HTTP=true。%n".formatted());
            says.append(
                    "  Signing in from other machines needs HTTPS (see README); FENGQIAO_PLAIN_HTTP=true is for trials only.%n"
                            .formatted());
        }
        System.out.println(says);
    }

    private static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress())
                    .map(address -> address.getHostAddress())
                    .sorted()
                    .limit(4)
                    .toList();
        } catch (SocketException unknown) {
            return List.of();
        }
    }
}
