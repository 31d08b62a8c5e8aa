package org.fengqiao.database;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the database.
 *
 * @param data the data folder ({@code FENGQIAO_DATA}), {@code data} below the working folder by default
 * @param db an outside PostgreSQL, absent for the embedded one
 * @param connections how many connections the pool holds at most; 0 for four more than two a processor, at least eight: more would only
 *     take turns
 * @param archive where the server inside copies its log ({@code FENGQIAO_ARCHIVE}), absent for nowhere
 * @param archiveSeconds after how long a started piece of the log is copied
 * @param join whether to join a house that may be running, in order to look at it, and to change nothing
 */
@ConfigurationProperties("fengqiao")
record DatabaseProperties(
        @DefaultValue("data") Path data,
        @DefaultValue Db db,
        @DefaultValue("0") int connections,
        @Nullable Path archive,
        @DefaultValue("60") int archiveSeconds,
        boolean join) {

    private static final int FEWEST = 8;

    /** Where the log is copied to, null for nowhere. */
    @Nullable
    WalArchive walArchive() {
        return archive == null || archive.toString().isBlank() ? null : new WalArchive(archive, archiveSeconds);
    }

    DatabaseProperties {
        if (connections == 0) {
            connections = Math.max(FEWEST, 2 * Runtime.getRuntime().availableProcessors() + 4);
        }
    }

    /**
     * An outside PostgreSQL, 16 or newer.
     *
     * @param url JDBC address ({@code FENGQIAO_DB_URL})
     * @param user role that owns the database and may create roles ({@code FENGQIAO_DB_USER})
     * @param password its password ({@code FENGQIAO_DB_PASSWORD})
     */
    record Db(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password) {

        /** Whether any of it is set: half a setting must not open another database than the one that was meant. */
        boolean isGiven() {
            return Stream.of(url, user, password).anyMatch(setting -> setting != null && !setting.isBlank());
        }
    }
}
