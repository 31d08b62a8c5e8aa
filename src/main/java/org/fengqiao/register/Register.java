package org.fengqiao.register;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fengqiao.org.Role;

/**
 * A kind of list a station kept elsewhere so far, with the columns that are taken. Their names stand in the messages under {@code
 * register.<REGISTER>.<column>}, further spellings of their heads under {@code ….known}.
 */
public enum Register {
    /** Residents; each needs something to be known again by. */
    RESIDENTS(EnumSet.of(Role.CHIEF), List.of("name"), "phone", "citizen", "consent", "address", "note"),
    /** Chat groups. */
    GROUPS(EnumSet.of(Role.CHIEF, Role.ADMINISTRATOR), List.of("name"), "area", "members", "owner", "grid"),
    /** Police and social grids with their keepers; areas are drawn later. */
    GRIDS(EnumSet.of(Role.CHIEF, Role.ADMINISTRATOR), List.of("name"), "kind", "officer", "keeper", "phone"),
    /** Matters that were closed before this house stood. */
    MATTERS(
            EnumSet.of(Role.CHIEF),
            List.of("said", "words"),
            "number",
            "kind",
            "asker",
            "phone",
            "place",
            "handler",
            "answer",
            "closed");

    private final Set<Role> bringers;
    private final List<Column> columns;

    Register(Set<Role> bringers, List<String> required, String... further) {
        this.bringers = Set.copyOf(bringers);
        this.columns = java.util.stream.Stream.concat(
                        required.stream().map(name -> new Column(name, true)),
                        Arrays.stream(further).map(name -> new Column(name, false)))
                .toList();
    }

    /**
     * A column that is taken.
     *
     * @param required whether a table without it cannot be brought in
     */
    public record Column(String name, boolean required) {}

    /** The columns, those that must be there first. */
    public List<Column> columns() {
        return columns;
    }

    /** Whether somebody of this role may bring it in. */
    public boolean isBroughtBy(Role role) {
        return bringers.contains(role);
    }

    /** Key of the words for a column. */
    public String head(String column) {
        return "register." + name() + "." + column;
    }
}
