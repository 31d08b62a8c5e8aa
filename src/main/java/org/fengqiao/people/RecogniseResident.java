package org.fengqiao.people;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Says whether a speaker is somebody we know, without keeping anything of one we do not. */
@Component
public class RecogniseResident {

    private final JdbcClient jdbc;

    RecogniseResident(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The id of the resident of this unit with this phone number. */
    @Transactional(readOnly = true)
    public Optional<Long> byPhone(int unit, PhoneNumber phone) {
        return jdbc.sql("select id from people.resident where unit_id = ? and phone = ?")
                .params(unit, phone.digits())
                .query(Long.class)
                .optional();
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
