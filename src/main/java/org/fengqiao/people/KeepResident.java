package org.fengqiao.people;

import java.util.Optional;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.springframework.dao.DuplicateKeyException;
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
    static final int LONGEST_CONSENT = 200;

    private final JdbcClient jdbc;
    private final RecogniseResident recognise;
    private final SealedNumbers numbers;
    private final Childhood childhood;

    KeepResident(JdbcClient jdbc, RecogniseResident recognise, SealedNumbers numbers, Childhood childhood) {
        this.jdbc = jdbc;
        this.recognise = recognise;
        this.numbers = numbers;
        this.childhood = childhood;
    }

    private record Told(
            int unit, String name, String phone, String citizen, String consent, String address, String note) {}

    /**
     * Finds the resident of this unit by phone number, then by citizen number, then by nickname; begins a sheet where there is none. What
     * the sheet already says stays, gaps in it are filled. Two at the same moment with the same phone number end on one sheet.
     *
     * @param unit the unit that knows this resident; its rows must be in sight
     * @return the id of the resident
     * @throws RefusedException when there is neither name nor phone number nor nickname, one of them is too long, the citizen number is on
     *     another sheet, or it is a child's and nobody consented
     */
    @Transactional
    public long keep(int unit, NewResident told) {
        Told read = new Told(
                unit,
                Words.orEmpty(told.name(), LONGEST_NAME),
                told.phone() == null ? "" : told.phone().digits(),
                told.citizen() == null ? "" : told.citizen().digits(),
                Words.orEmpty(told.consent(), LONGEST_CONSENT),
                Words.orEmpty(told.address(), LONGEST_ADDRESS),
                Words.orEmpty(told.note(), LONGEST_NOTE));
        String nickname = Words.orEmpty(told.nickname(), LONGEST_NICKNAME);
        if (read.name().isEmpty() && read.phone().isEmpty() && nickname.isEmpty()) {
            throw RefusedException.badInput("refused.resident.nothing");
        }
        childhood.judge(told.citizen(), read.consent());
        numbers.oneAtATime(SealedNumbers.PHONE, unit, read.phone());
        numbers.oneAtATime(SealedNumbers.CITIZEN, unit, read.citizen());
        long resident;
        try {
            resident = known(unit, told, read.phone()).map(id -> fill(id, read)).orElseGet(() -> begin(read));
        } catch (DuplicateKeyException taken) {
            throw taken(taken);
        }
        if (told.place() != null && !nickname.isEmpty()) {
            remember(unit, told.place(), nickname, resident);
        }
        return resident;
    }

    static RefusedException taken(DuplicateKeyException taken) {
        boolean citizen = String.valueOf(taken.getMessage()).contains("resident_citizen");
        return RefusedException.because(
                        RefusedException.Reason.CONFLICT,
                        citizen ? "refused.resident.citizen-taken" : "refused.resident.phone-taken")
                .at(citizen ? "citizen" : "phone");
    }

    private Optional<Long> known(int unit, NewResident told, String phone) {
        Optional<Long> known = told.phone() == null ? Optional.empty() : recognise.byPhone(unit, told.phone());
        if (known.isEmpty() && told.citizen() != null) {
            known = recognise.byCitizen(unit, told.citizen()).filter(id -> agrees(id, unit, phone));
        }
        if (known.isPresent() || told.place() == null) {
            return known;
        }
        return recognise.byNickname(unit, told.place(), told.nickname()).filter(id -> agrees(id, unit, phone));
    }

    /** One nickname with two phone numbers is two people. */
    private boolean agrees(long id, int unit, String phone) {
        return phone.isEmpty()
                || jdbc.sql("select phone_index is null or phone_index = any (?) from people.resident where id = ?")
                        .params(numbers.indexes(SealedNumbers.PHONE, unit, phone), id)
                        .query(Boolean.class)
                        .single();
    }

    private long fill(long id, Told told) {
        statement("""
                        update people.resident
                        set name = case when name = '' then :name else name end,
                            phone_sealed = coalesce(phone_sealed, :phone), phone_index = coalesce(phone_index, :phoneIndex),
                            citizen_sealed = coalesce(citizen_sealed, :citizen),
                            citizen_index = coalesce(citizen_index, :citizenIndex),
                            consent = case when consent = '' then :consent else consent end,
                            address = case when address = '' then :address else address end,
                            note = case when note = '' then :note else note end
                        where id = :id""", id, told).update();
        return id;
    }

    private long begin(Told told) {
        long id = jdbc.sql("select nextval('people.resident_id_seq')")
                .query(Long.class)
                .single();
        return statement("""
                        insert into people.resident as r (id, unit_id, name, phone_sealed, phone_index, citizen_sealed, citizen_index, consent, address, note)
                        overriding system value
                        values (:id, :unit, :name, :phone, :phoneIndex, :citizen, :citizenIndex, :consent, :address, :note)
                        on conflict (unit_id, phone_index) do update
                           set name = case when r.name = '' then excluded.name else r.name end
                        returning id""", id, told)
                .param("unit", told.unit())
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec statement(String sql, long id, Told told) {
        int unit = told.unit();
        return jdbc.sql(sql)
                .param("id", id)
                .param("name", told.name())
                .param("phone", numbers.seal(SealedNumbers.PHONE, unit, id, told.phone()), java.sql.Types.BINARY)
                .param("phoneIndex", numbers.index(SealedNumbers.PHONE, unit, told.phone()), java.sql.Types.BINARY)
                .param("citizen", numbers.seal(SealedNumbers.CITIZEN, unit, id, told.citizen()), java.sql.Types.BINARY)
                .param(
                        "citizenIndex",
                        numbers.index(SealedNumbers.CITIZEN, unit, told.citizen()),
                        java.sql.Types.BINARY)
                .param("consent", told.consent())
                .param("address", told.address())
                .param("note", told.note());
    }

    private void remember(int unit, NicknamePlace place, String nickname, long resident) {
        jdbc.sql("""
                        insert into people.nickname (unit_id, place, nickname, resident_id) values (?, ?, ?, ?)
                        on conflict (unit_id, place, nickname) do nothing""").params(unit, place.key(), nickname, resident).update();
    }
}
