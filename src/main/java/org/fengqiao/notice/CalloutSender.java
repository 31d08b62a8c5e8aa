package org.fengqiao.notice;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Bridges;
import org.fengqiao.channel.CallOut;
import org.fengqiao.channel.Egress;
import org.fengqiao.channel.hook.BridgeSecrets;
import org.fengqiao.channel.hook.StandardWebhooks;
import org.fengqiao.database.Sight;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Calls answers out to bridges, signed, each over a connection of its own, and judges what may be tried again. */
@Component
class CalloutSender implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CalloutSender.class);
    private static final int AT_ONCE = 16;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final Callouts callouts;
    private final Bridges bridges;
    private final BridgeSecrets secrets;
    private final CallOut callOut;
    private final Clock clock;
    private final Duration patience;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private volatile boolean running;
    private @Nullable Thread loop;
    private @Nullable ExecutorService calls;

    CalloutSender(
            Callouts callouts,
            Bridges bridges,
            BridgeSecrets secrets,
            CallOut callOut,
            Clock clock,
            @Value("${fengqiao.callouts.seconds:15}") int seconds) {
        this.callouts = callouts;
        this.bridges = bridges;
        this.secrets = secrets;
        this.callOut = callOut;
        this.clock = clock;
        this.patience = Duration.ofSeconds(seconds);
    }

    private void work(ExecutorService executor) {
        while (running) {
            try {
                callouts.parkCutOff();
                List<Callouts.Due> due =
                        free.availablePermits() == 0 ? List.of() : callouts.claim(free.availablePermits());
                for (Callouts.Due callout : due) {
                    free.acquireUninterruptibly();
                    executor.execute(() -> {
                        try {
                            Sight.HOUSE.seeing(() -> send(callout));
                        } catch (RuntimeException trouble) {
                            log.warn(
                                    "Callout {} stays marked and will be parked: {}", callout.id(), trouble.toString());
                        } finally {
                            free.release();
                        }
                    });
                }
            } catch (RuntimeException trouble) {
                if (running) {
                    log.warn("Callouts pause: {}", trouble.toString());
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void send(Callouts.Due callout) {
        Bridge bridge = bridges.find(callout.bridgeId())
                .filter(found -> !found.disabled() && !found.answerUrl().isEmpty())
                .orElse(null);
        if (bridge == null) {
            callouts.gaveUp(callout, "NO_ADDRESS");
            return;
        }
        byte[] body = callout.body().getBytes(StandardCharsets.UTF_8);
        Instant now = clock.instant();
        Map<String, String> headers = Map.of(
                StandardWebhooks.ID,
                callout.webhookId(),
                StandardWebhooks.TIMESTAMP,
                Long.toString(now.getEpochSecond()),
                StandardWebhooks.SIGNATURE,
                secrets.of(bridge).sign(callout.webhookId(), now, body));
        try {
            judge(callout, callOut.post(URI.create(bridge.answerUrl()), headers, body, patience));
        } catch (Egress.RefusedCall refused) {
            callouts.gaveUp(callout, "INNER_ADDRESS");
        } catch (UnknownHostException notFound) {
            tryLater(callout, "UNKNOWN_HOST");
        } catch (ConnectException
                | ConnectTimeoutException
                | NoRouteToHostException
                | SSLHandshakeException
                | SSLPeerUnverifiedException e) {
            tryLater(callout, "NO_CONNECTION");
        } catch (IOException e) {
            callouts.park(callout, "NO_ANSWER");
        }
    }

    private void judge(Callouts.Due callout, int status) {
        if (status >= 200 && status < 300) {
            callouts.sent(callout, Integer.toString(status));
        } else if (status >= 500 || LATER.contains(status)) {
            tryLater(callout, Integer.toString(status));
        } else {
            callouts.gaveUp(callout, Integer.toString(status));
        }
    }

    private void tryLater(Callouts.Due callout, String said) {
        if (callout.isOld(clock.instant())) {
            callouts.gaveUp(callout, said);
            return;
        }
        long seconds = Math.min(3_600, 5L << Math.min(callout.tries(), 10));
        callouts.again(callout, said, Duration.ofMillis((long)
                (seconds * 1_000 * ThreadLocalRandom.current().nextDouble(0.5, 1.5))));
    }

    @Override
    public void start() {
        running = true;
        ExecutorService executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("callout-", 0).factory());
        calls = executor;
        loop = Thread.ofPlatform().name("callouts").daemon().start(() -> Sight.HOUSE.seeing(() -> work(executor)));
    }

    /** What is still on its way when the house closes is parked at the next start. */
    @Override
    public void stop() {
        running = false;
        Thread sender = loop;
        ExecutorService executor = calls;
        if (sender == null || executor == null) {
            return;
        }
        LockSupport.unpark(sender);
        executor.shutdown();
        try {
            sender.join(TimeUnit.SECONDS.toMillis(5));
            if (!executor.awaitTermination(patience.toSeconds() + 2, TimeUnit.SECONDS)) {
                log.warn("Some callouts are still on their way; they will be parked at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
