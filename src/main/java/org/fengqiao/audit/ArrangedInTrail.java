package org.fengqiao.audit;

import java.util.Map;
import org.fengqiao.org.Arranged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps what is arranged about units and grids, whose room stands below the trail and cannot call it. */
@Component
class ArrangedInTrail {

    private static final Deed UNIT_ADDED = Deed.named("unit.added");
    private static final Deed UNIT_CHANGED = Deed.named("unit.changed");
    private static final Deed UNIT_CLOSED = Deed.named("unit.closed");
    private static final Deed UNIT_REOPENED = Deed.named("unit.reopened");
    private static final Deed GRID_DRAWN = Deed.named("grid.drawn");
    private static final Deed GRID_CHANGED = Deed.named("grid.changed");
    private static final Deed GRID_CLOSED = Deed.named("grid.closed");
    private static final Deed GRID_REOPENED = Deed.named("grid.reopened");

    private final AuditTrail trail;

    ArrangedInTrail(AuditTrail trail) {
        this.trail = trail;
    }

    @EventListener
    void keep(Arranged arranged) {
        switch (arranged) {
            case Arranged.UnitAdded added -> unit(UNIT_ADDED, added.unit(), Map.of("below", "" + added.parent()));
            case Arranged.UnitChanged changed -> unit(UNIT_CHANGED, changed.unit(), Map.of());
            case Arranged.UnitClosed shut -> unit(shut.closed() ? UNIT_CLOSED : UNIT_REOPENED, shut.unit(), Map.of());
            case Arranged.GridDrawn drawn -> grid(GRID_DRAWN, drawn.grid(), Map.of("unit", "" + drawn.unit()));
            case Arranged.GridChanged changed ->
                grid(
                        GRID_CHANGED,
                        changed.grid(),
                        Map.of("unit", "" + changed.unit(), "officer", "" + changed.officer()));
            case Arranged.GridClosed shut -> grid(shut.closed() ? GRID_CLOSED : GRID_REOPENED, shut.grid(), Map.of());
        }
    }

    private void unit(Deed deed, int unit, Map<String, String> more) {
        trail.keep(deed, "unit/" + unit, "", more);
    }

    private void grid(Deed deed, int grid, Map<String, String> more) {
        trail.keep(deed, "grid/" + grid, "", more);
    }
}
