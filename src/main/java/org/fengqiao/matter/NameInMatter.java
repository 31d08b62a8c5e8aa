package org.fengqiao.matter;

import java.util.List;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.org.Officer;
import org.fengqiao.org.Officers;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * 反映对象: writes down whom a matter complains about. From that commit on it is out of the sight of the officer, or of everybody of the unit
 * and below, and the unit above answers for it (信访工作条例 art. 30). Who leads a unit is named together with it: nobody handles a
 * complaint about the own chief.
 */
@Component
public class NameInMatter {

    static final Deed NAMED = Deed.named("matter.named");

    private final Change change;
    private final Matters matters;
    private final Namings namings;
    private final MatterSheets sheets;
    private final Units units;
    private final Officers officers;
    private final AuditTrail trail;
    private final JdbcClient jdbc;

    NameInMatter(
            Change change,
            Matters matters,
            Namings namings,
            MatterSheets sheets,
            Units units,
            Officers officers,
            AuditTrail trail,
            JdbcClient jdbc) {
        this.change = change;
        this.matters = matters;
        this.namings = namings;
        this.sheets = sheets;
        this.units = units;
        this.officers = officers;
        this.trail = trail;
        this.jdbc = jdbc;
    }

    /** Whom: an officer, a unit, or an officer with the unit that officer leads. */
    private record Whom(@Nullable Unit unit, @Nullable Officer officer) {

        int unitId() {
            return unit == null ? 0 : unit.id();
        }

        int officerId() {
            return officer == null ? 0 : officer.id();
        }

        String name() {
            return officer != null ? officer.name() : unit == null ? "" : unit.name();
        }
    }

    /**
     * Names a unit.
     *
     * @throws RefusedException when the matter is not in sight or the actor does not lead the unit that answers for it, or there is no such
     *     unit, or none above it
     */
    @Transactional
    public void nameUnit(long matterId, Actor by, int unit) {
        Unit named = units.find(unit).orElseThrow(NameInMatter::nobody);
        name(matterId, by, new Whom(named, null));
    }

    /**
     * Names an officer, and the officer's unit with an officer who leads it.
     *
     * @throws RefusedException as {@link #nameUnit}, or when there is no such officer in sight
     */
    @Transactional
    public void nameOfficer(long matterId, Actor by, int officer) {
        Officer named = officers.find(officer)
                .filter(one -> !one.role().keepsTheHouse())
                .orElseThrow(NameInMatter::nobody);
        boolean leads = named.role() == Role.CHIEF || named.role() == Role.SUPERVISOR;
        name(matterId, by, new Whom(leads ? units.find(named.unitId()).orElseThrow() : null, named));
    }

    private void name(long matterId, Actor by, Whom whom) {
        matters.lock(matterId).mayBeNamedIn(by);
        if (namings.of(matterId).stream()
                .anyMatch(one -> one.unit() == whom.unitId() && one.officer() == whom.officerId())) {
            throw RefusedException.because(Reason.CONFLICT, "refused.named.already")
                    .at("whom");
        }
        write(matterId, by, whom);
        trail.keep(NAMED, "matter/" + matterId, "", more(whom.unitId(), whom.officerId()));
    }

    /**
     * Names the unit that a matter just opened is about, at the end of the transaction: until then whoever opened it puts messages and
     * photos to it, and may belong to that unit.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void atTheEnd(long matterId, Actor by, Unit about) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                write(matterId, by, new Whom(about, null));
            }
        });
        if (by.by() == Actor.By.OFFICER) {
            trail.keep(NAMED, "matter/" + matterId, "", more(about.id(), 0));
        }
    }

    static Map<String, String> more(int unit, int officer) {
        return Map.of("unit", "" + unit, "officer", "" + officer);
    }

    private void write(long matterId, Actor by, Whom whom) {
        Unit above = whom.unit() == null ? null : units.above(whom.unit().id());
        List<Long> family = namings.withMerged(matterId);
        for (long one : family) {
            change.apply(one, null, by, matter -> named(matter, whom, above));
        }
        // Last, because who names the own unit has nothing of it in sight from here on.
        namings.add(
                family,
                whom.unit() == null ? null : whom.unit().id(),
                whom.officer() == null ? null : whom.officer().id(),
                by.id());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                sheets.forgetCounts();
            }
        });
    }

    private Happening named(Matter matter, Whom whom, @Nullable Unit above) {
        if (above == null
                || units.find(matter.unitId())
                        .filter(now -> now.isWithin(whom.unitId()))
                        .isEmpty()) {
            return new Happening.Named(whom.unitId(), whom.officerId(), whom.name(), 0, "");
        }
        HandOverMatter.keepSight(jdbc, matter);
        return new Happening.Named(whom.unitId(), whom.officerId(), whom.name(), above.id(), above.name());
    }

    private static RefusedException nobody() {
        return RefusedException.badInput("refused.named.nobody").at("whom");
    }
}
