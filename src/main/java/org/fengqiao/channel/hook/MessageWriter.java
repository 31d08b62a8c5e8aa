package org.fengqiao.channel.hook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Fault;
import org.fengqiao.database.Outage;
import org.fengqiao.database.Sight;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what comes over bridges, the requests that wait at the same moment in one transaction: while one commit is on its way to the
 * disk the next one gathers. Whoever waits hears of it after the commit.
 */
@Component
class MessageWriter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MessageWriter.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_WAITING = 10_000;
    private static final long PATIENCE_SECONDS = 30;
    private static final long REPEATED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String INSERT = """
            insert into channel.message (unit_id, bridge_id, external_id, body_hash, group_ref, group_name, sender_ref,
                   sender, words, said_at, to_open)
            select unit, bridge, id, hash, group_ref, group_name, sender_ref, sender, words,
                   coalesce(said::timestamptz, clock_timestamp()), to_open
            from unnest(?::int[], ?::int[], ?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                   ?::text[], ?::boolean[])
                   as came (unit, bridge, id, hash, group_ref, group_name, sender_ref, sender, words, said, to_open)
            %s returning id""";

    private static final String INSERT_ALL = INSERT.formatted("");
    private static final String INSERT_NEW = INSERT.formatted("on conflict (bridge_id, external_id) do nothing");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicInteger items = new AtomicInteger();
    private volatile long repeatedUntil = System.nanoTime();
    private volatile boolean running;
    private @Nullable Thread writer;
    private volatile @Nullable Thread helper;

    MessageWriter(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Request(Bridge bridge, List<Item> items, CompletableFuture<List<Outcome>> outcomes) {}

    /** One item of a request and what became of it. */
    private static final class Entry {
        final Bridge bridge;
        Item item;

        @Nullable
        Outcome outcome;

        Entry(Bridge bridge, Item item) {
            this.bridge = bridge;
            this.item = item;
        }

        Key key() {
            return switch (item) {
                case Item.Readable message -> new Key(bridge.id(), message.id());
                case Item.Unreadable raw ->
                    new Key(bridge.id(), java.util.HexFormat.of().formatHex(raw.hash()));
            };
        }
    }

    private record Key(int bridge, String id) {}

    private static final Comparator<Key> KEYS =
            Comparator.comparingInt(Key::bridge).thenComparing(Key::id);

    /** Two transactions that keep the same messages wait for each other one way only. */
    private static final Comparator<Entry> ONE_ORDER = Comparator.comparing(Entry::key, KEYS);

    /** What the database holds under a key. */
    private record Held(long id, byte[] hash, boolean fresh) {}

    private static final RowMapper<Long> ID = (row, n) -> row.getLong(1);

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
        List<Request> requests = new ArrayList<>();
        while (running || !waiting.isEmpty()) {
            try {
                Request first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    finish(gather(first, requests));
                }
            } catch (InterruptedException stop) {
                continue;
            }
        }
    }

    /** One transaction is cheaper than two, as long as one server process keeps up with what comes. */
    private void helpOut() {
        List<Request> requests = new ArrayList<>();
        while (running) {
            Request first = items.get() < MOST_AT_ONCE ? null : waiting.poll();
            if (first != null) {
                finish(gather(first, requests));
            } else {
                LockSupport.parkNanos(this, TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    private List<Request> gather(Request first, List<Request> requests) {
        requests.clear();
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
            List<Entry> entries = new ArrayList<>();
            for (Request request : requests) {
                request.items().forEach(item -> entries.add(new Entry(request.bridge(), item)));
            }
            write(entries);
            int from = 0;
            for (Request request : requests) {
                int to = from + request.items().size();
                request.outcomes()
                        .complete(entries.subList(from, to).stream()
                                .map(entry -> Objects.requireNonNull(entry.outcome))
                                .toList());
                from = to;
            }
        } catch (RuntimeException unknown) {
            log.warn(
                    "Messages of {} requests may not be kept; their senders are told so: {}",
                    requests.size(),
                    unknown.toString());
            requests.forEach(request -> request.outcomes().completeExceptionally(unknown));
        }
    }

    /**
     * What comes is nearly always new, and PostgreSQL takes it faster where it need not expect otherwise. Something that came before is
     * seldom alone: for a while after it all is looked up.
     */
    private void keepAll(List<Entry> entries) {
        if (System.nanoTime() - repeatedUntil < 0) {
            transaction.executeWithoutResult(status -> keepAll(entries, INSERT_NEW));
            return;
        }
        try {
            transaction.executeWithoutResult(status -> keepAll(entries, INSERT_ALL));
        } catch (DuplicateKeyException cameBefore) {
            repeatedUntil = System.nanoTime() + REPEATED_NANOS;
            transaction.executeWithoutResult(status -> keepAll(entries, INSERT_NEW));
        }
    }

    /** One transaction; where the database will not take something, halves, until that something stands alone and goes to quarantine. */
    private void write(List<Entry> entries) {
        try {
            keepAll(entries);
        } catch (NonTransientDataAccessException refused) {
            if (refused instanceof NonTransientDataAccessResourceException || Outage.isBehind(refused)) {
                throw refused;
            }
            if (entries.size() > 1) {
                write(entries.subList(0, entries.size() / 2));
                write(entries.subList(entries.size() / 2, entries.size()));
                return;
            }
            Entry alone = entries.getFirst();
            if (!(alone.item instanceof Item.Readable message)) {
                throw refused;
            }
            log.warn("A message of bridge {} goes to quarantine: {}", alone.bridge.id(), refused.toString());
            alone.item = new Item.Unreadable(
                    message.hash(),
                    message.words().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    Fault.UNSTORABLE);
            keepAll(entries);
        }
    }

    private void keepAll(List<Entry> entries, String insert) {
        Map<Key, Entry> messages = new HashMap<>();
        Map<Key, Entry> unreadable = new HashMap<>();
        List<Entry> freshMessages = new ArrayList<>();
        List<Entry> freshUnreadable = new ArrayList<>();
        for (Entry entry : entries) {
            boolean readable = entry.item instanceof Item.Readable;
            if ((readable ? messages : unreadable).putIfAbsent(entry.key(), entry) == null) {
                (readable ? freshMessages : freshUnreadable).add(entry);
            }
        }
        freshMessages.sort(ONE_ORDER);
        freshUnreadable.sort(ONE_ORDER);
        Map<Key, Held> heldMessages = freshMessages.isEmpty() ? Map.of() : keepMessages(freshMessages, insert);
        Map<Key, Held> heldUnreadable = freshUnreadable.isEmpty() ? Map.of() : keepUnreadable(freshUnreadable);
        for (Entry entry : entries) {
            entry.outcome = switch (entry.item) {
                case Item.Readable message -> {
                    Held held = Objects.requireNonNull(heldMessages.get(entry.key()));
                    yield Arrays.equals(held.hash(), message.hash())
                            ? new Outcome.Kept(
                                    message.id(), held.id(), !held.fresh() || messages.get(entry.key()) != entry)
                            : new Outcome.Conflict(message.id());
                }
                case Item.Unreadable raw ->
                    new Outcome.Quarantined(
                            Objects.requireNonNull(heldUnreadable.get(entry.key()))
                                    .id(),
                            raw.fault());
            };
        }
    }

    private Map<Key, Held> keepMessages(List<Entry> entries, String insert) {
        int n = entries.size();
        Integer[] units = new Integer[n];
        Integer[] bridges = new Integer[n];
        Boolean[] toOpen = new Boolean[n];
        String[] ids = new String[n];
        byte[][] hashes = new byte[n][];
        @Nullable String[] groupRefs = new @Nullable String[n];
        @Nullable String[] groupNames = new @Nullable String[n];
        @Nullable String[] senderRefs = new @Nullable String[n];
        String[] senders = new String[n];
        String[] words = new String[n];
        @Nullable String[] saidAt = new @Nullable String[n];
        for (int i = 0; i < n; i++) {
            Item.Readable message = (Item.Readable) entries.get(i).item;
            units[i] = entries.get(i).bridge.unitId();
            bridges[i] = entries.get(i).bridge.id();
            toOpen[i] = entries.get(i).bridge.opens() == Bridge.Opens.MATTER;
            ids[i] = message.id();
            hashes[i] = message.hash();
            groupRefs[i] = message.groupRef();
            groupNames[i] = message.groupName();
            senderRefs[i] = message.senderRef();
            senders[i] = message.sender();
            words[i] = message.words();
            saidAt[i] = message.saidAt() == null ? null : message.saidAt().toString();
        }
        List<Long> fresh = jdbc.sql(insert)
                .params(units, bridges, ids, hashes, groupRefs, groupNames, senderRefs, senders, words, saidAt, toOpen)
                .query(ID)
                .list();
        Map<Key, Held> held = new HashMap<>(n * 2);
        // Ids come in the order of the rows. Where some were there already, each is looked up.
        if (fresh.size() == n) {
            for (int i = 0; i < n; i++) {
                held.put(
                        entries.get(i).key(),
                        new Held(fresh.get(i), entries.get(i).item.hash(), true));
            }
            return held;
        }
        Set<Long> ofNow = Set.copyOf(fresh);
        jdbc.sql("""
                        select m.bridge_id, m.external_id, m.id, m.body_hash
                        from unnest(?::int[], ?::text[]) as came (bridge, id)
                        join channel.message m on m.bridge_id = came.bridge and m.external_id = came.id""")
                .params(bridges, ids)
                .query((row, i) -> held.put(
                        new Key(row.getInt(1), row.getString(2)),
                        new Held(row.getLong(3), row.getBytes(4), ofNow.contains(row.getLong(3)))))
                .list();
        return held;
    }

    private Map<Key, Held> keepUnreadable(List<Entry> entries) {
        Map<Key, Held> held = new HashMap<>();
        for (Entry entry : entries) {
            Item.Unreadable raw = (Item.Unreadable) entry.item;
            long id = jdbc.sql("""
                            with fresh as (
                                insert into channel.quarantine (unit_id, bridge_id, hash, raw, reason) values (?, ?, ?, ?, ?)
                                on conflict (bridge_id, hash) do nothing returning id)
                            select id from fresh
                            union all select id from channel.quarantine where bridge_id = ? and hash = ? limit 1""")
                    .params(
                            entry.bridge.unitId(),
                            entry.bridge.id(),
                            raw.hash(),
                            raw.raw(),
                            raw.fault().name(),
                            entry.bridge.id(),
                            raw.hash())
                    .query(Long.class)
                    .single();
            held.put(entry.key(), new Held(id, raw.hash(), true));
        }
        return held;
    }

    @Override
    public void start() {
        running = true;
        writer = start("message-writer", this::work);
        helper = start("message-helper", this::helpOut);
    }

    private static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(() -> Sight.HOUSE.seeing(work));
    }

    /** Runs after the web server has let its last request go. */
    @Override
    public void stop() {
        running = false;
        LockSupport.unpark(helper);
        await(writer);
        await(helper);
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
