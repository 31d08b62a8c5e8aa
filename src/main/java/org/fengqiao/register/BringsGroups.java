package org.fengqiao.register;

import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Chat groups, known again by name and area. */
@Component
class BringsGroups implements Brings {

    private final AddGroup addGroup;
    private final GroupSheets groups;
    private final JdbcClient jdbc;

    BringsGroups(AddGroup addGroup, GroupSheets groups, JdbcClient jdbc) {
        this.addGroup = addGroup;
        this.groups = groups;
        this.jdbc = jdbc;
    }

    @Override
    public Register register() {
        return Register.GROUPS;
    }

    @Override
    public Lines begin(SignedIn me, int unit, String source) {
        List<GroupSheets.Choice> owners = ofUnit(groups.owners(), unit);
        List<GroupSheets.Choice> grids = ofUnit(groups.grids(), unit);
        return told -> {
            told.requires("name");
            String name = told.line("name", 80);
            String area = told.line("area", 200);
            GroupFacts facts = new GroupFacts(
                    name,
                    area,
                    chosen(told, "owner", owners),
                    chosen(told, "grid", grids),
                    told.number("members"),
                    0,
                    null);
            boolean known = jdbc.sql(
                            "select exists (select from groups.chat_group where unit_id = ? and name = ? and area = ?)")
                    .params(unit, name, area)
                    .query(Boolean.class)
                    .single();
            if (!known) {
                addGroup.add(unit, facts);
            }
            return !known;
        };
    }

    private static List<GroupSheets.Choice> ofUnit(List<GroupSheets.Choice> all, int unit) {
        return all.stream().filter(one -> one.unit() == unit).toList();
    }

    /** The one of this name; 0 where none is told. */
    private static int chosen(Told told, String column, List<GroupSheets.Choice> from) {
        String name = told.line(column, 200);
        if (name.isEmpty()) {
            return 0;
        }
        List<GroupSheets.Choice> named =
                from.stream().filter(one -> one.name().equals(name)).toList();
        if (named.size() != 1) {
            throw RefusedException.badInput(named.isEmpty() ? "refused.import.nobody" : "refused.import.several")
                    .at(column);
        }
        return named.getFirst().id();
    }
}
