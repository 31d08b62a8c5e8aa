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
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one moment of the whole house into one file, while the house goes on: every row of every room and every file, without the
 * secrets. Read as the owner with row security off, so that a wall can only stop it and never thin it out (reliability line I10).
 */
@Component
public class TakeBackup {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    /** What the data folder holds besides the database and what must not be in a backup. */
    static final List<String> FOLDERS = List.of("files", "checkpoints");

    private static final String WHICH_HOUSE = "backup/which-house";

    private final PostgresServer server;
    private final DataFolder data;
    private final Secrets secrets;

    TakeBackup(PostgresServer server, DataFolder data, Secrets secrets) {
        this.server = server;
        this.data = data;
        this.secrets = secrets;
    }

    /**
     * A backup that was written.
     *
     * @param damaged files whose content is no longer what their name says
     */
    public record Taken(Path file, long rows, int tables, long files, List<String> damaged) {}

    /** Tells which house a backup is of without telling anything of its secret. */
    static String house(Secrets secrets) {
        return HexFormat.of().formatHex(secrets.derived(WHICH_HOUSE));
    }

    /**
     * Takes a backup.
     *
     * @param where a folder, in which the file is named after the moment, or a file that is not there yet
     * @param tell told of every step
     * @throws CannotStartException when it cannot be taken; nothing is left behind
     */
    public Taken take(Path where, Consumer<BothLanguages> tell) {
        server.awaitReady();
        Path file = file(where, "fengqiao", data);
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(unfinished);
            Taken taken;
            try (SealedZip zip = new SealedZip(unfinished)) {
                taken = write(zip, file, tell);
                zip.seal();
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return taken;
        } catch (IOException trouble) {
            throw new CannotStartException(
                    "备份写不下去（%s）。请检查目标磁盘的空间和权限，再试一次。".formatted(trouble),
                    "The backup cannot be written (%s). Check space and permissions where it goes, and try again."
                            .formatted(trouble));
        } catch (SQLException trouble) {
            throw new CannotStartException(
                    "备份读不下去：%s。请确认数据库在运行，再试一次。".formatted(trouble.getMessage()),
                    "The backup cannot be read from the database: %s. Make sure that it runs, and try again."
                            .formatted(trouble.getMessage()));
        } finally {
            unfinished.toFile().delete();
        }
    }

    static Path file(Path where, String name, DataFolder data) {
        Path wanted = where.toAbsolutePath().normalize();
        Path file = Files.isDirectory(wanted)
                ? wanted.resolve("%s-%s.zip"
                        .formatted(
                                name,
                                ZonedDateTime.now(ZoneId.of("Asia/Shanghai")).format(STAMP)))
                : wanted;
        if (Files.exists(file)) {
            throw new CannotStartException(
                    "%s 已经存在，备份不会覆盖它。请换一个名字，或给出一个目录。".formatted(file),
                    "%s is there already; a backup overwrites nothing. Give another name, or a folder."
                            .formatted(file));
        }
        if (!Files.isDirectory(Objects.requireNonNull(file.getParent()))) {
            throw new CannotStartException(
                    "目录 %s 不存在。".formatted(file.getParent()), "There is no folder %s.".formatted(file.getParent()));
        }
        if (file.startsWith(data.root())) {
            throw new CannotStartException(
                    "备份不能放在数据目录 %s 里：目录丢了，备份也就丢了。请放到另一块磁盘上。".formatted(data.root()),
                    "A backup does not belong into the data folder %s: it would be lost with it. Put it on another disk."
                            .formatted(data.root()));
        }
        return file;
    }

