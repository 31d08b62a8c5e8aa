package org.fengqiao.people;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.vault.Field;
import org.fengqiao.vault.HoldsSealed;
import org.fengqiao.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The numbers on residents' sheets, as they stand in the rows: sealed, and found by blind index. */
@Component
class SealedNumbers implements HoldsSealed {

    static final Field PHONE = Field.indexed("people.resident", "phone");
    static final Field CITIZEN = Field.indexed("people.resident", "citizen");

    private final Vault vault;
    private final JdbcClient jdbc;

    SealedNumbers(Vault vault, JdbcClient jdbc) {
        this.vault = vault;
        this.jdbc = jdbc;
    }

    @Override
    public List<Field> fields() {
        return List.of(PHONE, CITIZEN);
    }

    @Override
    public List<Field> oncePlain() {
        return List.of(PHONE);
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

    /**
     * What a row holds.
     *
     * @param digits empty for none, and where they do not open
     * @param broken whether there is a sealed value that does not open
     */
    record Held(String digits, boolean broken) {

        @Nullable
        PhoneNumber phone() {
            return digits.isEmpty() ? null : PhoneNumber.of(digits);
        }

        @Nullable
        CitizenNumber citizen() {
            return digits.isEmpty() ? null : CitizenNumber.of(digits);
        }
    }

    /** A number of a row with {@code id}, {@code unit_id} and the sealed column. */
    Held held(Field field, ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes(field.name() + "_sealed");
        if (sealed == null) {
            return new Held("", false);
        }
        return vault.tryOpen(field, row.getInt("unit_id"), row.getLong("id"), sealed)
                .map(digits -> new Held(digits, false))
                .orElseGet(() -> new Held("", true));
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
}
