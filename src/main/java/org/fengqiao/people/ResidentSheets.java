package org.fengqiao.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.fengqiao.shared.Page;
import org.fengqiao.shared.PageKey;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The residents in sight: as a list that is searched, and one by one. */
@Component
public class ResidentSheets {

    /** Most lines of a page. */
    public static final int LONGEST_PAGE = 100;

    private static final String COLUMNS = "id, unit_id, name, phone, address, note";

    private final JdbcClient jdbc;

    ResidentSheets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Residents, the newest sheet first.
     *
     * @param words a part of a name, nickname, address or phone number; null or blank for all
     */
    @Transactional(readOnly = true)
    public Page<Resident> list(@Nullable String words, @Nullable PageKey after, int size) {
        int limit = Math.clamp(size, 1, LONGEST_PAGE);
        List<Resident> rows = jdbc.sql("select " + COLUMNS + """
                         from people.resident r
                        where id < :after
                          and (:part = '%%' or name ilike :part or address ilike :part or (:digits <> '' and phone like '%' || :digits || '%')
                               or exists (select from people.nickname n where n.resident_id = r.id and n.nickname ilike :part))
                        order by id desc limit :limit""")
                .param("after", after == null ? Long.MAX_VALUE : after.number(0))
                .param("part", "%" + literally(Words.orEmpty(words, 80)) + "%")
                .param("digits", digits(words))
                .param("limit", limit + 1)
                .query((row, n) -> resident(row))
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

    /** Digits looked for in phone numbers: only when somebody typed nothing but a number, and enough of it to mean one. */
    private static String digits(@Nullable String words) {
        String bare = words == null ? "" : Words.clean(words).replaceAll("[ -]", "");
        return bare.matches("[0-9]{3,20}") ? bare : "";
    }

    private static Resident resident(ResultSet row) throws SQLException {
        String phone = row.getString("phone");
        return new Resident(
                row.getLong("id"),
                row.getInt("unit_id"),
                row.getString("name"),
                phone.isEmpty() ? null : PhoneNumber.of(phone),
                row.getString("address"),
                row.getString("note"));
    }
}
