package org.fengqiao.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.stereotype.Component;

/**
 * Builds a house up again from a backup, in an empty data folder with the PostgreSQL inside or in an empty database outside. Everything
 * is verified before anything is written; rows come into tables of the version they were kept in and are counted and hashed again
 * through the walls; then the tables are brought up to date.
 */
@Component
public class RestoreBackup {

    private static final Pattern BLOCK = Pattern.compile("(\\w+)\\.(\\w+)_(\\d+)");

    private final DatabaseProperties properties;

    RestoreBackup(DatabaseProperties properties) {
        this.properties = properties;
    }

    /** What was restored. */
    public record Restored(String at, String program, long rows, int tables, long files, String place) {}

    /**
     * Only reads a backup and says what is in it.
     *
     * @throws CannotStartException when it could not be restored
     */
    public Restored verify(Path file) {
        try (Backup backup = Backup.verified(file)) {
            return restored(backup.manifest(), file.toString());
        } catch (IOException unreadable) {
            throw notReadable(file, unreadable);
        }
    }

    /**
     * Restores a backup.
     *
     * @param withoutSecrets whether to go on without the secrets the house had
     * @param tell told of every step
     * @throws CannotStartException when it is not restored, with why and what to do
     */
    public Restored restore(Path file, boolean withoutSecrets, Consumer<BothLanguages> tell) {
        try (Backup backup = Backup.verified(file)) {
            tell.accept(new BothLanguages("备份完整，内容与清单一致", "the backup is whole and is what its manifest says"));
            try (DataFolder data = DataFolder.holdToRestore(properties.data())) {
                return restore(backup, data, withoutSecrets, tell);
            }
        } catch (IOException trouble) {
            throw notReadable(file, trouble);
        }
    }

    private static CannotStartException notReadable(Path file, IOException trouble) {
        return new CannotStartException(
                "备份 %s 无法恢复（%s）。".formatted(file, trouble.getMessage()),
                "The backup %s cannot be restored (%s).".formatted(file, trouble.getMessage()));
    }

    private Restored restore(Backup backup, DataFolder data, boolean withoutSecrets, Consumer<BothLanguages> tell)
            throws IOException {
        Manifest manifest = backup.manifest();
        data.requireEmpty();
        Secrets secrets = secrets(manifest.house(), data, withoutSecrets);
        EmbeddedPostgres inside = properties.db().isGiven() ? null : new EmbeddedPostgres(data, secrets, null);
        Postgres target =
                inside == null ? Postgres.outside(properties.db(), secrets.named("database-app")) : inside.address();
        String place = inside == null ? target.place() : data.root().toString();
        if (inside == null) {
            requireEmpty(target, data.restoring(place));
        }
        data.beginRestore(place);
        emptied(data.root().resolve("rows"));
        for (String folder : TakeBackup.FOLDERS) {
            emptied(data.root().resolve(folder));
        }
        try (EmbeddedPostgres running = inside) {
            if (running != null) {
                running.start();
            }
            rebuild(backup, target, tell);
            shelve(backup, data.root());
            tell.accept(new BothLanguages(
                    "文件：%,d 个".formatted(manifest.fileCount()), "files: %,d".formatted(manifest.fileCount())));
            new Migrations(target).run();
            tell.accept(new BothLanguages("数据表已更新到本程序的版本", "the tables are up to date with this program"));
        } catch (SQLException trouble) {
            throw NotReached.as(target.owner(), target, trouble);
        }
        data.endRestore(manifest.at());
        return restored(manifest, place);
    }

    private static Restored restored(Manifest manifest, String place) {
        return new Restored(
                manifest.at(),
                manifest.program(),
                manifest.tables().stream().mapToLong(Manifest.Table::rows).sum(),
                manifest.tables().size(),
                manifest.fileCount(),
                place);
    }

