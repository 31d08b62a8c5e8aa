package org.fengqiao.town;

import java.util.Objects;
import java.util.function.Supplier;
import org.fengqiao.database.Sight;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of the house, whoever's they are: to see what came of something, or to make time pass. */
@TestComponent
public class EveryRow {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    EveryRow(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Does something in a transaction that sees every row. */
    public <T> T see(Supplier<T> work) {
        return Objects.requireNonNull(Sight.HOUSE.see(() -> transaction.execute(status -> work.get())));
    }

    /** One value. */
    public <T> T read(String sql, Class<T> type, Object... values) {
        return see(() -> jdbc.sql(sql).params(values).query(type).single());
    }

    /** How many. */
    public long count(String sql, Object... values) {
        return read("select count(*) from " + sql, Long.class, values);
    }

    /** Changes rows past every rule but those of the database. */
    public void write(String sql, Object... values) {
        see(() -> jdbc.sql(sql).params(values).update());
    }
}
