package org.fengqiao.people;

import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.fengqiao.vault.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts right what we keep about a resident, as everybody may ask (个人信息保护法 §46). */
@Component
public class ChangeResident {

    static final Deed CORRECTED = Deed.named("resident.corrected");

    private static final int LONGEST_REASON = 300;

    private final JdbcClient jdbc;
    private final SealedNumbers numbers;
    private final Childhood childhood;
    private final ResidentSheets sheets;
    private final AuditTrail trail;

    ChangeResident(
            JdbcClient jdbc, SealedNumbers numbers, Childhood childhood, ResidentSheets sheets, AuditTrail trail) {
        this.sheets = sheets;
        this.trail = trail;
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.childhood = childhood;
    }

    /**
     * What a sheet shall say.
     *
     * @param phone null leaves the phone number as it is
     * @param dropPhone true takes the phone number away
     * @param citizen null leaves the citizen number as it is
     * @param dropCitizen true takes the citizen number away
     * @param consent whose consent a child's citizen number is kept with
     */
    public record Changes(
            @Nullable String name,
            @Nullable PhoneNumber phone,
            boolean dropPhone,
            @Nullable CitizenNumber citizen,
            boolean dropCitizen,
            @Nullable String consent,
            @Nullable String address,
            @Nullable String note) {}

    private record Now(int unit, @Nullable CitizenNumber citizen) {}

    /**
     * Writes the sheet anew; that it was corrected is kept in the audit trail.
     *
     * @param reason who asked for it and how, null or empty for none; kept with names and numbers hidden
     * @throws RefusedException when the resident is not in sight, something is too long, nothing would remain to know the resident by, a
     *     number is on another sheet, or a child's number would be kept without consent
     */
    @Transactional
    public void change(long id, @Nullable String reason, Changes to) {
        String why = Words.orEmpty(reason, LONGEST_REASON);
        List<String> names = sheets.names(id);
        Now now = jdbc.sql(
                        "select id, unit_id, citizen_sealed from people.resident where id = ? and erased_at is null for update")
                .param(id)
                .query((row, n) -> new Now(
                        row.getInt("unit_id"),
                        numbers.held(SealedNumbers.CITIZEN, row).citizen()))
                .optional()
                .orElseThrow(ResidentSheets::absent);
        String consent = Words.orEmpty(to.consent(), KeepResident.LONGEST_CONSENT);
        childhood.judge(to.citizen() != null ? to.citizen() : to.dropCitizen() ? null : now.citizen(), consent);
        jdbc.sql(
                        "update people.resident set name = :name, address = :address, note = :note, consent = :consent where id = :id")
                .param("name", Words.orEmpty(to.name(), KeepResident.LONGEST_NAME))
                .param("address", Words.orEmpty(to.address(), KeepResident.LONGEST_ADDRESS))
                .param("note", Words.orEmpty(to.note(), KeepResident.LONGEST_NOTE))
                .param("consent", consent)
                .param("id", id)
                .update();
        change(
                SealedNumbers.PHONE,
                now.unit(),
                id,
                to.phone() == null ? "" : to.phone().digits(),
                to.dropPhone());
        change(
                SealedNumbers.CITIZEN,
                now.unit(),
                id,
                to.citizen() == null ? "" : to.citizen().digits(),
                to.dropCitizen());
        if (jdbc.sql("""
                        select name = '' and phone_sealed is null
                               and not exists (select from people.nickname n where n.resident_id = r.id)
                        from people.resident r where id = ?""").param(id).query(Boolean.class).single()) {
            throw RefusedException.badInput("refused.resident.nothing");
        }
        trail.keep(
                CORRECTED,
                "resident/" + id,
                MaskedText.of(why, names),
                Map.of(
                        "phone", to.dropPhone() ? "dropped" : to.phone() == null ? "kept" : "written",
                        "citizen", to.dropCitizen() ? "dropped" : to.citizen() == null ? "kept" : "written"));
    }

    private void change(Field field, int unit, long id, String digits, boolean drop) {
        if (digits.isEmpty() && !drop) {
            return;
        }
        String wanted = drop ? "" : digits;
        String name = field.name();
        if (!wanted.isEmpty()) {
            numbers.oneAtATime(field, unit, wanted);
            if (jdbc.sql(
                            "select exists (select from people.resident where unit_id = ? and %s_index = any (?) and id <> ?)"
                                    .formatted(name))
                    .params(unit, numbers.indexes(field, unit, wanted), id)
                    .query(Boolean.class)
                    .single()) {
                throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.resident." + name + "-taken")
                        .at(name);
            }
        }
        try {
            jdbc.sql("update people.resident set %1$s_sealed = :sealed, %1$s_index = :index where id = :id"
                            .formatted(name))
                    .param("sealed", numbers.seal(field, unit, id, wanted), java.sql.Types.BINARY)
                    .param("index", numbers.index(field, unit, wanted), java.sql.Types.BINARY)
                    .param("id", id)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw KeepResident.taken(taken);
        }
    }
}