    /** With other secrets bridges would be strangers and what is sealed would stay shut; better to stop than to find out later. */
    static Secrets secrets(String house, DataFolder data, boolean withoutSecrets) {
        boolean brought = Files.exists(data.root().resolve("secrets").resolve("master"));
        if (!brought && !withoutSecrets) {
            throw new CannotStartException(
                    "备份里没有密钥。请先把原来数据目录里的 secrets 目录整个放到 %s，再恢复一次。密钥确实丢了的，加上 --without-secrets：所有消息桥要换新密钥，加密保存的号码再也打不开。"
                            .formatted(data.root().resolve("secrets")),
                    "A backup holds no secrets. First bring the whole folder secrets of the former data folder to %s and restore again. Where it is lost for good, say --without-secrets: every bridge needs a new secret, and what was kept encrypted stays shut for ever."
                            .formatted(data.root().resolve("secrets")));
        }
        Secrets secrets = new Secrets(data);
        if (!TakeBackup.house(secrets).equals(house) && !withoutSecrets) {
            throw new CannotStartException(
                    "%s 里的密钥不是这份备份所属的枫桥的。请放上正确的 secrets 目录，再恢复一次。"
                            .formatted(data.root().resolve("secrets")),
                    "The secrets in %s are not those of the house this backup is of. Bring the right folder secrets and restore again."
                            .formatted(data.root().resolve("secrets")));
        }
        return secrets;
    }

    private static void requireEmpty(Postgres target, boolean begunBefore) {
        try (Connection owner = target.asOwner();
                Statement sql = owner.createStatement()) {
            ServerJudged.forOwner(owner, target);
            if (rooms(sql).isEmpty()) {
                return;
            }
            if (!begunBefore || holdsUnits(sql)) {
                throw new CannotStartException(
                        "数据库 %s 不是空的，没有恢复任何东西。请给一个新建的空数据库。".formatted(target.place()),
                        "The database %s is not empty; nothing was restored. Give a new, empty one."
                                .formatted(target.place()));
            }
            sql.execute("drop schema " + String.join(", ", rooms(sql)) + " cascade");
        } catch (SQLException trouble) {
            throw NotReached.as(target.owner(), target, trouble);
        }
    }

