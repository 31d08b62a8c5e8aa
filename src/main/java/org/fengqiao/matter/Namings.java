package org.fengqiao.matter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom matters complain about. PostgreSQL keeps a matter out of the sight of who stands here (matter.out_of_sight). */
@Component
class Namings {

    private final JdbcClient jdbc;

    Namings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Somebody a matter complains about. Zeros stand for "none".
     *
     * @param officer of the unit where one who leads it is named, too
     * @param name of the officer, or of the unit
     * @param above ids of the units above the one that is named, or that the officer belongs to
     */
    record Naming(long id, int unit, int officer, String name, Instant since, List<Integer> above) {

        boolean isBelow(int unit) {
            return above.contains(unit);
        }
    }

    /** Whom a matter in sight complains about. */
    List<Naming> of(long matter) {
        return jdbc.sql("""
                        select n.id, coalesce(n.named_unit, 0), coalesce(n.named_officer, 0), coalesce(o.name, u.name, ''), n.named_at,
                               array_remove(coalesce(u.ancestors, home.ancestors, '{}'), coalesce(u.id, home.id))
                        from matter.named n left join org.unit u on u.id = n.named_unit left join org.officer o on o.id = n.named_officer
                        left join org.unit home on home.id = o.unit_id
                        where n.matter_id = ? and n.lifted_at is null order by n.id""").param(matter).query((row, n) -> naming(row)).list();
    }

    private static Naming naming(ResultSet row) throws SQLException {
        return new Naming(
                row.getLong(1),
                row.getInt(2),
                row.getInt(3),
                row.getString(4),
                row.getTimestamp(5).toInstant(),
                List.of((Integer[]) row.getArray(6).getArray()));
    }

    Optional<Naming> find(long matter, long id) {
        return of(matter).stream().filter(naming -> naming.id() == id).findFirst();
    }

    /** From here on the matters are out of sight of who is named, also for the rest of the transaction. */
    void add(List<Long> matters, @Nullable Integer unit, @Nullable Integer officer, int by) {
        jdbc.sql("""
                        insert into matter.named (matter_id, named_unit, named_officer, named_by)
                        select id, ?, ?, ? from unnest(?::bigint[]) as id
                        on conflict (matter_id, coalesce(named_unit, 0), coalesce(named_officer, 0)) where lifted_at is null do nothing""")
                .param(1, unit, java.sql.Types.INTEGER)
                .param(2, officer, java.sql.Types.INTEGER)
                .param(3, by)
                .param(4, matters.toArray(Long[]::new))
                .update();
    }

    void lift(List<Long> matters, Naming naming, int by) {
        jdbc.sql("""
                        update matter.named set lifted_by = ?, lifted_at = now()
                        where matter_id = any (?) and coalesce(named_unit, 0) = ? and coalesce(named_officer, 0) = ? and lifted_at is null""")
                .params(by, matters.toArray(Long[]::new), naming.unit(), naming.officer())
                .update();
    }

    /** The matter and those that go on in it, whose words stand on its page. */
    List<Long> withMerged(long matter) {
        return jdbc.sql("""
                        with recursive family as (
                            select ?::bigint as id union select m.id from matter.matter m join family f on m.merged_into = f.id)
                        select id from family order by id""").param(matter).query((row, n) -> row.getLong(1)).list();
    }

    /**
     * Nobody hands a matter to who is named in it.
     *
     * @throws RefusedException CONFLICT when nobody at this unit would see it
     */
    void judgeUnit(long matter, int unit) {
        refuse("""
                select exists (select from org.unit u join matter.named n on n.named_unit = any (u.ancestors)
                               where u.id = ? and n.matter_id = ? and n.lifted_at is null)""", unit, matter, "unit");
    }

    /**
     * Nobody asks for the help of who is named.
     *
     * @throws RefusedException CONFLICT when this person would not see it
     */
    void judgeOfficer(long matter, int officer) {
        refuse("""
                select exists (select from org.officer o join org.unit u on u.id = o.unit_id
                               join matter.named n on n.named_officer = o.id or n.named_unit = any (u.ancestors)
                               where o.id = ? and n.matter_id = ? and n.lifted_at is null)""", officer, matter, "partner");
    }

    private void refuse(String condition, int whom, long matter, String field) {
        if (jdbc.sql(condition).params(whom, matter).query(Boolean.class).single()) {
            throw RefusedException.because(Reason.CONFLICT, "refused.named.to").at(field);
        }
    }

    /**
     * A matter that names somebody is merged with none: its words would stand on a page that other people see.
     *
     * @throws RefusedException CONFLICT when one of them names somebody
     */
    void judgeMerge(long matter, long into) {
        if (jdbc.sql("select exists (select from matter.named where matter_id in (?, ?) and lifted_at is null)")
                .params(matter, into)
                .query(Boolean.class)
                .single()) {
            throw RefusedException.because(Reason.CONFLICT, "refused.named.merge");
        }
    }
}
