package org.fengqiao.vault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.Sight;
import org.fengqiao.vault.SealingKey.State;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Replaces the key of all sealed fields while the house runs. A new key is first only made known, then sealed with, then everything is
 * sealed anew in small batches, and only when no row and no transaction can need the former key any more is it destroyed. Broken off at
 * any point, nothing is unreadable; the next run finishes the work.
 */
@Component
public class RotateKeys {

    private static final int BATCH = 500;
    private static final int MOST_ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final KeyFile file;
    private final Vault vault;
    private final KnownKeys known;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    RotateKeys(KeyFile file, Vault vault, KnownKeys known, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.file = file;
        this.vault = vault;
        this.known = known;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * What came of it.
     *
     * @param sealed values sealed anew
     * @param broken values that opened with no key; while there is one, the former key is kept
     * @param destroyed whether the former key is gone
     */
    public record Outcome(long sealed, long broken, boolean destroyed) {}

    /**
     * Replaces the key.
     *
     * @param notice how long a running house may take to notice a change of the file; it looks every second when it needs a key
     * @param tell told of each step
     * @throws CannotStartException when keys are being replaced at this moment
     */
    public Outcome rotate(Duration notice, Consumer<BothLanguages> tell) {
        try (KeyFile.@Nullable Held held = file.hold()) {
            if (held == null) {
                throw new CannotStartException(
                        "另一个 rotate-keys 正在运行，请等它结束。", "Another rotate-keys is running; wait until it is done.");
            }
            return Sight.HOUSE.see(() -> turn(notice, tell));
        }
    }

    private Outcome turn(Duration notice, Consumer<BothLanguages> tell) {
        inOne(() -> {
            known.ready();
            return true;
        });
        SealingKey next = inOne(() -> {
            Keys keys = vault.read();
            SealingKey fresh = SealingKey.random(known.nextId(keys), vault.algorithm(), State.NEXT);
            file.write(keys.with(fresh));
            known.write(fresh);
            return fresh;
        });
        tell.accept(new BothLanguages("已生成新密钥 %d".formatted(next.id()), "Key %d was made".formatted(next.id())));
        pause(notice);
        file.write(vault.read().sealingWith(next.id()));
        vault.read();
        pause(notice);
        long sealed = 0;
        long found = 1;
        for (int round = 0; found > 0; round++) {
            // Whoever sealed with the former key just before may not have committed yet.
            if (round > MOST_ROUNDS || !nobodyReadsWhatWas()) {
                return new Outcome(sealed, 0, false);
            }
            Set<String> broken = new HashSet<>();
            found = 0;
            for (Field field : known.fields()) {
                found += again(field, broken);
            }
            sealed += found;
            if (!broken.isEmpty()) {
                return new Outcome(sealed, broken.size(), false);
            }
        }
        tell.accept(
                new BothLanguages("已重新加密 %,d 个号码".formatted(sealed), "%,d numbers were sealed anew".formatted(sealed)));
        Keys all = vault.read();
        inOne(() -> {
            all.all().stream().filter(key -> key.id() != next.id()).forEach(key -> known.destroyed(key.id()));
            return true;
        });
        file.write(all.only(next.id()));
        vault.read();
        tell.accept(new BothLanguages("旧密钥已销毁", "The former key was destroyed"));
        return new Outcome(sealed, 0, true);
    }

    /** Seals every value of a field that another key sealed with the current one. */
    private long again(Field field, Set<String> broken) {
        long sealed = 0;
        Batch batch = batch(field, 0, broken);
        while (batch.last() > 0) {
            sealed += batch.sealed();
            batch = batch(field, batch.last(), broken);
        }
        return sealed;
    }

    private record Batch(long last, int sealed) {}

    private record Row(long id, int unit, byte[] sealed) {}

    private Batch batch(Field field, long after, Set<String> broken) {
        SealingKey current = vault.read().current();
        return inOne(() -> {
            List<Row> rows = jdbc.sql("""
                            select id, unit_id, %1$s from %2$s
                            where id > ? and %1$s is not null and substring(%1$s from 1 for %3$d) <> ? order by id limit %4$d for update""".formatted(field.sealedColumn(), field.table(), SealingKey.HEADER, BATCH))
                    .params(after, current.header())
                    .query((row, n) -> new Row(row.getLong(1), row.getInt(2), row.getBytes(3)))
                    .list();
            List<Long> ids = new ArrayList<>();
            List<byte[]> sealed = new ArrayList<>();
            List<byte[]> indexes = new ArrayList<>();
            for (Row row : rows) {
                try {
                    String plain = vault.open(field, row.unit(), row.id(), row.sealed());
                    ids.add(row.id());
                    sealed.add(vault.seal(field, row.unit(), row.id(), plain));
                    indexes.add(vault.index(field, row.unit(), plain));
                } catch (SealBrokenException spoilt) {
                    broken.add(field + "/" + row.id());
                }
            }
            if (!ids.isEmpty()) {
                jdbc.sql("""
                                update %s t set %s = v.sealed %s
                                from unnest(?::bigint[], ?::bytea[], ?::bytea[]) as v (id, sealed, index) where t.id = v.id""".formatted(
                                        field.table(),
                                        field.sealedColumn(),
                                        field.indexed() ? ", " + field.indexColumn() + " = v.index" : ""))
                        .params(ids.toArray(Long[]::new), sealed.toArray(byte[][]::new), indexes.toArray(byte[][]::new))
                        .update();
            }
            return new Batch(rows.isEmpty() ? 0 : rows.getLast().id(), ids.size());
        });
    }

    /** Waits until every transaction is over that wrote before now, or may still see a row as it was before now. */
    private boolean nobodyReadsWhatWas() {
        String mine = inOne(() -> jdbc.sql("select pg_current_xact_id()::text")
                .query(String.class)
                .single());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!inOne(() -> jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot()) > ?::xid8")
                .param(mine)
                .query(Boolean.class)
                .single())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(Duration.ofMillis(200));
        }
        return true;
    }

    private <T> T inOne(java.util.function.Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private static void pause(Duration howLong) {
        long until = System.nanoTime() + howLong.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
