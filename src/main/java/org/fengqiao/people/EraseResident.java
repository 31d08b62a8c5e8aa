package org.fengqiao.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.fengqiao.access.Answered;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.fengqiao.people.KeepsAboutResident.Leaving;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Leaves nothing of a person (个人信息保护法 §47): the sheet, the names in groups, and what every room keeps about this resident, in whatever
 * unit it stands by now, all of it or nothing. What is left is an id without a face, {@code resident/12}, which the audit trail knows.
 */
@Component
public class EraseResident {

    static final Deed ERASED = Deed.named("resident.erased");

    private static final int LONGEST_REASON = 300;

    private final JdbcClient jdbc;
    private final ResidentSheets sheets;
    private final SealedNumbers numbers;
    private final List<KeepsAboutResident> rooms;
    private final Answered answered;
    private final AuditTrail trail;
    private final TransactionTemplate transaction;

    EraseResident(
            JdbcClient jdbc,
            ResidentSheets sheets,
            SealedNumbers numbers,
            List<KeepsAboutResident> rooms,
            Answered answered,
            AuditTrail trail,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.sheets = sheets;
        this.numbers = numbers;
        this.rooms = rooms;
        this.answered = answered;
        this.trail = trail;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Erases a resident in sight. A sheet that is empty already is gone through once more, for what came to it since.
     *
     * @param reason who asked for it and how, kept in the audit trail with names and numbers hidden
     * @param files whether photos and papers beside the resident's matters go, too
     * @return how many of what, by kind
     * @throws RefusedException when the resident is not in sight or no reason is given; CONFLICT under a legal hold or while a matter of
     *     this resident is open
     */
    public Map<String, Integer> erase(long id, @Nullable String reason, boolean files) {
        String why = Words.required(reason, LONGEST_REASON);
        sheets.require(id);
        // What this person said may have been handed on to units out of the reader's sight.
        return Sight.current()
                .throughAllUnits()
                .see(() -> Objects.requireNonNull(transaction.execute(status -> eraseAll(id, why, files))));
    }

    private record Row(int unit, boolean held, String phone, String citizen) {}

    private Map<String, Integer> eraseAll(long id, String why, boolean files) {
        Row row = jdbc.sql("""
                        select id, unit_id, phone_sealed, citizen_sealed, hold_reason is not null as held
                        from people.resident where id = ? for update""")
                .param(id)
                .query((found, n) -> new Row(
                        found.getInt("unit_id"),
                        found.getBoolean("held"),
                        numbers.held(SealedNumbers.PHONE, found).digits(),
                        numbers.held(SealedNumbers.CITIZEN, found).digits()))
                .optional()
                .orElseThrow(ResidentSheets::absent);
        if (row.held()) {
            throw RefusedException.because(Reason.CONFLICT, "refused.erase.hold");
        }
        Leaving leaving = new Leaving(id, row.unit(), sheets.names(id), files);
        rooms.forEach(room -> room.objectTo(leaving));
        Map<String, Integer> gone = new TreeMap<>();
        rooms.forEach(room -> room.erase(leaving).forEach((what, many) -> gone.merge(what, many, Integer::sum)));
        jdbc.sql("delete from people.nickname where resident_id = ?").param(id).update();
        jdbc.sql("""
                        update people.resident set name = '', address = '', note = '', consent = '', phone_sealed = null, phone_index = null,
                               citizen_sealed = null, citizen_index = null, erased_at = coalesce(erased_at, now())
                        where id = ?""").param(id).update();
        List<String> words = new ArrayList<>(leaving.names());
        words.add(row.phone());
        words.add(row.citizen());
        answered.forgetNaming(words);
        Map<String, String> counts = new TreeMap<>();
        gone.forEach((what, many) -> counts.put(what, Integer.toString(many)));
        trail.keep(ERASED, "resident/" + id, MaskedText.of(why, leaving.names()), counts);
        return gone;
    }
}
