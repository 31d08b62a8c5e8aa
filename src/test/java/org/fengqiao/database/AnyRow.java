package org.fengqiao.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows of any table for any unit, made as the owner from the catalogue, and what the tables hold: for tests of other rooms. */
public final class AnyRow {

    private final JdbcClient owner;
    private final DataSource source;

    private AnyRow(DataSource source) {
        this.owner = JdbcClient.create(source);
        this.source = source;
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
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
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

    /**
     * Makes a row of this unit in every table behind a wall and writes the words into every column of text that takes them, past every
     * trigger; the room of units and officers is left as it is, whose names stand on everybody's forms.
     *
     * @return the columns that took them
     */
    public List<String> plant(int unit, String words) {
        List<String> planted = new ArrayList<>();
        for (Catalogue.Walled table : Catalogue.walled(owner)) {
            if (table.name().startsWith("org.")) {
                continue;
            }
            of(table.name(), unit);
            String whose = table.wall().equals("officer_id")
                    ? "officer_id in (select id from org.officer where unit_id = %d)".formatted(unit)
                    : table.wall() + " = " + unit;
            for (String column :
                    owner.sql("""
                            select quote_ident(a.attname) from pg_attribute a
                            where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                              and a.atttypid in ('text'::regtype, 'varchar'::regtype) and a.attname not in ('what', 'kind', 'state', 'stage', 'stage_before', 'urgency', 'way', 'why', 'role')""").param(table.name()).query(String.class).list()) {
                for (String value : List.of("'" + words + "'", "'" + words + "' || md5(ctid::text)")) {
                    if (!planted.contains(table.name() + "." + column)
                            && takes("update %s set %s = %s where %s".formatted(table.name(), column, value, whose))) {
                        planted.add(table.name() + "." + column);
                    }
                }
            }
        }
        return planted;
    }

    private boolean takes(String update) {
        try {
            script("set session_replication_role = replica; " + update);
            return true;
        } catch (DataAccessException refused) {
            return false;
        }
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
