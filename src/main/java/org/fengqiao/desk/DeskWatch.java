package org.fengqiao.desk;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Sight;
import org.fengqiao.follow.Position;
import org.fengqiao.follow.Stream;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.ShowsOnDesk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells open desks when their counts change. One look at the ledger a second serves all desks of this node, however many are open;
 * only those whose units changed are counted anew, once for all the tabs of an officer. Nobody watching, nothing read.
 */
@Component
public class DeskWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeskWatch.class);
    private static final int LINES = 2_000;
    private static final int MOST_TABS = 12;
    private static final long BEAT_NANOS = Duration.ofSeconds(15).toNanos();

    /** Within this time a desk whose session ended is shut. */
    private static final long ASK_NANOS = Duration.ofSeconds(3).toNanos();

    /** Where the counts of an open desk go. */
    public interface Tab {

        /**
         * Shows the counts; the same again is the sign that the house is still there.
         *
         * @throws java.io.IOException when nobody listens any more
         */
        void show(Map<String, Long> counts) throws java.io.IOException;

        /** Ends it. */
        void end();
    }

    private static final class Open {
        private final SignedIn me;
        private final Tab tab;
        private final BooleanSupplier stillIn;
        private volatile Map<String, Long> shown = Map.of();
        private volatile long shownAt;
        private volatile long askedAt = System.nanoTime();

        /** Counted again at the next look: counts over many stations may be a second old. */
        private boolean again;

        Open(SignedIn me, Tab tab, BooleanSupplier stillIn) {
            this.me = me;
            this.tab = tab;
            this.stillIn = stillIn;
        }
    }

    private final Desk desk;
    private final Ledger ledger;
    private final TransactionTemplate reading;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Set<Integer> beingTold = ConcurrentHashMap.newKeySet();
    private @Nullable Position at;
    private @Nullable ScheduledExecutorService clock;
    private @Nullable ExecutorService tellers;

    DeskWatch(Desk desk, Ledger ledger, PlatformTransactionManager transactions) {
        this.desk = desk;
        this.ledger = ledger;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /**
     * Keeps a desk told until its tab goes away.
     *
     * @param stillIn whether the session the desk was opened in still holds
     */
    public void watch(SignedIn me, Tab tab, BooleanSupplier stillIn) {
        List<Open> mine =
                open.stream().filter(one -> one.me.officer() == me.officer()).toList();
        if (mine.size() >= MOST_TABS) {
            leave(mine.getFirst());
        }
        open.add(new Open(me, tab, stillIn));
    }

    /** Forgets a tab that went away. */
    public void forget(Tab tab) {
        open.removeIf(one -> one.tab.equals(tab));
    }

    private void look() {
        try {
            if (open.isEmpty()) {
                at = null;
                return;
            }
            Set<Integer> changed = Sight.HOUSE.see(this::changedUnits);
            Map<Integer, Set<Open>> byOfficer = new HashMap<>();
            for (Open one : open) {
                boolean due = System.nanoTime() - one.shownAt > BEAT_NANOS || one.shownAt == 0;
                boolean moved = changed.contains(0) || one.me.units().stream().anyMatch(changed::contains);
                if (due || moved || one.again) {
                    one.again = moved || one.shownAt == 0;
                    byOfficer
                            .computeIfAbsent(one.me.officer(), id -> new HashSet<>())
                            .add(one);
                }
            }
            ExecutorService telling = tellers;
            if (telling != null) {
                open.stream()
                        .filter(one -> System.nanoTime() - one.askedAt > ASK_NANOS)
                        .forEach(one -> {
                            one.askedAt = System.nanoTime();
                            telling.execute(() -> shutIfOver(one));
                        });
                byOfficer.forEach((officer, tabs) -> {
                    if (beingTold.add(officer)) {
                        telling.execute(() -> tell(officer, tabs));
                    } else {
                        tabs.forEach(tab -> tab.shownAt = 0);
                    }
                });
            }
        } catch (RuntimeException trouble) {
            log.warn("The desks are not told for now: {}", trouble.toString());
        }
    }

    private void shutIfOver(Open one) {
        try {
            if (!one.stillIn.getAsBoolean()) {
                leave(one);
            }
        } catch (RuntimeException trouble) {
            log.warn("A desk is not asked for now: {}", trouble.toString());
        }
    }

    /** Units with new lines since the last look; 0 stands for any unit. */
    private Set<Integer> changedUnits() {
        Position from = at;
        if (from == null) {
            at = ledger.end();
            return Set.of();
        }
        List<Stream.Entry<LedgerLine>> lines =
                java.util.Objects.requireNonNull(reading.execute(status -> ledger.after(from, LINES)));
        Set<Integer> changed = new HashSet<>();
        for (Stream.Entry<LedgerLine> entry : lines) {
            Happening happening = entry.line().happening();
            boolean moved = happening instanceof Happening.HandedOver
                    || happening instanceof Happening.Returned
                    || happening instanceof Happening.Named;
            changed.add(moved ? 0 : entry.line().unitId());
            at = entry.at();
        }
        return changed;
    }

    private void tell(int officer, Set<Open> tabs) {
        try {
            Map<SignedIn, Map<String, Long>> counted = new HashMap<>();
            for (Open one : tabs) {
                if (one.stillIn.getAsBoolean()) {
                    show(one, counted.computeIfAbsent(one.me, this::count));
                } else {
                    leave(one);
                }
            }
        } catch (RuntimeException trouble) {
            log.warn("A desk is not told for now: {}", trouble.toString());
        } finally {
            beingTold.remove(officer);
        }
    }

    private void show(Open one, Map<String, Long> counts) {
        long now = System.nanoTime();
        if (counts.equals(one.shown) && now - one.shownAt <= BEAT_NANOS) {
            return;
        }
        try {
            one.tab.show(counts);
            one.shown = counts;
            one.shownAt = now;
        } catch (java.io.IOException | IllegalStateException gone) {
            leave(one);
        }
    }

    private Map<String, Long> count(SignedIn me) {
        Map<String, Long> counts = new HashMap<>();
        for (ShowsOnDesk.Tile tile : me.sight().see(() -> desk.tiles(me))) {
            counts.put(tile.name(), tile.count());
        }
        return counts;
    }

    private void leave(Open one) {
        open.remove(one);
        try {
            one.tab.end();
        } catch (IllegalStateException gone) {
            log.debug("A tab had gone before it was ended", gone);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // looking logs its own troubles and goes on until the clock stops
    public void start() {
        tellers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("desk-", 0).factory());
        ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("desk-watch").daemon().factory());
        ticking.scheduleWithFixedDelay(this::look, 1_000, 1_000, TimeUnit.MILLISECONDS);
        clock = ticking;
    }

    @Override
    public void stop() {
        ScheduledExecutorService ticking = clock;
        if (ticking != null) {
            ticking.shutdownNow();
        }
        clock = null;
        List.copyOf(open).forEach(this::leave);
        ExecutorService telling = tellers;
        if (telling != null) {
            telling.shutdown();
        }
        tellers = null;
    }

    @Override
    public boolean isRunning() {
        return clock != null;
    }

    /** Stops before the web server waits for open answers. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
