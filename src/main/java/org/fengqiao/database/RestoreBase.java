package org.fengqiao.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Builds the server inside up again from a base and its archived log, as it was at a moment or up to the last piece that was copied. */
@Component
public class RestoreBase {

    private static final List<String> NEEDED = List.of(
            "pg_wal/archive_status",
            "pg_wal/summaries",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat",
            "pg_stat_tmp",
            "pg_subtrans",
            "pg_tblspc",
            "pg_twophase",
            "pg_commit_ts",
            "pg_logical/snapshots",
            "pg_logical/mappings");

    private final DatabaseProperties properties;

    RestoreBase(DatabaseProperties properties) {
        this.properties = properties;
    }

    /**
     * Restores a base.
     *
     * @param moment up to when, as PostgreSQL reads it; null for all there is
     * @return the moment of the last change that was brought back
     * @throws CannotStartException when it is not restored, with why and what to do
     */
    public String restore(Path base, Path archive, @Nullable String moment, Consumer<BothLanguages> tell) {
        WalArchive log = new WalArchive(archive, 60);
        if (!Files.isDirectory(log.folder().resolve("wal"))) {
            throw new CannotStartException(
                    "%s 不是归档目录。".formatted(log.folder()), "%s is no archive.".formatted(log.folder()));
        }
        try {
            Backup.whole(base);
            tell.accept(new BothLanguages("底本完整", "the base is whole"));
            try (DataFolder data = DataFolder.holdToRestore(properties.data());
                    ZipFile zip = new ZipFile(base.toFile(), StandardCharsets.UTF_8)) {
                return restore(zip, data, log, moment, tell);
            }
        } catch (IOException | SQLException trouble) {
            throw new CannotStartException(
                    "底本 %s 无法恢复（%s）。".formatted(base, trouble.getMessage()),
                    "The base %s cannot be restored (%s).".formatted(base, trouble.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String restore(
            ZipFile zip, DataFolder data, WalArchive log, @Nullable String moment, Consumer<BothLanguages> tell)
            throws IOException, SQLException, InterruptedException {
        data.requireEmpty();
        Secrets secrets = RestoreBackup.secrets(text(zip, "house"), data, false);
        data.beginRestore(data.root().toString());
        Path rows = data.root().resolve("rows");
        RestoreBackup.emptied(rows);
        for (String folder : TakeBackup.FOLDERS) {
            RestoreBackup.emptied(data.root().resolve(folder));
        }
        unpack(zip, data.root());
        for (String folder : NEEDED) {
            Files.createDirectories(rows.resolve(folder));
        }
        if (rows.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(rows, PosixFilePermissions.fromString("rwx------"));
        }
        Path settings = rows.resolve("postgresql.auto.conf");
        String before = Files.readString(settings);
        Files.writeString(
                settings,
                "%nrestore_command = '%s'%nrecovery_target_action = 'promote'%nrecovery_target_timeline = 'latest'%n%s"
                        .formatted(
                                log.fetching().replace("'", "''"),
                                moment == null ? "" : "recovery_target_time = '%s'%n".formatted(moment)),
                StandardOpenOption.APPEND);
        Files.createFile(rows.resolve("recovery.signal"));
        String last;
        try (EmbeddedPostgres server = new EmbeddedPostgres(data, secrets, null)) {
            server.start();
            last = awaitEnd(server.address());
            tell.accept(new BothLanguages("日志已重放到 " + last, "the log was replayed up to " + last));
        }
        Files.writeString(settings, before);
        ArchiveFiles.copy(log.folder().resolve("files"), data.root().resolve("files"), Instant.EPOCH);
        data.endRestore(last);
        return last;
    }

    /** Until the end of the log the server only reads. */
    private static String awaitEnd(Postgres address) throws SQLException, InterruptedException {
        String last = "";
        while (true) {
            try (Connection owner = address.asOwner();
                    Statement sql = owner.createStatement();
                    ResultSet row = sql.executeQuery(
                            "select pg_is_in_recovery(), coalesce(to_char(pg_last_xact_replay_timestamp() at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.MS \"+08\"'), '')")) {
                row.next();
                last = row.getString(2).isEmpty() ? last : row.getString(2);
                if (!row.getBoolean(1)) {
                    return last;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new CannotStartException(
                    "%s 不是底本。".formatted(zip.getName()), "%s is no base.".formatted(zip.getName()));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void unpack(ZipFile zip, Path root) throws IOException {
        List<String> names = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(zip.getInputStream(zip.getEntry(TakeBase.LIST)), StandardCharsets.UTF_8))) {
            lines.lines().map(line -> line.substring(66)).forEach(names::add);
        }
        for (String name : names) {
            Path file = root.resolve(name).normalize();
            if (Stream.concat(Stream.of("rows"), TakeBackup.FOLDERS.stream())
                    .map(root::resolve)
                    .noneMatch(file::startsWith)) {
                continue;
            }
            Files.createDirectories(file.getParent());
            try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
                Files.copy(in, file);
            }
        }
    }
}
