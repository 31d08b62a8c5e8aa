package org.fengqiao.people;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.fengqiao.vault.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Says whether a speaker is somebody we know, without keeping anything of one we do not. */
@Component
public class RecogniseResident {

    private final JdbcClient jdbc;
    private final SealedNumbers numbers;

    RecogniseResident(JdbcClient jdbc, SealedNumbers numbers) {
        this.jdbc = jdbc;
        this.numbers = numbers;
    }

    /** The id of the resident of this unit with this phone number. */
    @Transactional(readOnly = true)
    public Optional<Long> byPhone(int unit, PhoneNumber phone) {
        return by(SealedNumbers.PHONE, unit, phone.digits());
    }

    /** The id of the resident of this unit with this citizen number. */
    @Transactional(readOnly = true)
    public Optional<Long> byCitizen(int unit, CitizenNumber citizen) {
        return by(SealedNumbers.CITIZEN, unit, citizen.digits());
    }

    private Optional<Long> by(Field field, int unit, String digits) {
        return jdbc.sql("select id from people.resident where unit_id = ? and %s_index = any (?) order by id limit 1"
                        .formatted(field.name()))
                .params(unit, numbers.indexes(field, unit, digits))
                .query(Long.class)
                .optional();
    }

    /**
     * The residents in sight with the number that somebody typed: a whole phone or citizen number in any usual spelling. Empty when it is
     * no number, or nobody's.
     */
    @Transactional(readOnly = true)
    public List<Long> byNumber(String typed) {
        String phone = digits(() -> PhoneNumber.of(typed).digits());
        String citizen = phone.isEmpty() ? digits(() -> CitizenNumber.of(typed).digits()) : "";
        if (phone.isEmpty() && citizen.isEmpty()) {
            return List.of();
        }
        Field field = citizen.isEmpty() ? SealedNumbers.PHONE : SealedNumbers.CITIZEN;
        List<Integer> units = new ArrayList<>();
        List<byte[]> indexes = new ArrayList<>();
        for (int unit : jdbc.sql("select unnest(org.units_in_sight())")
                .query((row, n) -> row.getInt(1))
                .list()) {
            for (byte[] index : numbers.indexes(field, unit, phone + citizen)) {
                units.add(unit);
                indexes.add(index);
            }
        }
        return jdbc.sql("""
                        select r.id from unnest(?::int[], ?::bytea[]) as sought (unit, index)
                        join people.resident r on r.unit_id = sought.unit and r.%s_index = sought.index
                        order by r.id desc limit 100""".formatted(field.name()))
                .params(units.toArray(Integer[]::new), indexes.toArray(byte[][]::new))
                .query((row, n) -> row.getLong(1))
                .list();
    }

    private static String digits(Supplier<String> number) {
        try {
            return number.get();
        } catch (RefusedException noNumber) {
            return "";
        }
    }

    /** The id of the resident who goes by this name there. */
    @Transactional(readOnly = true)
    public Optional<Long> byNickname(int unit, NicknamePlace place, @Nullable String nickname) {
        String called = nickname == null ? "" : Words.clean(nickname);
        if (called.isEmpty()) {
            return Optional.empty();
        }
        return jdbc.sql("select resident_id from people.nickname where unit_id = ? and place = ? and nickname = ?")
                .params(unit, place.key(), called)
                .query(Long.class)
                .optional();
    }

    /** A resident who was recognised; the name is empty when only a nickname or a phone number is known. */
    public record Known(long id, String name) {}

    /** Those of many speakers who are known there, by their nicknames. */
    @Transactional(readOnly = true)
    public Map<String, Known> byNicknames(int unit, NicknamePlace place, Collection<String> nicknames) {
        Map<String, Known> known = new HashMap<>();
        if (!nicknames.isEmpty()) {
            jdbc.sql("""
                            select n.nickname, r.id, r.name from people.nickname n join people.resident r on r.id = n.resident_id
                            where n.unit_id = ? and n.place = ? and n.nickname = any (?)""")
                    .params(unit, place.key(), nicknames.toArray(String[]::new))
                    .query(row -> {
                        known.put(row.getString(1), new Known(row.getLong(2), row.getString(3)));
                    });
        }
        return known;
    }
}