    private static List<String> rooms(Statement sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows =
                sql.executeQuery("select nspname from pg_namespace where nspname in (" + RoomTables.rooms() + ")")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static boolean holdsUnits(Statement sql) throws SQLException {
        try (ResultSet there = sql.executeQuery("select to_regclass('org.unit') is not null")) {
            there.next();
            if (!there.getBoolean(1)) {
                return false;
            }
        }
        try (ResultSet some = sql.executeQuery("select exists (select from org.unit)")) {
            some.next();
            return some.getBoolean(1);
        }
    }

    private static void rebuild(Backup backup, Postgres target, Consumer<BothLanguages> tell)
            throws SQLException, IOException {
        Manifest manifest = backup.manifest();
        new Migrations(target).upTo(manifest.rooms());
        try (Connection owner = target.asOwner();
                Statement sql = owner.createStatement()) {
            owner.setAutoCommit(false);
            Reading.plainly(sql);
            fill(backup, owner, sql, tell);
            for (Manifest.Sequence sequence : manifest.sequences()) {
                sql.execute("select setval('%s', %d)".formatted(sequence.name(), sequence.last()));
            }
            owner.commit();
            owner.setAutoCommit(true);
            passOver(sql, manifest.transactions());
        }
        tell.accept(new BothLanguages("逐表核对行数和散列 …", "counting and hashing every table again …"));
        try (Connection house = target.asWalledRole();
                Statement sql = house.createStatement()) {
            house.setAutoCommit(false);
            Reading.plainly(sql);
            HouseSight.tell(house);
            for (Manifest.Table table : manifest.tables()) {
                if (throughWalls(table)) {
                    same(table, house);
                } else if (HouseSight.count(sql, table.name()) != table.seenByHouse()) {
                    throw another(table, HouseSight.count(sql, table.name()));
                }
            }
        }
        tell.accept(new BothLanguages("每张表都与备份一致", "every table is what was kept"));
    }

    /** Lets the server count on until whatever is written next stands behind what was restored; most have long passed it. */
    private static void passOver(Statement sql, int highest) throws SQLException {
        while (true) {
            try (ResultSet next = sql.executeQuery("select pg_current_xact_id() > '%d'::xid8".formatted(highest))) {
                next.next();
                if (next.getBoolean(1)) {
                    return;
                }
            }
        }
    }

    /**
     * Rows come in past walls and triggers, which judge what people do and not what is restored: both are put back in the same
     * transaction, so nobody ever meets the tables without.
     */
    private static void fill(Backup backup, Connection owner, Statement sql, Consumer<BothLanguages> tell)
            throws SQLException, IOException {
        List<Manifest.Table> tables = backup.manifest().tables();
        for (Manifest.Table table : tables) {
            makeBlock(sql, table.name());
        }
        List<String> putBack = new ArrayList<>();
        List<String> forced = strings(
                sql,
                "select c.oid::regclass::text from pg_class c where c.relforcerowsecurity and c.relnamespace::regnamespace::text in (%s)");
        List<String> triggers = strings(
                sql,
                "select format('alter table %%s enable %%s trigger %%I', tgrelid::regclass, case tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, tgname)"
                        + " from pg_trigger t join pg_class c on c.oid = t.tgrelid where not tgisinternal and tgparentid = 0 and tgenabled <> 'D'"
                        + " and c.relnamespace::regnamespace::text in (%s)");
        for (String table : forced) {
            sql.execute("alter table " + table + " no force row level security");
            putBack.add("alter table " + table + " force row level security");
        }
        for (String trigger : triggers) {
            sql.execute(trigger.replaceFirst(" enable (always|replica)? ?trigger ", " disable trigger "));
            putBack.add(trigger);
        }
        sql.execute("truncate "
                + tables.stream().map(Manifest.Table::name).collect(Collectors.joining(", "))
                + ", " + String.join(", ", RoomTables.LEFT_OUT));
        CopyManager copy = owner.unwrap(PGConnection.class).getCopyAPI();
        for (Manifest.Table table : tables) {
            try (InputStream rows = backup.part(table.part())) {
                copy.copyIn("copy %s (%s) from stdin".formatted(table.name(), table.columnList()), rows, 1 << 16);
            }
            tell.accept(new BothLanguages(
                    "%s：%,d 行".formatted(table.name(), table.rows()),
                    "%s: %,d rows".formatted(table.name(), table.rows())));
        }
        for (Manifest.Table table : tables) {
            if (!throughWalls(table)) {
                same(table, owner);
            }
        }
        for (String statement : putBack) {
            sql.execute(statement);
        }
    }

    /** Blocks of a table in parts are made while the house works; a room makes block 3 of {@code search} by {@code make_search_block(3)}. */
    private static void makeBlock(Statement sql, String table) throws SQLException {
        Matcher block = BLOCK.matcher(table);
        if (!strings(sql, "select to_regclass('" + table + "') where to_regclass('" + table + "') is null")
                        .isEmpty()
                && block.matches()) {
            sql.execute("select %s.make_%s_block(%s)".formatted(block.group(1), block.group(2), block.group(3)));
        }
    }

    private static List<String> strings(Statement sql, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(query.contains("%s") ? query.formatted(RoomTables.rooms()) : query)) {
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
        }
        return found;
    }

    /** What the house sees all of is read as the house; the rest, such as the lists people saved, past the walls. */
    private static boolean throughWalls(Manifest.Table table) {
        return table.seenByHouse() == table.rows();
    }

    private static void same(Manifest.Table table, Connection reader) throws SQLException {
        RowsDigest rows = new RowsDigest();
        try {
            reader.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "copy (select %s from only %s) to stdout".formatted(table.columnList(), table.name()),
                            rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.rows() != table.rows() || !rows.value().equals(table.digest())) {
            throw another(table, rows.rows());
        }
    }

    private static CannotStartException another(Manifest.Table table, long found) {
        return new CannotStartException(
                "恢复后核对不上：表 %s 备份时 %d 行，现在读到 %d 行。这个数据目录不能使用，请在另一台机器上或用另一份备份恢复。"
                        .formatted(table.name(), table.rows(), found),
                "The table %s is not what was kept: %d rows were, %d are read now. Do not use this data folder; restore on another machine or from another backup."
                        .formatted(table.name(), table.rows(), found));
    }

    private static void shelve(Backup backup, Path root) throws IOException {
        for (String name : backup.files().keySet()) {
            Path file = root.resolve(name).normalize();
            if (TakeBackup.FOLDERS.stream().map(root::resolve).noneMatch(file::startsWith)) {
                throw new IOException("a file outside of the shelves: " + name);
            }
            Files.createDirectories(file.getParent());
            try (InputStream in = backup.part(name);
                    FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read);
                    while (rest.hasRemaining()) {
                        out.write(rest);
                    }
                }
                out.force(true);
            }
        }
    }

    static void emptied(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
