package org.fengqiao.matter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.Role;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows on the page of a matter whom it complains about; who leads the unit adds to it there. */
@Component
class NamedOnMatterPage implements ShowsOnMatterPage {

    private final Namings namings;
    private final MatterChoices choices;
    private final JdbcClient jdbc;

    NamedOnMatterPage(Namings namings, MatterChoices choices, JdbcClient jdbc) {
        this.namings = namings;
        this.choices = choices;
        this.jdbc = jdbc;
    }

    /**
     * A line of the panel.
     *
     * @param liftable whether the reader may lift it
     */
    record Shown(long id, String name, boolean liftable) {}

    @Override
    public Optional<Panel> panel(MatterView matter, SignedIn me) {
        boolean leads = (me.role() == Role.CHIEF || me.role() == Role.SUPERVISOR)
                && me.desks().contains(matter.unitId());
        List<Shown> named = namings.of(matter.id()).stream()
                .map(one -> new Shown(
                        one.id(), one.name(), leads && me.role() == Role.SUPERVISOR && one.isBelow(me.unit())))
                .toList();
        if (!leads && named.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> model =
                new HashMap<>(Map.of("matter", matter.id(), "leads", leads, "named", named, "home", me.unit()));
        if (leads) {
            model.put("units", choices.unitsInSight(me));
            model.put("officers", officers(matter.id()));
        }
        return Optional.of(new Panel("named.title", "matter/NamedPanel", model));
    }

    /** Those of every unit that had the matter or is named in it: to name somebody of another unit, the unit is named first. */
    private List<MatterChoices.Choice> officers(long matter) {
        return jdbc.sql("""
                        select o.id, o.name || ' · ' || u.name from org.officer o join org.unit u on u.id = o.unit_id
                        where o.disabled_at is null and o.role not in ('ADMINISTRATOR', 'SECURITY', 'AUDITOR')
                          and o.unit_id in (select unit_id from matter.ledger where matter_id = :matter
                                            union select unit_id from matter.matter where id = :matter
                                            union select named_unit from matter.named where matter_id = :matter and lifted_at is null)
                        order by u.id, o.name, o.id limit 500""")
                .param("matter", matter)
                .query((row, n) -> new MatterChoices.Choice(row.getLong(1), row.getString(2)))
                .list();
    }
}
