package org.fengqiao.town;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.fengqiao.database.Sight;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks for words in every table of the house, whoever's rows they are. */
@TestComponent
public class EveryTable {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    EveryTable(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** The tables in which the words stand, as text or within bytes. */
    public List<String> holding(String words) {
        String hex = HexFormat.of().formatHex(words.getBytes(StandardCharsets.UTF_8));
        return Objects.requireNonNull(Sight.HOUSE.see(() -> transaction.execute(status -> tables().stream()
                .filter(table -> jdbc.sql("select exists (select from " + table
                                + " t where t::text like '%' || ? || '%' or t::text like '%' || ? || '%')")
                        .params(words, hex)
                        .query(Boolean.class)
                        .single())
                .toList())));
    }

    private List<String> tables() {
        return jdbc.sql("""
                        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
                          and has_table_privilege(c.oid, 'select') order by 1""").query((row, n) -> row.getString(1)).list();
    }
}
