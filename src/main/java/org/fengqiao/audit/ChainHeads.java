package org.fengqiao.audit;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.fengqiao.audit.KeepsChains.Head;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the chains of one table of sealed lines stand: a table with the columns {@code xid}, {@code n} and {@code hash}. */
public final class ChainHeads {

    private static final int AT_ONCE = 5_000;

    private final JdbcClient jdbc;
    private final String table;
    private final String chain;

    /**
     * Those of a table.
     *
     * @param table with its schema
     * @param chain the column that tells its chains apart
     */
    public ChainHeads(JdbcClient jdbc, String table, String chain) {
        this.jdbc = jdbc;
        this.table = table;
        this.chain = chain;
    }

    /** Tells the last line of every chain to which a transaction from the first number on and below the second added one. */
    void between(long from, long below, Consumer<Head> each) {
        jdbc.sql("""
                        select distinct on (%1$s) %1$s, n, hash from %2$s where xid >= ?::xid8 and xid < ?::xid8
                        order by %1$s, n desc""".formatted(chain, table))
                .params(Long.toString(from), Long.toString(below))
                .withFetchSize(AT_ONCE)
                .query((RowCallbackHandler)
                        row -> each.accept(new Head(row.getLong(1), row.getLong(2), Seal.read(row.getBytes(3)))));
    }

    /** Those of these heads whose line still stands at its place with its seal. */
    Set<Head> standing(Collection<Head> heads) {
        return new HashSet<>(jdbc.sql("""
                        select l.%1$s, l.n, l.hash from unnest(?::bigint[], ?::bigint[]) as h (chain, n)
                        join %2$s l on l.%1$s = h.chain and l.n = h.n""".formatted(chain, table))
                .param(heads.stream().map(Head::chain).toArray(Long[]::new))
                .param(heads.stream().map(Head::n).toArray(Long[]::new))
                .query((row, i) -> new Head(row.getLong(1), row.getLong(2), Seal.read(row.getBytes(3))))
                .list());
    }
}
