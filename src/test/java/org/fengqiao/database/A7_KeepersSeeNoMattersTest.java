package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fengqiao.access.SignedIn;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A7: system, security and audit administrator see no row that tells of a resident or a matter, by SQL, whatever an endpoint would do.
 * What they may see is listed here; a table that somebody adds is shut to them or fails this test.
 */
@InAHouseOfItsOwn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class A7_KeepersSeeNoMattersTest {

    /** Of the house itself: who we are, groups and bridges by name, the trail, and how long which kind of thing is kept. */
    private static final Set<String> OF_THE_HOUSE = Set.of(
            "org.unit",
            "org.officer",
            "org.grid",
            "groups.chat_group",
            "channel.bridge",
            "audit.line",
            "people.retention");

    /** Accounts and one's own sessions and answers, cursors, keys by fingerprint. */
    private static final Set<String> SCHEMAS_OF_ACCOUNTS = Set.of("access", "follow", "vault");

    @Autowired
    ApplicationContext context;

    @Autowired
    PostgresServer server;

    @Autowired
    Town town;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    private JdbcClient owner;
    private List<String> tables;

    @BeforeAll
    void aRowInEveryTable() {
        owner = Catalogue.asOwner(server);
        AnyRow anyRow = AnyRow.in(context);
        for (Catalogue.Walled table : Catalogue.walled(owner)) {
            if (!isOfTheHouse(table.name())
                    || table.name().startsWith("groups.")
                    || table.name().startsWith("channel.")) {
                anyRow.of(table.name(), town.qingshi);
            }
        }
        tables = owner.sql("""
                        select n.nspname || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname in (%s) and c.relkind in ('r', 'p') and has_table_privilege('%s', c.oid, 'select') order by 1""".formatted(Catalogue.rooms(), server.address().walledRole()))
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static boolean isOfTheHouse(String table) {
        return OF_THE_HOUSE.contains(table) || SCHEMAS_OF_ACCOUNTS.contains(table.substring(0, table.indexOf('.')));
    }

    private long seen(Sight sight, String table) {
        Long rows = sight.see(() -> transaction.execute(status ->
                jdbc.sql("select count(*) from " + table).query(Long.class).single()));
        return rows == null ? -1 : rows;
    }

    private Set<String> opened(Sight keeper) {
        Set<String> opened = new TreeSet<>();
        for (String table : tables) {
            if (!isOfTheHouse(table) && seen(keeper, table) != 0) {
                opened.add(table);
            }
        }
        return opened;
    }

    @Test
    void noKeeperSeesARowOfAMatterOrAResident() {
        int filled = 0;
        for (String table : tables) {
            if (!isOfTheHouse(table) && seen(Sight.HOUSE, table) > 0) {
                filled++;
            }
        }
        assertThat(filled).as("tables with rows to see").isGreaterThan(12);
        for (SignedIn keeper : List.of(town.he, town.su, town.fang)) {
            assertThat(opened(keeper.sight())).as(keeper.role().name()).isEmpty();
        }
        System.out.printf(
                "A7: %d tables walked as each keeper, %d of them with rows, 0 opened%n", tables.size(), filled);
    }

    @Test
    void norThroughWhatWasHandedToThePersonOrTheUnit() {
        long task = AnyRow.in(context).of("matter.matter", town.qingshi);
        owner.sql("""
                        insert into matter.sight (matter_id, unit_id, officer_id, why, given_by_unit)
                        values (?, ?, 0, 'TO_PARTNER', ?), (?, 0, ?, 'TO_PARTNER', ?)""")
                .params(task, town.heating, town.qingshi, task, town.sun.officer(), town.qingshi)
                .update();
        assertThat(seen(town.liu.sight(), "matter.matter")).as("the partner").isPositive();
        assertThat(seen(town.sun.sight(), "matter.matter")).as("the volunteer").isPositive();
        Sight formerVolunteer = Sight.keeping(town.sun.officer(), town.heating, List.of(town.heating, town.qingshi));
        assertThat(opened(formerVolunteer)).isEmpty();
    }

    @Test
    void whatTheyKeepIsThere() {
        AnyRow.in(context).of("org.grid", town.qingshi);
        assertThat(seen(town.he.sight(), "org.grid")).isPositive();
        assertThat(seen(town.he.sight(), "groups.chat_group")).isPositive();
        assertThat(seen(town.he.sight(), "channel.bridge")).isPositive();
        assertThat(seen(town.su.sight(), "org.officer")).isGreaterThan(5);
        assertThat(seen(town.fang.sight(), "audit.line")).isPositive();
        assertThat(seen(town.chen.sight(), "matter.matter")).isPositive();
    }
}
