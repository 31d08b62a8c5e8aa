package org.fengqiao.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows of any table for any unit, made as the owner from the catalogue, and what the tables hold: for tests of other rooms. */
public final class AnyRow {

    private final JdbcClient owner;
    private final DataSource source;
    private final JdbcTransactionManager transactions;

    private AnyRow(DataSource source) {
        this.owner = JdbcClient.create(source);
        this.source = source;
        this.transactions = new JdbcTransactionManager(source);
    }

    /** Rows in this house. */
    public static AnyRow in(ApplicationContext house) {
        return new AnyRow(Catalogue.ownersSource(house.getBean(PostgresServer.class)));
    }

    /** The owner of the tables, whom no wall and no right stops here. */
    public JdbcClient owner() {
        return owner;
    }

    /**
     * Does something as the owner, past everything, and undoes it.
     *
     * @param work given a client on the connection it is undone on
     */
    public void undone(Consumer<JdbcClient> work) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            work.accept(owner);
        });
    }

    /** Runs several statements as they stand. */
    public void script(String statements) {
        new JdbcTemplate(source).execute(statements);
    }

    /** A new row of this unit; returns its id. */
    public long of(String table, int unit) {
        Map<String, Object> rows = new HashMap<>();
        for (String first : List.of(
                "org.officer",
                "channel.bridge",
                "people.resident",
                "groups.chat_group",
                "matter.matter",
                "notice.post")) {
            if (!first.equals(table)) {
                List<Object> row = owner.sql("select id from " + first + " where unit_id = ? order by id desc limit 1")
                        .param(unit)
                        .query((found, n) -> found.getObject(1))
                        .list();
                rows.put(first, row.isEmpty() ? TwentyStations.fill(owner, first, unit, rows) : row.get(0));
            }
        }
        return ((Number) TwentyStations.fill(owner, table, unit, rows)).longValue();
    }

    /** Lines that seal one another: only the house itself can write one that holds. */
    private static final Set<String> SEALED = Set.of("matter.ledger", "audit.line");

    /**
     * The columns of text behind a wall in which no row of this unit holds the mark, as {@code table.column}.
     *
     * @param mark letters and digits, in whatever case they are found
     */
    public Set<String> bare(int unit, String mark) {
        return together(() -> {
            Set<String> bare = new TreeSet<>();
            for (Catalogue.Walled table : Catalogue.walled(owner)) {
                bare(table, unit, mark).forEach(column -> bare.add(table.name() + "." + column));
            }
            return bare;
        });
    }

    private List<String> bare(Catalogue.Walled table, int unit, String mark) {
        List<String> columns = owner.sql("""
                        select quote_ident(attname) from pg_attribute where attrelid = ?::regclass and attnum > 0 and not attisdropped
                          and atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
                        order by attnum""")
                .param(table.name())
                .query((row, n) -> row.getString(1))
                .list();
        if (columns.isEmpty()) {
            return columns;
        }
        String held = columns.stream()
                .map(column -> "coalesce(bool_or(%s::text ilike '%%%s%%'), false)".formatted(column, mark))
                .collect(Collectors.joining(", "));
        List<Boolean> holds = owner.sql("select " + held + " from " + table.name() + " where " + whose(table, unit))
                .query((row, n) -> IntStream.rangeClosed(1, columns.size())
                        .mapToObj(place -> flag(row, place))
                        .toList())
                .single();
        return IntStream.range(0, columns.size())
                .filter(place -> !holds.get(place))
                .mapToObj(columns::get)
                .toList();
    }

    private static boolean flag(ResultSet row, int place) {
        try {
            return row.getBoolean(place);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String whose(Catalogue.Walled table, int unit) {
        return table.wall().equals("officer_id")
                ? "officer_id in (select id from org.officer where unit_id = %d)".formatted(unit)
                : table.wall() + " = " + unit;
    }

    /**
     * Makes one more row of this unit in every table behind a wall where the house itself has not brought the words into every column of
     * text, and writes them into those columns, past every trigger. Lines that are sealed are left to the house.
     *
     * @param words with the mark in them; the name of the column is put after them
     * @param left columns that hold nobody's words, left as they are
     * @return the columns that took them
     */
    public Set<String> plant(int unit, String words, String mark, Set<String> left) {
        return together(() -> plantInto(unit, words, mark, left));
    }

    private Set<String> plantInto(int unit, String words, String mark, Set<String> left) {
        Set<String> planted = new TreeSet<>();
        // Rows of persons are those of this one: nobody who signs in gets a second factor or a former password without
        // knowing.
        of("org.officer", unit);
        for (Catalogue.Walled table : Catalogue.walled(owner)) {
            List<String> columns = bare(table, unit, mark).stream()
                    .filter(column -> !left.contains(table.name() + "." + column))
                    .toList();
            // What a person has may lead to something else the person has, with no text in it.
            boolean ofPerson = table.wall().equals("officer_id");
            if (SEALED.contains(table.name()) || (columns.isEmpty() && !ofPerson)) {
                continue;
            }
            of(table.name(), unit);
            for (String column : columns) {
                String name = table.name() + "." + column;
                if (takes("""
                        update %1$s set %2$s = '%3$s' where ctid = (select ctid from %1$s where %4$s order by xmin::text::bigint desc limit 1)""".formatted(table.name(), column, words + "-" + name, whose(table, unit)))) {
                    planted.add(name);
                }
            }
        }
        return planted;
    }

    private boolean takes(String update) {
        TransactionTemplate alone = new TransactionTemplate(transactions);
        alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        try {
            alone.executeWithoutResult(status -> script("set local session_replication_role = replica; " + update
                    + "; set local session_replication_role = origin"));
            return true;
        } catch (DataAccessException refused) {
            return false;
        }
    }

    /** Over one connection, which is quicker than one for each statement. */
    private <T> T together(Supplier<T> work) {
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> work.get()));
    }

    /** Tables with the mark in a row that is not behind the wall of this unit. */
    public Set<String> astray(int unit, String mark) {
        return together(() -> astrayOf(unit, mark));
    }

    private Set<String> astrayOf(int unit, String mark) {
        Map<String, String> whose = new HashMap<>();
        Catalogue.walled(owner).forEach(table -> whose.put(table.name(), whose(table, unit)));
        return tables().stream()
                .filter(table -> owner.sql(
                                "select exists (select from %s t where t::text ilike '%%%s%%' and (%s) is not true)"
                                        .formatted(table, mark, whose.getOrDefault(table, "false")))
                        .query(Boolean.class)
                        .single())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every table of the rooms, partitions as part of their whole. */
    private List<String> tables() {
        return owner.sql("""
                        select n.nspname || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname in (%s) and c.relkind in ('r', 'p') and not c.relispartition""".formatted(Catalogue.rooms()))
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Every name of a rule of a table: constraints and unique indexes. */
    public List<String> rules() {
        return owner.sql("""
                        select conname from pg_constraint k join pg_namespace n on n.oid = k.connamespace where n.nspname in (%1$s)
                        union select indexname from pg_indexes where schemaname in (%1$s)""".formatted(Catalogue.rooms()))
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Changes rows as the owner, whom no wall holds: to make time pass where the house itself may not. */
    public void write(String sql) {
        owner.sql(sql).update();
    }

    /** One column of a row, as text. */
    public String text(String column, String table, long id) {
        return owner.sql("select %s::text from %s where id = ?".formatted(column, table))
                .param(id)
                .query(String.class)
                .single();
    }

    /** A hash of everything in every table, by table; sessions and cursors left out. */
    public Map<String, String> hashes() {
        Map<String, String> hashes = new HashMap<>();
        for (String table : owner.sql("""
                        select n.nspname || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname in (%s) and c.relkind = 'r' and c.relname not like 'spring_session%%' and c.relname <> 'cursor'""".formatted(Catalogue.rooms()))
                .query((row, n) -> row.getString(1))
                .list()) {
            hashes.put(
                    table,
                    owner.sql("select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from "
                                    + table + " t")
                            .query(String.class)
                            .single());
        }
        return hashes;
    }

    /** Whether every follower has read everything. */
    public boolean isQuiet() {
        return owner.sql("""
                        select not exists (select from follow.cursor c where exists (
                            select from matter.ledger l where (l.xid, l.seq) > (c.xid, c.seq)) and c.follower not like 'test-%' and c.follower <> 'intake'
                            and c.follower in (select follower from follow.cursor where moved_at > now() - interval '1 hour'))""").query(Boolean.class).single();
    }
}
