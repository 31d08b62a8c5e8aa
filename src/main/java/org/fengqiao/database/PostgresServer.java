package org.fengqiao.database;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The server in use: our own child, that of the house that is running already, or one that somebody else runs. It is started and migrated on a thread of its own while the rest
 * of the house is furnished; whoever needs a connection waits for it.
 */
final class PostgresServer implements AutoCloseable {

    private final @Nullable Postgres outside;
    private final @Nullable EmbeddedPostgres child;
    private final boolean migrates;
    private final CompletableFuture<Void> ready;

    private PostgresServer(@Nullable Postgres outside, @Nullable EmbeddedPostgres child, boolean migrates) {
        this.outside = outside;
        this.child = child;
        this.migrates = migrates;
        this.ready = CompletableFuture.runAsync(
                this::prepare,
                task -> Thread.ofPlatform().name("postgres-start").daemon().start(task));
    }

    private void prepare() {
        if (child != null) {
            child.start();
        }
        if (migrates) {
            new Migrations(address()).run();
        }
    }

    static PostgresServer insideOrOutside(DatabaseProperties properties, DataFolder data, Secrets secrets) {
        boolean migrates = !properties.join();
        if (properties.db().isGiven()) {
            Postgres outside = Postgres.outside(properties.db(), secrets.named("database-app"));
            return new PostgresServer(outside, null, migrates);
        }
        if (!data.isHeld()) {
            return new PostgresServer(EmbeddedPostgres.running(data, secrets), null, false);
        }
        if (properties.join()) {
            EmbeddedPostgres.requireRows(data);
        }
        EmbeddedPostgres child = new EmbeddedPostgres(data, secrets, properties.walArchive());
        return new PostgresServer(null, child, migrates);
    }

    /** Where it is now; one inside may come back on another port. */
    Postgres address() {
        return child != null ? child.address() : Objects.requireNonNull(outside);
    }

    /**
     * Returns when the tables of every room are up to date.
     *
     * @throws CannotStartException when the server cannot be used
     */
    void awaitReady() {
        try {
            ready.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        if (child == null) {
            return;
        }
        child.close();
        try {
            ready.handle((done, failed) -> true).get(5, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | TimeoutException stillStarting) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
