package org.fengqiao.desk;

import java.util.List;
import org.fengqiao.access.GiveFirstSecurity;
import org.fengqiao.access.SignedIn;
import org.fengqiao.channel.Bridges;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.org.Officer;
import org.fengqiao.org.Officers;
import org.fengqiao.org.Role;
import org.fengqiao.org.Units;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What those who keep the house set up before officers can work, and how far it is. */
@Component
public class FirstSteps {

    private final Units units;
    private final Officers officers;
    private final GroupSheets groups;
    private final Bridges bridges;
    private final GiveFirstSecurity giveFirstSecurity;

    FirstSteps(
            Units units, Officers officers, GroupSheets groups, Bridges bridges, GiveFirstSecurity giveFirstSecurity) {
        this.units = units;
        this.officers = officers;
        this.groups = groups;
        this.bridges = bridges;
        this.giveFirstSecurity = giveFirstSecurity;
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
        return switch (me.role()) {
            case ADMINISTRATOR -> ofAdministrator(me);
            case SECURITY -> ofSecurity();
            case AUDITOR, OFFICER, AUXILIARY, CHIEF, SUPERVISOR, PARTNER, MEDIATOR, VOLUNTEER -> List.of();
        };
    }

    private List<Step> ofSecurity() {
        List<Officer> people = officers.all();
        return List.of(
                new Step(
                        "officer",
                        "/officers",
                        "id-badge-2",
                        people.stream().anyMatch(one -> one.role().worksAtDesk())),
                new Step(
                        "auditor",
                        "/officers",
                        "eye-check",
                        people.stream().anyMatch(one -> one.role() == Role.AUDITOR)));
    }

    private List<Step> ofAdministrator(SignedIn me) {
        boolean unit = units.all().stream().anyMatch(one -> one.id() != me.unit() && one.isWithin(me.unit()));
        return List.of(
                new Step("security", "/first-security", "shield-lock", !giveFirstSecurity.isFor(me)),
                new Step("unit", "/units", "building-community", unit),
                new Step(
                        "group",
                        "/groups/new",
                        "messages",
                        !groups.inUse(me.officer()).isEmpty()),
                new Step("bridge", "/bridges", "plug-connected", bridges.any()));
    }
}
