package org.fengqiao.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fengqiao.people.SealedNumbers.Held;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The residents in sight: as a list that is searched, and one by one. */
@Component
public class ResidentSheets {

    /** Most lines of a page. */
    public static final int LONGEST_PAGE = 100;

    private static final String COLUMNS =
            "id, unit_id, name, phone_sealed, citizen_sealed, consent, address, note, hold_reason, hold_basis, erased_at";

    private static final String NAMED = """
            :part = '%%' or name ilike :part or address ilike :part
            or exists (select from people.nickname n where n.resident_id = r.id and n.nickname ilike :part)""";

    private final JdbcClient jdbc;

    private final RecogniseResident recognise;
    private final SealedNumbers numbers;
    private final Childhood childhood;
    private final MessageSource messages;

    ResidentSheets(
            JdbcClient jdbc,
            RecogniseResident recognise,
            SealedNumbers numbers,
            Childhood childhood,
            MessageSource messages) {
        this.messages = messages;
        this.jdbc = jdbc;
        this.recognise = recognise;
        this.numbers = numbers;
        this.childhood = childhood;
    }

    /**
     * Residents, the newest sheet first; of children no more than {@link Resident#atAGlance}.
     *
     * @param words a part of a name, nickname or address, or a whole phone or citizen number; null or blank for all
     */
    @Transactional(readOnly = true)
    public Page<Resident> list(@Nullable String words, @Nullable PageKey after, int size) {
        int limit = Math.clamp(size, 1, LONGEST_PAGE);
        List<Long> numbered = words == null ? List.of() : recognise.byNumber(words);
        List<Resident> rows = jdbc.sql(
                        "select %s from people.resident r where id < :after and erased_at is null and (%s) order by id desc limit :limit"
                                .formatted(COLUMNS, numbered.isEmpty() ? NAMED : "id = any (:numbered::bigint[])"))
                .param("after", after == null ? Long.MAX_VALUE : after.number(0))
                .param("part", "%" + literally(Words.orEmpty(words, 80)) + "%")
                .param("numbered", numbered.toArray(Long[]::new))
                .param("limit", limit + 1)
                .query((row, n) -> resident(row).atAGlance())
                .list();
        return Page.of(rows, limit, resident -> PageKey.of(resident.id()));
    }

    /** One resident in sight. */
    @Transactional(readOnly = true)
    public Optional<Resident> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from people.resident where id = ?")
                .param(id)
                .query((row, n) -> resident(row))
                .optional();
    }

    /** One resident in sight, or the refusal that is the same for "not yours" and "never was". */
    @Transactional(readOnly = true)
    public Resident require(long id) {
        return find(id).orElseThrow(ResidentSheets::absent);
    }

    /** The names this resident goes by in groups. */
    @Transactional(readOnly = true)
    public List<String> nicknames(long id) {
        return jdbc.sql(
                        "select distinct nickname from people.nickname where resident_id = ? order by nickname limit 50")
                .param(id)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Every name this resident goes by, to be hidden in words that others read. */
    @Transactional(readOnly = true)
    public List<String> names(long id) {
        return jdbc.sql(
                        "select name from people.resident where id = ? and name <> '' union select nickname from people.nickname where resident_id = ?")
                .params(id, id)
                .query((row, n) -> row.getString(1))
                .list();
    }

    static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.resident.absent");
    }

    private static String literally(String words) {
        return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** The phone numbers of some residents in sight, masked; nothing of one who has none. */
    @Transactional(readOnly = true)
    public Map<Long, String> phones(Collection<Long> ids) {
        Map<Long, String> phones = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql(
                            "select id, unit_id, phone_sealed from people.resident where id = any (?) and phone_sealed is not null")
                    .param(ids.toArray(Long[]::new))
                    .query(row -> {
                        Held phone = numbers.held(SealedNumbers.PHONE, row);
                        phones.put(
                                row.getLong("id"),
                                shown(
                                        phone,
                                        () -> PhoneNumber.of(phone.digits()).masked()));
                    });
        }
        return phones;
    }

    private Resident resident(ResultSet row) throws SQLException {
        Held phone = numbers.held(SealedNumbers.PHONE, row);
        Held citizen = numbers.held(SealedNumbers.CITIZEN, row);
        return new Resident(
                row.getLong("id"),
                row.getInt("unit_id"),
                row.getString("name"),
                shown(phone, () -> PhoneNumber.of(phone.digits()).masked()),
                shown(citizen, () -> CitizenNumber.of(citizen.digits()).masked()),
                childhood.isMinor(citizen.citizen()),
                row.getString("consent"),
                row.getString("address"),
                row.getString("note"),
                row.getString("hold_reason"),
                row.getString("hold_basis"),
                Optional.ofNullable(row.getTimestamp("erased_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null));
    }

    private String shown(Held held, Supplier<String> masked) {
        return held.broken()
                ? String.valueOf(messages.getMessage("resident.unopened", null, "?", LocaleContextHolder.getLocale()))
                : held.digits().isEmpty() ? "" : masked.get();
    }
}
