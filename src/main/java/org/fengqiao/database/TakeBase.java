package org.fengqiao.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Copies the pages of the server inside into one file while it goes on: the base from which its archived log leads to any later moment.
 * Good for the same version of the server on the same kind of machine, unlike a {@link TakeBackup backup}.
 */
@Component
public class TakeBase {

    static final String LIST = "base.sha256";

    /** What belongs to a running server only; it makes these anew. */
    private static final Set<String> EMPTY = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "recovery.signal");

    private final PostgresServer server;
    private final DataFolder data;
    private final DatabaseProperties properties;
    private final Secrets secrets;

    TakeBase(PostgresServer server, DataFolder data, DatabaseProperties properties, Secrets secrets) {
        this.server = server;
        this.data = data;
        this.properties = properties;
        this.secrets = secrets;
    }

    /**
     * Takes a base.
     *
     * @param where a folder, or a file that is not there yet
     * @param tell told of every step
     * @return the file
     * @throws CannotStartException when it cannot be taken; nothing is left behind
     */
    public Path take(Path where, Consumer<BothLanguages> tell) {
        if (properties.db().isGiven() || properties.archive() == null) {
            throw new CannotStartException(
                    "底本要配合日志归档，只用于自带的 PostgreSQL。请设置 FENGQIAO_ARCHIVE 并重启枫桥；外部 PostgreSQL 请用它自己的办法。",
                    "A base needs the archived log of the PostgreSQL inside. Set FENGQIAO_ARCHIVE and start Fengqiao again; an outside PostgreSQL has means of its own.");
        }
        server.awaitReady();
        Path file = TakeBackup.file(where, "base", data);
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(unfinished);
            try (SealedZip zip = new SealedZip(unfinished)) {
                write(zip, tell);
                zip.seal();
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException | SQLException trouble) {
            throw new CannotStartException(
                    "底本没有做成（%s）。请检查数据库、目标磁盘的空间和权限，再试一次。".formatted(trouble.getMessage()),
                    "The base could not be taken (%s). Check the database, space and permissions, and try again."
                            .formatted(trouble.getMessage()));
        } finally {
            unfinished.toFile().delete();
        }
    }

    private void write(SealedZip zip, Consumer<BothLanguages> tell) throws SQLException, IOException {
        Shelf shelf = new Shelf(zip);
        try (Connection owner = server.address().asOwner();
                Statement sql = owner.createStatement()) {
            archives(sql);
            sql.execute("set statement_timeout = 0");
            sql.execute("select pg_backup_start('fengqiao', true)");
            shelf.keep(data.root().resolve("rows"), "rows");
            tell.accept(new BothLanguages("数据页已复制", "the pages are copied"));
            try (ResultSet end = sql.executeQuery("select labelfile from pg_backup_stop(true)")) {
                end.next();
                shelf.text("rows/backup_label", Objects.requireNonNull(end.getString(1)));
            }
        }
        for (String folder : TakeBackup.FOLDERS) {
            shelf.keep(data.root().resolve(folder), folder);
        }
        shelf.text("house", TakeBackup.house(secrets));
        tell.accept(new BothLanguages("文件已复制", "the files are copied"));
        try (OutputStream part = zip.part(LIST)) {
            part.write(shelf.list.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void archives(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery("select current_setting('archive_mode')")) {
            row.next();
            if (!"on".equals(row.getString(1))) {
                throw new CannotStartException(
                        "运行中的枫桥没有在归档日志。请设置 FENGQIAO_ARCHIVE 并重启枫桥。",
                        "The running Fengqiao does not archive its log. Set FENGQIAO_ARCHIVE and start it again.");
            }
        }
    }

    private static final class Shelf {

        private final SealedZip zip;
        private final StringBuilder list = new StringBuilder();

        Shelf(SealedZip zip) {
            this.zip = zip;
        }

        void keep(Path root, String as) throws IOException {
            if (!Files.isDirectory(root)) {
                return;
            }
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = root.relativize(folder).toString();
                    if (as.equals("rows") && EMPTY.contains(name)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String name = file.getFileName().toString();
                    boolean temporary =
                            name.startsWith("pgsql_tmp") || name.equals("pg_internal.init") || name.startsWith(".");
                    if (!temporary && !LEFT_OUT.contains(name)) {
                        one(file, as + "/" + root.relativize(file).toString().replace('\\', '/'));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException trouble) throws IOException {
                    if (trouble instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw trouble;
                }
            });
        }

        private void one(Path file, String name) throws IOException {
            InputStream opened;
            try {
                opened = Files.newInputStream(file);
            } catch (NoSuchFileException droppedMeanwhile) {
                return;
            }
            MessageDigest hash = RowsDigest.sha256();
            try (InputStream in = new DigestInputStream(opened, hash);
                    OutputStream part = zip.part(name)) {
                in.transferTo(part);
            }
            note(name, hash);
        }

        void text(String name, String content) throws IOException {
            MessageDigest hash = RowsDigest.sha256();
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            hash.update(bytes);
            try (OutputStream part = zip.part(name)) {
                part.write(bytes);
            }
            note(name, hash);
        }

        private void note(String name, MessageDigest hash) {
            list.append(HexFormat.of().formatHex(hash.digest()))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
    }
}
