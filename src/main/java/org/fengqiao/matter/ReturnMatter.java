package org.fengqiao.matter;

import org.fengqiao.org.Units;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 退回: gives a matter back to the unit that handed it over. */
@Component
public class ReturnMatter {

    private final Change change;
    private final Units units;
    private final Namings namings;
    private final JdbcClient jdbc;

    ReturnMatter(Change change, Units units, Namings namings, JdbcClient jdbc) {
        this.change = change;
        this.namings = namings;
        this.units = units;
        this.jdbc = jdbc;
    }

    /**
     * Gives the matter back.
     *
     * @param seen the version the actor had in front of them, or null to go by the newest
     * @param reason 1 to 500 characters
     * @return the new version
     * @throws org.fengqiao.shared.RefusedException when the matter is not in sight, not the actor's, changed meanwhile, already
     *     answered, or was not handed over by anybody
     */
    @Transactional
    public int giveBack(long matterId, @Nullable Integer seen, Actor by, @Nullable String reason) {
        return change.apply(matterId, seen, by, matter -> {
                    Happening returned =
                            matter.giveBack(by, units.find(matter.fromUnitId()).orElse(null), reason);
                    namings.judgeUnit(matterId, matter.fromUnitId());
                    HandOverMatter.keepSight(jdbc, matter);
                    return returned;
                })
                .version();
    }
}