    private Taken write(SealedZip zip, Path file, Consumer<BothLanguages> tell) throws SQLException, IOException {
        try (Connection owner = server.address().asOwner();
                Connection house = server.address().asWalledRole();
                Statement snapshot = Reading.snapshot(owner)) {
            seesEverything(snapshot);
            List<RoomTables.Table> tables = RoomTables.inOrder(snapshot);
            // Whoever wants to change a table waits until it is read; whoever changes rows does not.
            snapshot.execute("lock table "
                    + tables.stream().map(RoomTables.Table::name).collect(Collectors.joining(", "))
                    + " in access share mode");
            String name = asked(snapshot, "select pg_export_snapshot()");
            Map<String, Long> seen = seenByHouse(house, name, tables);
            Positions positions = Positions.in(snapshot);
            List<Manifest.Table> kept = new ArrayList<>();
            for (RoomTables.Table table : tables) {
                Manifest.Table one = copy(zip, owner, positions, table, Objects.requireNonNull(seen.get(table.name())));
                kept.add(one);
                tell.accept(new BothLanguages(
                        "%s：%,d 行".formatted(one.name(), one.rows()),
                        "%s: %,d rows".formatted(one.name(), one.rows())));
            }
            Shelves shelves = new Shelves(zip);
            for (String folder : FOLDERS) {
                shelves.keep(data.root().resolve(folder));
            }
            tell.accept(new BothLanguages("文件：%,d 个".formatted(shelves.count), "files: %,d".formatted(shelves.count)));
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    Objects.requireNonNullElse(TakeBackup.class.getPackage().getImplementationVersion(), "development"),
                    owner.getMetaData().getDatabaseProductVersion(),
                    asked(snapshot, "select to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"),
                    name,
                    house(secrets),
                    RoomTables.versions(snapshot),
                    kept,
                    RoomTables.sequences(snapshot),
                    positions.highestNumber(),
                    RoomTables.LEFT_OUT.stream().sorted().toList(),
                    shelves.list(),
                    shelves.count);
            try (OutputStream part = zip.part(Manifest.PART)) {
                part.write(JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(manifest));
            }
            return new Taken(
                    file,
                    kept.stream().mapToLong(Manifest.Table::rows).sum(),
                    kept.size(),
                    shelves.count,
                    shelves.damaged);
        }
    }

    private void seesEverything(Statement sql) throws SQLException {
        if (asked(sql, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
                .equals("f")) {
            String owner = Postgres.quoted(server.address().owner());
            throw new CannotStartException(
                    "数据库用户 %1$s 受行级隔离限制，备份会缺行，因此没有进行。请让数据库管理员执行一次：alter role %1$s bypassrls;（枫桥工作用的角色不受影响）"
                            .formatted(owner),
                    "The database user %1$s is held by the walls, a backup would miss rows, so none was taken. Let a database administrator run once: alter role %1$s bypassrls; (the role Fengqiao works as stays walled)"
                            .formatted(owner));
        }
    }

    /** How many rows of each table the house sees through its walls at the same moment: so many it must see after a restore. */
    private static Map<String, Long> seenByHouse(Connection house, String snapshot, List<RoomTables.Table> tables)
            throws SQLException {
        house.setAutoCommit(false);
        try (Statement sql = house.createStatement()) {
            sql.execute("set transaction isolation level repeatable read, read only");
            sql.execute("set transaction snapshot '%s'".formatted(snapshot));
            sql.execute("set local statement_timeout = 0");
            HouseSight.tell(house);
            Map<String, Long> seen = new HashMap<>();
            for (RoomTables.Table table : tables) {
                seen.put(table.name(), HouseSight.count(sql, table.name()));
            }
            house.rollback();
            return seen;
        }
    }

    private static Manifest.Table copy(
            SealedZip zip, Connection owner, Positions positions, RoomTables.Table table, long seenByHouse)
            throws SQLException, IOException {
        String columns = table.columns().stream()
                .map(column -> positions.column(table.name(), column))
                .collect(Collectors.joining(", "));
        RowsDigest rows = new RowsDigest();
        MessageDigest bytes = RowsDigest.sha256();
        Manifest.Table described = new Manifest.Table(table.name(), table.columns(), 0, 0, "", "");
        try (OutputStream part = new DigestOutputStream(zip.part(described.part()), bytes);
                OutputStream both = new Both(part, rows)) {
            long copied = owner.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select %s from only %s) to stdout".formatted(columns, table.name()), both);
            if (copied != rows.rows()) {
                throw new IllegalStateException(
                        table.name() + ": " + copied + " rows were sent, " + rows.rows() + " arrived");
            }
        }
        return new Manifest.Table(
                table.name(),
                table.columns(),
                rows.rows(),
                seenByHouse,
                rows.value(),
                HexFormat.of().formatHex(bytes.digest()));
    }

    private static String asked(Statement sql, String question) throws SQLException {
        try (ResultSet row = sql.executeQuery(question)) {
            row.next();
            return Objects.requireNonNull(row.getString(1));
        }
    }

    /** Writes the same into two. */
    private static final class Both extends OutputStream {

        private final OutputStream one;
        private final OutputStream other;

        Both(OutputStream one, OutputStream other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void write(int single) throws IOException {
            one.write(single);
            other.write(single);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            one.write(bytes, from, length);
            other.write(bytes, from, length);
        }
    }

    /**
     * The files of the data folder. They are read after the rows: what a row of the snapshot needs was on disk before the row, and is
     * taken away only after it.
     */
    private final class Shelves {

        private final SealedZip zip;
        private final StringBuilder list = new StringBuilder();
        private final List<String> damaged = new ArrayList<>();
        private long count;

        Shelves(SealedZip zip) {
            this.zip = zip;
        }

        void keep(Path all) throws IOException {
            if (!Files.isDirectory(all)) {
                return;
            }
            Files.walkFileTree(all, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // What begins with a dot is still being written.
                    if (attributes.isRegularFile()
                            && !file.getFileName().toString().startsWith(".")) {
                        one(file);
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

        private void one(Path file) throws IOException {
            String name = data.root().relativize(file).toString().replace('\\', '/');
            InputStream opened = open(file);
            if (opened == null) {
                return;
            }
            MessageDigest hash = RowsDigest.sha256();
            try (InputStream in = new DigestInputStream(opened, hash);
                    OutputStream part = zip.pressedPart(name)) {
                in.transferTo(part);
            }
            String is = HexFormat.of().formatHex(hash.digest());
            String shouldBe = file.getFileName().toString().replaceFirst("\\..*", "");
            if (shouldBe.matches("[0-9a-f]{64}") && !shouldBe.equals(is)) {
                damaged.add(name);
            }
            list.append(is).append("  ").append(name).append('\n');
            count++;
        }

        private static @Nullable InputStream open(Path file) throws IOException {
            try {
                return Files.newInputStream(file);
            } catch (NoSuchFileException sweptAwayMeanwhile) {
                return null;
            }
        }

        String list() throws IOException {
            byte[] bytes = list.toString().getBytes(StandardCharsets.UTF_8);
            try (OutputStream part = zip.part(Manifest.FILES_PART)) {
                part.write(bytes);
            }
            return HexFormat.of().formatHex(RowsDigest.sha256().digest(bytes));
        }
    }
}
