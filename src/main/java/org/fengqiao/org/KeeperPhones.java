package org.fengqiao.org;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.vault.Field;
import org.fengqiao.vault.HoldsSealed;
import org.fengqiao.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The phone numbers of grid keepers (网格员): sealed like residents' numbers; nobody is looked up by them. */
@Component
public class KeeperPhones implements HoldsSealed {

    static final Field PHONE = Field.plain("org.grid", "keeper_phone");

    private final Vault vault;
    private final JdbcClient jdbc;

    KeeperPhones(Vault vault, JdbcClient jdbc) {
        this.vault = vault;
        this.jdbc = jdbc;
    }

    @Override
    public List<Field> fields() {
        return List.of(PHONE);
    }

    @Override
    public List<Field> oncePlain() {
        return fields();
    }

    /**
     * Writes the number of a grid's keeper.
     *
     * @param phone null takes it away
     */
    @Transactional
    public void keep(int grid, @Nullable PhoneNumber phone) {
        int unit = jdbc.sql("select unit_id from org.grid where id = ? for update")
                .param(grid)
                .query(Integer.class)
                .single();
        write(grid, phone == null ? null : vault.seal(PHONE, unit, grid, phone.digits()));
    }

    /** Seals the number of a grid anew for the unit it belongs to now; one that does not open stays as it is. */
    void moved(int grid, int from, int to) {
        jdbc.sql("select keeper_phone_sealed from org.grid where id = ? and keeper_phone_sealed is not null")
                .param(grid)
                .query(byte[].class)
                .optional()
                .flatMap(bytes -> vault.tryOpen(PHONE, from, grid, bytes))
                .ifPresent(digits -> write(grid, vault.seal(PHONE, to, grid, digits)));
    }

    private void write(int grid, byte @Nullable [] sealed) {
        jdbc.sql("update org.grid set keeper_phone_sealed = ? where id = ?")
                .param(1, sealed, Types.BINARY)
                .param(2, grid)
                .update();
    }

    /**
     * The whole number of a grid in sight.
     *
     * @throws RefusedException when there is no such grid in sight or no number; CONFLICT when it does not open
     */
    @Transactional(readOnly = true)
    public PhoneNumber open(int grid) {
        return jdbc.sql("""
                        select id, unit_id, keeper_phone_sealed from org.grid
                        where id = ? and unit_id = any (org.kept_in_sight()) and keeper_phone_sealed is not null""")
                .param(grid)
                .query((row, n) -> opened(row))
                .optional()
                .orElseThrow(() -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.grid.absent"))
                .orElseThrow(
                        () -> RefusedException.because(RefusedException.Reason.CONFLICT, "refused.reveal.unopened"));
    }

    /**
     * The number of a row with {@code id}, {@code unit_id} and the sealed column, as it is shown.
     *
     * @param unopened the words for one that does not open
     * @return masked, empty for none
     */
    String shown(ResultSet row, String unopened) throws SQLException {
        return row.getBytes("keeper_phone_sealed") == null
                ? ""
                : opened(row).map(PhoneNumber::masked).orElse(unopened);
    }

    private Optional<PhoneNumber> opened(ResultSet row) throws SQLException {
        return vault.tryOpen(PHONE, row.getInt("unit_id"), row.getLong("id"), row.getBytes("keeper_phone_sealed"))
                .map(PhoneNumber::of);
    }
}
