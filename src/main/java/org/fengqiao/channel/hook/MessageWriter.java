package org.fengqiao.channel.hook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Fault;
import org.fengqiao.database.Patience;
import org.fengqiao.database.Sight;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Keeps what comes over bridges, the requests that wait at the same moment in one transaction: while one commit is on its way to the
 * disk the next one gathers. Whoever waits hears of it after the commit, from a thread of its own.
 */
@Component
class MessageWriter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MessageWriter.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_WAITING = 10_000;
    private static final long PATIENCE_SECONDS = 30;

    private final KeepArrivals keepArrivals;
    private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicInteger items = new AtomicInteger();
    private volatile boolean running;
    private @Nullable Thread writer;
    private volatile @Nullable Thread helper;
    private volatile @Nullable ExecutorService teller;

    MessageWriter(KeepArrivals keepArrivals) {
        this.keepArrivals = keepArrivals;
    }

    private record Request(Bridge bridge, List<Item> items, CompletableFuture<List<Outcome>> outcomes) {}

    /**
     * Waits until the items are kept.
     *
     * @return an outcome for each item, in their order
     * @throws RefusedException BUSY when they are not, or nobody knows
     */
    List<Outcome> keep(Bridge bridge, List<Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        Request request = new Request(bridge, items, new CompletableFuture<>());
        if (!running || !waiting.offer(request)) {
            throw RefusedException.because(Reason.BUSY, "refused.busy");
        }
        if (this.items.addAndGet(items.size()) >= MOST_AT_ONCE) {
            LockSupport.unpark(helper);
        }
        try {
            return request.outcomes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unsure();
        } catch (ExecutionException | TimeoutException e) {
            throw unsure();
        }
    }

    private static RefusedException unsure() {
        return RefusedException.because(Reason.BUSY, "refused.hook.unsure");
    }

    private void work() {
        while (running || !waiting.isEmpty()) {
            try {
                Request first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    finish(gather(first));
                }
            } catch (InterruptedException stop) {
                continue;
            }
        }
    }

    /** One transaction is cheaper than two, as long as one server process keeps up with what comes. */
    private void helpOut() {
        while (running) {
            Request first = items.get() < MOST_AT_ONCE ? null : waiting.poll();
            if (first != null) {
                finish(gather(first));
            } else {
                LockSupport.parkNanos(this, TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    private List<Request> gather(Request first) {
        List<Request> requests = new ArrayList<>();
        int gathered = 0;
        for (Request next = first; next != null; next = gathered < MOST_AT_ONCE ? waiting.poll() : null) {
            requests.add(next);
            gathered += next.items().size();
        }
        items.addAndGet(-gathered);
        return requests;
    }

    private void finish(List<Request> requests) {
        try {
            List<Arrival> arrivals = new ArrayList<>();
            for (Request request : requests) {
                request.items().forEach(item -> arrivals.add(new Arrival(request.bridge(), item)));
            }
            write(arrivals);
            Objects.requireNonNull(teller).execute(() -> tell(requests, arrivals));
        } catch (RuntimeException | Error unknown) {
            // Whatever it is: a thread that gives up here would keep no message any more.
            log.warn(
                    "Messages of {} requests may not be kept; their senders are told so: {}",
                    requests.size(),
                    unknown.toString());
            requests.forEach(request -> request.outcomes().completeExceptionally(unknown));
        }
    }

    /** Waking those who wait takes a while, in which the next transaction is under way already. */
    private static void tell(List<Request> requests, List<Arrival> arrivals) {
        int from = 0;
        for (Request request : requests) {
            int to = from + request.items().size();
            request.outcomes()
                    .complete(arrivals.subList(from, to).stream()
                            .map(arrival -> Objects.requireNonNull(arrival.outcome))
                            .toList());
            from = to;
        }
    }

    /** One transaction; where the database will not take something, halves, until that something stands alone and goes to quarantine. */
    private void write(List<Arrival> arrivals) {
        try {
            keepArrivals.all(arrivals);
        } catch (DataIntegrityViolationException refused) {
            if (arrivals.size() > 1) {
                write(arrivals.subList(0, arrivals.size() / 2));
                write(arrivals.subList(arrivals.size() / 2, arrivals.size()));
                return;
            }
            Arrival alone = arrivals.getFirst();
            if (!(alone.item instanceof Item.Readable message)) {
                throw refused;
            }
            log.warn("A message of bridge {} goes to quarantine: {}", alone.bridge.id(), refused.toString());
            alone.item = new Item.Unreadable(
                    message.hash(), message.words().getBytes(StandardCharsets.UTF_8), Fault.UNSTORABLE);
            keepArrivals.all(arrivals);
        }
    }

    @Override
    public void start() {
        teller = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("message-teller").daemon().factory());
        running = true;
        writer = start("message-writer", this::work);
        helper = start("message-helper", this::helpOut);
    }

    private static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(() -> {
            Patience.shorten();
            Sight.HOUSE.seeing(work);
        });
    }

    /** Runs after the web server has let its last request go. */
    @Override
    public void stop() {
        running = false;
        LockSupport.unpark(helper);
        await(writer);
        await(helper);
        if (teller != null) {
            teller.close();
        }
    }

    private static void await(@Nullable Thread thread) {
        if (thread == null) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
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
