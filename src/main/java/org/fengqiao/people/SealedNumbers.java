package org.fengqiao.people;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.vault.Field;
import org.fengqiao.vault.HoldsSealed;
import org.fengqiao.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The numbers on residents' sheets, as they stand in the rows: sealed, and found by blind index. */
@Component
class SealedNumbers implements HoldsSealed {

    static final Field PHONE = Field.indexed("people.resident", "phone");
    static final Field CITIZEN = Field.indexed("people.resident", "citizen");

    private static final int BATCH = 1_000;

    private final Vault vault;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    SealedNumbers(Vault vault, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.vault = vault;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public List<Field> fields() {
        return List.of(PHONE, CITIZEN);
    }

    byte @Nullable [] seal(Field field, int unit, long row, String digits) {
        return digits.isEmpty() ? null : vault.seal(field, unit, row, digits);
    }

    byte @Nullable [] index(Field field, int unit, String digits) {
        return digits.isEmpty() ? null : vault.index(field, unit, digits);
    }

    /** What a row of this unit with this number may be found by. */
    byte[][] indexes(Field field, int unit, String digits) {
        return vault.indexes(field, unit, digits).toArray(byte[][]::new);
    }

    @Nullable
    PhoneNumber phone(ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes("phone_sealed");
        return sealed == null
                ? null
                : PhoneNumber.of(vault.open(PHONE, row.getInt("unit_id"), row.getLong("id"), sealed));
    }

    @Nullable
    CitizenNumber citizen(ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes("citizen_sealed");
        return sealed == null
                ? null
                : CitizenNumber.of(vault.open(CITIZEN, row.getInt("unit_id"), row.getLong("id"), sealed));
    }

    /**
     * Lets two with the same number at the same moment wait for each other while keys are being replaced and the number has two indexes;
     * at all other times the unique index does.
     */
    void oneAtATime(Field field, int unit, String digits) {
        if (!digits.isEmpty() && vault.isTurning()) {
            byte[] oldest = vault.indexes(field, unit, digits).getFirst();
            jdbc.sql("select pg_advisory_xact_lock(?)")
                    .param(ByteBuffer.wrap(oldest).getLong())
                    .query((row, n) -> true)
                    .single();
        }
    }

    private record Former(long id, int unit, String phone) {}

    @Override
    public void sealFormer() {
        long last = 0;
        while (last >= 0) {
            long after = last;
            last = Objects.requireNonNull(transaction.execute(status -> sealFormer(after)));
        }
    }

    private long sealFormer(long after) {
        List<Former> rows = jdbc.sql("""
                        select id, unit_id, former_phone from people.resident where former_phone <> '' and id > ?
                        order by id limit ? for update""")
                .params(after, BATCH)
                .query((row, n) -> new Former(row.getLong(1), row.getInt(2), row.getString(3)))
                .list();
        if (rows.isEmpty()) {
            return -1;
        }
        jdbc.sql("""
                        update people.resident r set phone_sealed = v.sealed, phone_index = v.index, former_phone = ''
                        from unnest(?::bigint[], ?::bytea[], ?::bytea[]) as v (id, sealed, index) where r.id = v.id""")
                .params(
                        rows.stream().map(Former::id).toArray(Long[]::new),
                        rows.stream()
                                .map(row -> vault.seal(PHONE, row.unit(), row.id(), row.phone()))
                                .toArray(byte[][]::new),
                        rows.stream()
                                .map(row -> vault.index(PHONE, row.unit(), row.phone()))
                                .toArray(byte[][]::new))
                .update();
        return rows.getLast().id();
    }
}
