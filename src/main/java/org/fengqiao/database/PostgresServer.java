package org.fengqiao.database;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The server in use: our own child, or one that somebody else runs. */
final class PostgresServer implements AutoCloseable {

    private final Postgres address;
    private final @Nullable EmbeddedPostgres child;

    private PostgresServer(Postgres address, @Nullable EmbeddedPostgres child) {
        this.address = address;
        this.child = child;
    }

    static PostgresServer insideOrOutside(DatabaseProperties.Db outside, DataFolder data, Secrets secrets) {
        if (outside.url() == null || outside.url().isBlank()) {
            EmbeddedPostgres child = EmbeddedPostgres.start(data, secrets);
            return new PostgresServer(child.address(), child);
        }
        if (outside.user() == null || outside.password() == null) {
            throw new CannotStartException(
                    "设置了 FENGQIAO_DB_URL，还需要 FENGQIAO_DB_USER 和 FENGQIAO_DB_PASSWORD。",
                    "FENGQIAO_DB_URL is set; FENGQIAO_DB_USER and FENGQIAO_DB_PASSWORD are needed too.");
        }
        return new PostgresServer(
                new Postgres(
                        outside.url(),
                        Objects.requireNonNull(outside.user()),
                        Objects.requireNonNull(outside.password()),
                        secrets.named("database-app")),
                null);
    }

    Postgres address() {
        return address;
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
