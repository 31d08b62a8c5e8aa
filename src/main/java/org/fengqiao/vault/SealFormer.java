package org.fengqiao.vault;

import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals what a former version of the house kept in plain words: in batches, each a transaction of its own, so that it goes on where it was
 * broken off. Costs nothing when there is nothing left to do.
 */
@Component
class SealFormer {

    private static final int BATCH = 1_000;

    private final Vault vault;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    SealFormer(Vault vault, JdbcClient jdbc, TransactionTemplate transaction) {
        this.vault = vault;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    private record Former(long id, int unit, String plain) {}

    /** Seals a whole column, with the whole house in sight. */
    void seal(Field field) {
        long last = 0;
        while (last >= 0) {
            long after = last;
            last = Objects.requireNonNull(transaction.execute(status -> batch(field, after)));
        }
    }

    private long batch(Field field, long after) {
        List<Former> rows = jdbc.sql("""
                        select id, unit_id, former_%2$s from %1$s where former_%2$s <> '' and id > ?
                        order by id limit ? for update""".formatted(field.table(), field.name()))
                .params(after, BATCH)
                .query((row, n) -> new Former(row.getLong(1), row.getInt(2), row.getString(3)))
                .list();
        if (rows.isEmpty()) {
            return -1;
        }
        jdbc.sql("""
                        update %1$s t set %2$s = v.sealed, former_%3$s = ''%4$s
                        from unnest(?::bigint[], ?::bytea[], ?::bytea[]) as v (id, sealed, index) where t.id = v.id""".formatted(
                                field.table(),
                                field.sealedColumn(),
                                field.name(),
                                field.indexed() ? ", " + field.indexColumn() + " = v.index" : ""))
                .params(
                        rows.stream().map(Former::id).toArray(Long[]::new),
                        rows.stream()
                                .map(row -> vault.seal(field, row.unit(), row.id(), row.plain()))
                                .toArray(byte[][]::new),
                        rows.stream()
                                .map(row -> vault.index(field, row.unit(), row.plain()))
                                .toArray(byte[][]::new))
                .update();
        return rows.getLast().id();
    }
}
