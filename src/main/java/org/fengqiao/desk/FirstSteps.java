package org.fengqiao.desk;

import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.channel.Bridges;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.org.Officer;
import org.fengqiao.org.Officers;
import org.fengqiao.org.Units;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an administrator sets up before officers can work, and how far it is. */
@Component
public class FirstSteps {

    private final Units units;
    private final Officers officers;
    private final GroupSheets groups;
    private final Bridges bridges;

    FirstSteps(Units units, Officers officers, GroupSheets groups, Bridges bridges) {
        this.units = units;
        this.officers = officers;
        this.groups = groups;
        this.bridges = bridges;
    }

    /**
     * A step.
     *
     * @param name its words stand under {@code desk.step.<name>}
     * @param link where it is done
     * @param icon Tabler icon without its prefix
     */
    public record Step(String name, String link, String icon, boolean done) {}

    /** The steps in the order they are best done. */
    @Transactional(readOnly = true)
    public List<Step> steps(SignedIn me) {
        boolean unit = units.all().stream().anyMatch(one -> one.id() != me.unit() && one.isWithin(me.unit()));
        List<Officer> people = officers.all();
        return List.of(
                new Step("unit", "/units", "building-community", unit),
                new Step(
                        "officer",
                        "/officers",
                        "id-badge-2",
                        people.stream().anyMatch(one -> one.role().worksAtDesk())),
                new Step(
                        "group",
                        "/groups/new",
                        "messages",
                        !groups.inUse(me.officer()).isEmpty()),
                new Step("bridge", "/bridges", "plug-connected", !bridges.rows().isEmpty()));
    }
}
