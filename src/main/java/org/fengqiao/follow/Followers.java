package org.fengqiao.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.fengqiao.database.Outage;
import org.fengqiao.database.Patience;
import org.fengqiao.database.Sight;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs every follower on a thread of its own. With several nodes the cursor's row lock lets one node at a time read for a follower. */
@Component
public class Followers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Followers.class);
    private static final long IDLE_MILLIS = 500;
    private static final long TROUBLE_MILLIS = 1_000;

    /** Least time between two looks: while much is written, lines gather and share one transaction. */
    private static final long BREATH_MILLIS = 50;

    private final ObjectProvider<Follower<?>> followers;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final TransactionTemplate reading;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Condition end = lock.newCondition();
    private long written;
    private volatile boolean running;
    private @Nullable CountDownLatch stopped;

    /** @param followers asked for at the start only: what a follower does may itself wake followers */
    Followers(ObjectProvider<Follower<?>> followers, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.followers = followers;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /** Wakes the followers after the current transaction has committed (at once where there is none). */
    public void nudge() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            wake();
            return;
        }
        if (TransactionSynchronizationManager.getSynchronizations().contains(wakeUp)) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(wakeUp);
    }

    private final TransactionSynchronization wakeUp = new TransactionSynchronization() {
        @Override
        public void afterCommit() {
            wake();
        }
    };

    private void wake() {
        lock.lock();
        try {
            written++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        running = true;
        List<Follower<?>> all = all();
        CountDownLatch latch = new CountDownLatch(all.size());
        stopped = latch;
        for (Follower<?> follower : all) {
            jdbc.sql("insert into follow.cursor (follower) values (?) on conflict do nothing")
                    .param(follower.name())
                    .update();
            Thread.ofPlatform().name("follower-" + follower.name()).daemon().start(() -> {
                Patience.shorten();
                try {
                    Sight.HOUSE.seeing(() -> run(follower));
                } finally {
                    latch.countDown();
                }
            });
        }
    }

    private <L> void run(Follower<L> follower) {
        boolean nudged = false;
        while (running) {
            long before = written();
            boolean more;
            long pause = IDLE_MILLIS;
            try {
                more = step(follower, nudged);
            } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError trouble) {
                if (running) {
                    log.warn("Follower {} pauses: {}", follower.name(), trouble.toString());
                }
                more = false;
                pause = TROUBLE_MILLIS;
            }
            if (!more) {
                long looked = System.nanoTime();
                nudged = await(before, pause);
                breathe(looked);
            }
        }
    }

    private void breathe(long looked) {
        lock.lock();
        try {
            long left = looked + TimeUnit.MILLISECONDS.toNanos(BREATH_MILLIS) - System.nanoTime();
            while (running && left > 0) {
                left = end.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** One batch: read, digest, move the cursor. True when there may be more at once. */
    private <L> boolean step(Follower<L> follower, boolean nudged) {
        if (!nudged && !hasNews(follower)) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> take(follower, follower.batch())));
        } catch (RuntimeException failed) {
            if (isTransient(failed)) {
                throw failed;
            }
            return oneByOne(follower);
        }
    }

    /** Looks before it locks: a lock is written to disk, and most looks of a quiet night find nothing. */
    private boolean hasNews(Follower<?> follower) {
        return Boolean.TRUE.equals(reading.execute(
                status -> jdbc.sql("select xid::text, seq from follow.cursor where follower = ?")
                        .param(follower.name())
                        .query((row, n) -> new Position(row.getString(1), row.getLong(2)))
                        .optional()
                        .map(at -> next(follower, at) != null)
                        .orElse(false)));
    }

    private <L> boolean take(Follower<L> follower, int limit) {
        Position from = lockCursor(follower);
        if (from == null) {
            return false;
        }
        List<Stream.Entry<L>> entries = follower.stream().after(from, limit);
        if (entries.isEmpty()) {
            return false;
        }
        List<L> lines = new ArrayList<>(entries.size());
        entries.forEach(entry -> lines.add(entry.line()));
        follower.follow(lines);
        move(follower, entries.get(entries.size() - 1).at());
        return entries.size() == limit;
    }

    private <L> boolean oneByOne(Follower<L> follower) {
        for (int i = 0; i < follower.batch() && running; i++) {
            try {
                if (!Boolean.TRUE.equals(transaction.execute(status -> take(follower, 1)))) {
                    return false;
                }
            } catch (RuntimeException failed) {
                if (isTransient(failed)) {
                    throw failed;
                }
                transaction.executeWithoutResult(status -> park(follower, failed));
            }
        }
        return true;
    }

    private <L> void park(Follower<L> follower, RuntimeException failed) {
        Position from = lockCursor(follower);
        if (from == null) {
            return;
        }
        Position at = next(follower, from);
        if (at == null) {
            return;
        }
        log.error("Follower {} parks the line at {}", follower.name(), at, failed);
        jdbc.sql("""
                        insert into follow.parked (follower, xid, seq, reason) values (?, ?::xid8, ?, ?)
                        on conflict (follower, xid, seq) do update
                           set tries = follow.parked.tries + 1, tried_at = now(), reason = excluded.reason, settled_at = null""")
                .params(follower.name(), at.xid(), at.seq(), reason(failed))
                .update();
        move(follower, at);
    }

    /** The place of the next line, readable or not; null when there is none yet. */
    private static <L> @Nullable Position next(Follower<L> follower, Position from) {
        try {
            List<Stream.Entry<L>> entries = follower.stream().after(from, 1);
            return entries.isEmpty() ? null : entries.get(0).at();
        } catch (UnreadableLine unreadable) {
            return unreadable.at();
        }
    }

    /**
     * Also tells PostgreSQL to keep its plan: what a follower reads next lies at the end of an index whatever the place, and planning
     * it anew behind the walls costs more than reading it.
     */
    private @Nullable Position lockCursor(Follower<?> follower) {
        return jdbc.sql("""
                        select xid::text, seq, set_config('plan_cache_mode', 'force_generic_plan', true)
                        from follow.cursor where follower = ? for update skip locked""")
                .param(follower.name())
                .query((row, n) -> new Position(row.getString(1), row.getLong(2)))
                .optional()
                .orElse(null);
    }

    private void move(Follower<?> follower, Position to) {
        jdbc.sql("update follow.cursor set xid = ?::xid8, seq = ?, moved_at = now() where follower = ?")
                .params(to.xid(), to.seq(), follower.name())
                .update();
    }

    static String reason(RuntimeException failed) {
        String said = String.valueOf(failed.getMessage());
        String whole = failed.getClass().getSimpleName() + ": " + said.replace("\u0000", "");
        return whole.substring(0, Math.min(500, whole.length()));
    }

    private static boolean isTransient(RuntimeException failed) {
        return Outage.isBehind(failed)
                || failed instanceof TransientDataAccessException
                || failed instanceof DataAccessResourceFailureException
                || failed instanceof CannotCreateTransactionException
                || failed instanceof TransactionSystemException;
    }

    private long written() {
        lock.lock();
        try {
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a nudge; false when none came in time. */
    private boolean await(long seen, long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (running && written == seen && left > 0) {
                left = news.awaitNanos(left);
            }
            return written != seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    List<Follower<?>> all() {
        return followers.stream().toList();
    }

    @Override
    public void stop() {
        running = false;
        lock.lock();
        try {
            news.signalAll();
            end.signalAll();
        } finally {
            lock.unlock();
        }
        CountDownLatch latch = stopped;
        if (latch == null) {
            return;
        }
        try {
            if (!latch.await(5, TimeUnit.SECONDS)) {
                log.warn("A follower is still at work; its batch will be done again at the next start");
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
