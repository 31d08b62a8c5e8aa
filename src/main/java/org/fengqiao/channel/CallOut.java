package org.fengqiao.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

/**
 * The one way the house calls out by itself. Each call has a connection of its own: one kept open might have been closed by the peer
 * just now, and a call lost on it could not be told from one received. Nothing is sent twice, no redirect is followed, nothing of
 * the answer is read but its status.
 */
@Component
public class CallOut {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);

    private final Egress egress;

    CallOut(Egress egress) {
        this.egress = egress;
    }

    /**
     * Posts JSON.
     *
     * @param patience until the answer's head must be there
     * @return the status of the answer
     * @throws Egress.RefusedCall when nothing allows to call there; nothing was sent
     * @throws java.net.UnknownHostException when nobody knows the name; nothing was sent
     * @throws java.net.ConnectException when nobody listens, or {@link org.apache.hc.client5.http.ConnectTimeoutException}; nothing was
     *     sent
     * @throws IOException in all other cases: what was sent may have arrived
     */
    public int post(URI address, Map<String, String> headers, byte[] json, Duration patience) throws IOException {
        if (!egress.isPlain(address)) {
            throw new Egress.RefusedCall();
        }
        HttpPost request = new HttpPost(address);
        request.setHeader("User-Agent", "fengqiao");
        request.setHeader("Connection", "close");
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        CloseableHttpClient client = client(patience);
        Future<?> end = CompletableFuture.runAsync(
                request::cancel, CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return client.executeOpen(HttpHost.create(address), request, null).getCode();
        } finally {
            end.cancel(false);
            client.close(CloseMode.IMMEDIATE);
        }
    }

    private CloseableHttpClient client(Duration patience) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Judged(egress))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(TO_CONNECT))
                                .setSocketTimeout(Timeout.of(patience))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(patience))
                        .setRedirectsEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
    }

    /** Gives the connection the addresses that were judged, so that no second look-up can find others. */
    private record Judged(Egress egress) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return egress.resolved(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
