package org.fengqiao.matter;

import org.fengqiao.org.Officer;
import org.fengqiao.org.Officers;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 联合办理: hands a matter to a partner unit, or to a mediator or volunteer, with a task; from then on they see this matter. */
@Component
public class AskPartner {

    private final Change change;
    private final Units units;
    private final Officers officers;
    private final Namings namings;
    private final JdbcClient jdbc;

    AskPartner(Change change, Units units, Officers officers, Namings namings, JdbcClient jdbc) {
        this.change = change;
        this.namings = namings;
        this.units = units;
        this.officers = officers;
        this.jdbc = jdbc;
    }

    /**
     * Asks a partner unit.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param task what the partner shall do, 1 to 500 characters
     * @return the new version
     * @throws RefusedException when the matter is not in sight or not the actor's, or there is no such partner
     */
    @Transactional
    public int askUnit(long matterId, @Nullable Integer seen, Actor by, int partnerUnit, @Nullable String task) {
        Unit partner = units.find(partnerUnit)
                .filter(unit -> unit.kind() == Unit.Kind.PARTNER)
                .orElseThrow(AskPartner::noSuchPartner);
        return ask(matterId, seen, by, partner.id(), 0, partner.name(), task);
    }

    /**
     * Asks a mediator or volunteer of a unit in sight.
     *
     * @see #askUnit
     */
    @Transactional
    public int askPerson(long matterId, @Nullable Integer seen, Actor by, int officerId, @Nullable String task) {
        Officer person = officers.find(officerId)
                .filter(officer -> Role.HANDED.contains(officer.role()) && !officer.disabled())
                .orElseThrow(AskPartner::noSuchPartner);
        return ask(matterId, seen, by, 0, person.id(), person.name(), task);
    }

    private int ask(
            long matterId,
            @Nullable Integer seen,
            Actor by,
            int unit,
            int officer,
            String name,
            @Nullable String task) {
        String whatToDo = Words.required(task, Matter.LONGEST_REASON);
        return change.apply(matterId, seen, by, matter -> {
                    Happening asked = matter.askPartner(by, unit, officer, name, whatToDo);
                    if (unit != 0) {
                        namings.judgeUnit(matterId, unit);
                    } else {
                        namings.judgeOfficer(matterId, officer);
                    }
                    jdbc.sql("""
                                    insert into matter.sight (matter_id, unit_id, officer_id, why, given_by_unit, task)
                                    values (?, ?, ?, 'TO_PARTNER', ?, ?)
                                    on conflict (matter_id, unit_id, officer_id, given_by_unit) do update
                                       set why = 'TO_PARTNER', task = excluded.task, until = null, reported_at = null""")
                            .params(matterId, unit, officer, matter.unitId(), whatToDo)
                            .update();
                    return asked;
                })
                .version();
    }

    private static RefusedException noSuchPartner() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.partner.absent")
                .at("partner");
    }
}
