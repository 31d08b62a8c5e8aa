package org.fengqiao.people;

import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts right what we keep about a resident, as everybody may ask (个人信息保护法 §46). */
@Component
public class ChangeResident {

    private final JdbcClient jdbc;

    ChangeResident(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes the sheet anew.
     *
     * @param phone null leaves the phone number as it is
     * @param dropPhone true takes the phone number away
     * @throws RefusedException when the resident is not in sight, something is too long, nothing would remain to know the resident by,
     *     or the phone number is on another sheet
     */
    @Transactional
    public void change(
            long id,
            @Nullable String name,
            @Nullable PhoneNumber phone,
            boolean dropPhone,
            @Nullable String address,
            @Nullable String note) {
        try {
            int changed = jdbc.sql("""
                            update people.resident
                            set name = :name, address = :address, note = :note,
                                phone = case when :drop then '' when :phone <> '' then :phone else phone end
                            where id = :id""")
                    .param("name", Words.orEmpty(name, KeepResident.LONGEST_NAME))
                    .param("address", Words.orEmpty(address, KeepResident.LONGEST_ADDRESS))
                    .param("note", Words.orEmpty(note, KeepResident.LONGEST_NOTE))
                    .param("drop", dropPhone)
                    .param("phone", phone == null ? "" : phone.digits())
                    .param("id", id)
                    .update();
            if (changed == 0) {
                throw ResidentSheets.absent();
            }
        } catch (DuplicateKeyException taken) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.resident.phone-taken")
                    .at("phone");
        }
        if (jdbc.sql("""
                        select name = '' and phone = '' and not exists (select from people.nickname n where n.resident_id = r.id)
                        from people.resident r where id = ?""").param(id).query(Boolean.class).single()) {
            throw RefusedException.badInput("refused.resident.nothing");
        }
    }
}
