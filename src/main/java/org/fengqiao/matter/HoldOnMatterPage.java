package org.fengqiao.matter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows on the page of a matter whether it must be kept by law; who leads the unit sets and lifts that there. */
@Component
class HoldOnMatterPage implements ShowsOnMatterPage {

    private final HoldMatter holdMatter;

    HoldOnMatterPage(HoldMatter holdMatter) {
        this.holdMatter = holdMatter;
    }

    @Override
    public Optional<Panel> panel(MatterView matter, SignedIn me) {
        boolean leads = (me.role() == Role.CHIEF || me.role() == Role.SUPERVISOR)
                && me.desks().contains(matter.unitId());
        HoldMatter.@Nullable Hold hold =
                me.role().worksAtDesk() ? holdMatter.of(matter.id()).orElse(null) : null;
        if (!leads && hold == null) {
            return Optional.empty();
        }
        Map<String, Object> model = new HashMap<>(Map.of("matter", matter.id(), "leads", leads));
        if (hold != null) {
            model.put("hold", hold);
        }
        return Optional.of(new Panel("hold.title", "matter/HoldPanel", model));
    }
}
