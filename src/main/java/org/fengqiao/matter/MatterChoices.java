package org.fengqiao.matter;

import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.Officers;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What can be chosen in the forms about matters. */
@Component
public class MatterChoices {

    private final Units units;
    private final Officers officers;
    private final JdbcClient jdbc;

    MatterChoices(Units units, Officers officers, JdbcClient jdbc) {
        this.units = units;
        this.officers = officers;
        this.jdbc = jdbc;
    }

    /** Something with an id and a name. */
    public record Choice(long id, String name) {}

    /** Police units that a matter can be handed to from this one. */
    @Transactional(readOnly = true)
    public List<Choice> unitsBeside(int unit) {
        return units.all().stream()
                .filter(other -> other.id() != unit && other.kind() != Unit.Kind.PARTNER)
                .map(other -> new Choice(other.id(), other.name()))
                .toList();
    }

    /** Police units whose matters this officer sees. */
    @Transactional(readOnly = true)
    public List<Choice> unitsInSight(SignedIn me) {
        return units.all().stream()
                .filter(unit -> me.desks().contains(unit.id()))
                .map(unit -> new Choice(unit.id(), unit.name()))
                .toList();
    }

    /** Partner units that work with this unit or with one above or below it. */
    @Transactional(readOnly = true)
    public List<Choice> partnersOf(int unit) {
        List<Integer> above = units.find(unit).map(Unit::ancestors).orElse(List.of());
        return units.all().stream()
                .filter(one -> one.kind() == Unit.Kind.PARTNER)
                .filter(one -> above.contains(one.parentId()) || one.isWithin(unit))
                .map(one -> new Choice(one.id(), one.name()))
                .toList();
    }

    /** Mediators and volunteers of this unit who are at work. */
    @Transactional(readOnly = true)
    public List<Choice> helpersOf(int unit) {
        return officers.ofUnit(unit).stream()
                .filter(officer -> Role.HANDED.contains(officer.role()) && officer.role() != Role.PARTNER)
                .map(officer -> new Choice(officer.id(), officer.name()))
                .toList();
    }

    /** Chat groups in sight. */
    @Transactional(readOnly = true)
    public List<Choice> groups() {
        return jdbc.sql("select id, name from groups.chat_group where closed_at is null order by name, id limit 1000")
                .query((row, n) -> new Choice(row.getLong(1), row.getString(2)))
                .list();
    }
}
