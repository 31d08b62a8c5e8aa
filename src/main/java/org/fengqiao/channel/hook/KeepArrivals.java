package org.fengqiao.channel.hook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.hook.Arrival.Key;
import org.fengqiao.database.OneTrip;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps what has arrived in one transaction and says what became of each. */
@Component
class KeepArrivals {

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
    private static final RowMapper<Long> ID = (row, n) -> row.getLong(1);

    private final JdbcClient jdbc;
    private final OneTrip oneTrip;
    private final TransactionTemplate transaction;
    private volatile long repeatedUntil = System.nanoTime();

    KeepArrivals(JdbcClient jdbc, OneTrip oneTrip, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.oneTrip = oneTrip;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What the database holds under a key. */
    private record Held(long id, byte[] hash, boolean fresh) {}

    /**
     * What comes is nearly always readable and new, and PostgreSQL takes it faster where it need not expect otherwise. Something that
     * came before is seldom alone: for a while after it all is looked up.
     */
    void all(List<Arrival> arrivals) {
        if (System.nanoTime() - repeatedUntil >= 0 && allReadable(arrivals)) {
            try {
                keepNew(arrivals);
                return;
            } catch (DuplicateKeyException cameBefore) {
                repeatedUntil = System.nanoTime() + REPEATED_NANOS;
            }
        }
        transaction.executeWithoutResult(status -> keep(arrivals));
    }

    private static boolean allReadable(List<Arrival> arrivals) {
        return arrivals.stream().allMatch(arrival -> arrival.item instanceof Item.Readable);
    }

    private void keepNew(List<Arrival> arrivals) {
        List<Arrival> ordered = arrivals.stream().sorted(Arrival.ONE_ORDER).toList();
        // Ids come in the order of the rows.
        List<Long> ids = oneTrip.rows(INSERT_ALL, ID, columns(ordered));
        for (int i = 0; i < ordered.size(); i++) {
            ordered.get(i).outcome = new Outcome.Kept(((Item.Readable) ordered.get(i).item).id(), ids.get(i), false);
        }
    }

    private void keep(List<Arrival> arrivals) {
        Map<Key, Arrival> messages = new HashMap<>();
        Map<Key, Arrival> unreadable = new HashMap<>();
        for (Arrival arrival : arrivals) {
            (arrival.item instanceof Item.Readable ? messages : unreadable).putIfAbsent(arrival.key(), arrival);
        }
        Map<Key, Held> heldMessages = messages.isEmpty() ? Map.of() : keepMessages(inOrder(messages));
        Map<Key, Held> heldUnreadable = unreadable.isEmpty() ? Map.of() : keepUnreadable(inOrder(unreadable));
        for (Arrival arrival : arrivals) {
            arrival.outcome = switch (arrival.item) {
                case Item.Readable message -> {
                    Held held = Objects.requireNonNull(heldMessages.get(arrival.key()));
                    yield Arrays.equals(held.hash(), message.hash())
                            ? new Outcome.Kept(
                                    message.id(), held.id(), !held.fresh() || messages.get(arrival.key()) != arrival)
                            : new Outcome.Conflict(message.id());
                }
                case Item.Unreadable raw ->
                    new Outcome.Quarantined(
                            Objects.requireNonNull(heldUnreadable.get(arrival.key()))
                                    .id(),
                            raw.fault());
            };
        }
    }

    private static List<Arrival> inOrder(Map<Key, Arrival> arrivals) {
        return arrivals.values().stream().sorted(Arrival.ONE_ORDER).toList();
    }

    private Map<Key, Held> keepMessages(List<Arrival> arrivals) {
        List<Object> columns = columns(arrivals);
        Set<Long> fresh =
                Set.copyOf(jdbc.sql(INSERT_NEW).params(columns).query(ID).list());
        Map<Key, Held> held = new HashMap<>(arrivals.size() * 2);
        jdbc.sql("""
                        select m.bridge_id, m.external_id, m.id, m.body_hash
                        from unnest(?::int[], ?::text[]) as came (bridge, id)
                        join channel.message m on m.bridge_id = came.bridge and m.external_id = came.id""")
                .params(columns.get(1), columns.get(2))
                .query((row, i) -> held.put(
                        new Key(row.getInt(1), row.getString(2)),
                        new Held(row.getLong(3), row.getBytes(4), fresh.contains(row.getLong(3)))))
                .list();
        return held;
    }

    /** The columns of {@link #INSERT}, a row an arrival. */
    private static List<Object> columns(List<Arrival> arrivals) {
        int n = arrivals.size();
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
            Bridge bridge = arrivals.get(i).bridge;
            Item.Readable message = (Item.Readable) arrivals.get(i).item;
            units[i] = bridge.unitId();
            bridges[i] = bridge.id();
            toOpen[i] = bridge.opens() == Bridge.Opens.MATTER;
            ids[i] = message.id();
            hashes[i] = message.hash();
            groupRefs[i] = message.groupRef();
            groupNames[i] = message.groupName();
            senderRefs[i] = message.senderRef();
            senders[i] = message.sender();
            words[i] = message.words();
            saidAt[i] = message.saidAt() == null ? null : message.saidAt().toString();
        }
        List<Object> columns = new ArrayList<>();
        columns.add(units);
        columns.add(bridges);
        columns.add(ids);
        columns.add(hashes);
        columns.add(groupRefs);
        columns.add(groupNames);
        columns.add(senderRefs);
        columns.add(senders);
        columns.add(words);
        columns.add(saidAt);
        columns.add(toOpen);
        return columns;
    }

    /** What somebody has settled and comes again is to be looked at again. */
    private Map<Key, Held> keepUnreadable(List<Arrival> arrivals) {
        Map<Key, Held> held = new HashMap<>();
        for (Arrival arrival : arrivals) {
            Item.Unreadable raw = (Item.Unreadable) arrival.item;
            long id = jdbc.sql("""
                            insert into channel.quarantine as held (unit_id, bridge_id, hash, raw, reason) values (?, ?, ?, ?, ?)
                            on conflict (bridge_id, hash) do update
                                set raw = excluded.raw, settled_at = null, settled_by = null,
                                    came_at = case when held.settled_at is null then held.came_at else excluded.came_at end
                            returning id""")
                    .params(
                            arrival.bridge.unitId(),
                            arrival.bridge.id(),
                            raw.hash(),
                            raw.raw(),
                            raw.fault().name())
                    .query(Long.class)
                    .single();
            held.put(arrival.key(), new Held(id, raw.hash(), true));
        }
        return held;
    }
}
