package org.fengqiao.matter;

import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 转办: hands a matter to another unit. The unit that hands it on keeps sight of it. */
@Component
public class HandOverMatter {

    private final Change change;
    private final Units units;
    private final Namings namings;
    private final JdbcClient jdbc;

    HandOverMatter(Change change, Units units, Namings namings, JdbcClient jdbc) {
        this.change = change;
        this.namings = namings;
        this.units = units;
        this.jdbc = jdbc;
    }

    /**
     * Hands the matter over.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param toUnit id of the unit that shall answer for it
     * @param reason 1 to 500 characters
     * @return the new version
     * @throws RefusedException when the matter is not in sight, not the actor's, changed meanwhile, already answered, complains about
     *     that unit, or there is no such unit
     */
    @Transactional
    public int handOver(long matterId, @Nullable Integer seen, Actor by, int toUnit, @Nullable String reason) {
        Unit to = units.find(toUnit)
                .orElseThrow(() -> RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                        .at("unit"));
        return change.apply(matterId, seen, by, matter -> {
                    Happening handedOver = matter.handOver(by, to, reason);
                    namings.judgeUnit(matterId, to.id());
                    keepSight(jdbc, matter);
                    return handedOver;
                })
                .version();
    }

    static void keepSight(JdbcClient jdbc, Matter matter) {
        jdbc.sql("""
                        insert into matter.sight (matter_id, unit_id, why, given_by_unit) values (?, ?, 'HANDED_ON', ?)
                        on conflict (matter_id, unit_id, officer_id, given_by_unit) do nothing""").params(matter.id(), matter.unitId(), matter.unitId()).update();
    }
}
