package org.fengqiao.database;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
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
