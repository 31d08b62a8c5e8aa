package org.fengqiao.people;

import java.util.Optional;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds the sheet of a resident or begins one. */
@Component
public class KeepResident {

    static final int LONGEST_NAME = 40;
    static final int LONGEST_ADDRESS = 200;
    static final int LONGEST_NOTE = 500;
    static final int LONGEST_NICKNAME = 80;

    private final JdbcClient jdbc;
    private final RecogniseResident recognise;

    KeepResident(JdbcClient jdbc, RecogniseResident recognise) {
        this.jdbc = jdbc;
        this.recognise = recognise;
    }

    /**
     * Finds the resident of this unit by phone number, then by nickname; begins a sheet where there is none. What the sheet already
     * says stays, gaps in it are filled. Two at the same moment with the same phone number end on one sheet.
     *
     * @param unit the unit that knows this resident; its rows must be in sight
     * @return the id of the resident
     * @throws RefusedException when there is neither name nor phone number nor nickname, or one of them is too long
     */
    @Transactional
    public long keep(int unit, NewResident told) {
        String name = Words.orEmpty(told.name(), LONGEST_NAME);
        String address = Words.orEmpty(told.address(), LONGEST_ADDRESS);
        String note = Words.orEmpty(told.note(), LONGEST_NOTE);
        String nickname = Words.orEmpty(told.nickname(), LONGEST_NICKNAME);
        String phone = told.phone() == null ? "" : told.phone().digits();
        if (name.isEmpty() && phone.isEmpty() && nickname.isEmpty()) {
            throw RefusedException.badInput("refused.resident.nothing");
        }
        long resident = known(unit, told, phone)
                .map(id -> fill(id, name, phone, address, note))
                .orElseGet(() -> begin(unit, name, phone, address, note));
        if (told.place() != null && !nickname.isEmpty()) {
            remember(unit, told.place(), nickname, resident);
        }
        return resident;
    }

    private Optional<Long> known(int unit, NewResident told, String phone) {
        Optional<Long> byPhone = told.phone() == null ? Optional.empty() : recognise.byPhone(unit, told.phone());
        if (byPhone.isPresent() || told.place() == null) {
            return byPhone;
        }
        return recognise.byNickname(unit, told.place(), told.nickname()).filter(id -> agrees(id, phone));
    }

    /** One nickname with two phone numbers is two people. */
    private boolean agrees(long id, String phone) {
        return phone.isEmpty()
                || jdbc.sql("select phone in ('', ?) from people.resident where id = ?")
                        .params(phone, id)
                        .query(Boolean.class)
                        .single();
    }

    private long fill(long id, String name, String phone, String address, String note) {
        jdbc.sql("""
                        update people.resident
                        set name = case when name = '' then :name else name end,
                            phone = case when phone = '' then :phone else phone end,
                            address = case when address = '' then :address else address end,
                            note = case when note = '' then :note else note end
                        where id = :id""")
                .param("name", name)
                .param("phone", phone)
                .param("address", address)
                .param("note", note)
                .param("id", id)
                .update();
        return id;
    }

    private long begin(int unit, String name, String phone, String address, String note) {
        return jdbc.sql("""
                        insert into people.resident as r (unit_id, name, phone, address, note)
                        values (:unit, :name, :phone, :address, :note)
                        on conflict (unit_id, phone) where phone <> '' do update
                           set name = case when r.name = '' then excluded.name else r.name end
                        returning id""")
                .param("unit", unit)
                .param("name", name)
                .param("phone", phone)
                .param("address", address)
                .param("note", note)
                .query(Long.class)
                .single();
    }

    private void remember(int unit, NicknamePlace place, String nickname, long resident) {
        jdbc.sql("""
                        insert into people.nickname (unit_id, place, nickname, resident_id) values (?, ?, ?, ?)
                        on conflict (unit_id, place, nickname) do nothing""").params(unit, place.key(), nickname, resident).update();
    }
}
