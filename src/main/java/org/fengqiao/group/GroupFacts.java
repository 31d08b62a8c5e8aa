package org.fengqiao.group;

import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;

/**
 * What is written down about a group. Zeros stand for "none".
 *
 * @param name 1 to 80 characters, as the group is called
 * @param area which buildings or streets, at most 200 characters
 * @param owner id of the officer who looks after it
 * @param grid id of the grid it lies in
 * @param members people in it
 * @param bridge id of the bridge that carries its messages
 * @param externalRef what the bridge calls it
 */
public record GroupFacts(
        @Nullable String name,
        @Nullable String area,
        int owner,
        int grid,
        int members,
        int bridge,
        @Nullable String externalRef) {

    /** WeChat lets no more than 500 people into a group, WeCom 2,000. */
    public static final int MOST_MEMBERS = 2_000;

    /** A group with a name and an area. */
    public static GroupFacts of(String name, String area) {
        return new GroupFacts(name, area, 0, 0, 0, 0, null);
    }

    /** The same, looked after by this officer. */
    public GroupFacts ownedBy(int officer) {
        return new GroupFacts(name, area, officer, grid, members, bridge, externalRef);
    }

    /** The same, in this grid. */
    public GroupFacts inGrid(int where) {
        return new GroupFacts(name, area, owner, where, members, bridge, externalRef);
    }

    /** The same, with so many people in it. */
    public GroupFacts of(int people) {
        return new GroupFacts(name, area, owner, grid, people, bridge, externalRef);
    }

    /** The same, carried by this bridge under this name. */
    public GroupFacts over(int carrier, @Nullable String calls) {
        return new GroupFacts(name, area, owner, grid, members, carrier, calls);
    }

    String cleanName() {
        return Words.line(name, 80);
    }

    String cleanArea() {
        return Words.orEmpty(area, 200);
    }

    int judgedMembers() {
        if (members < 0 || members > MOST_MEMBERS) {
            throw RefusedException.badInput("refused.group.members", MOST_MEMBERS)
                    .at("members");
        }
        return members;
    }

    /** What the bridge calls it; a name without a bridge means nothing. */
    @Nullable
    String cleanRef() {
        String ref = Words.orEmpty(externalRef, 200);
        return bridge == 0 || ref.isEmpty() ? null : ref;
    }
}
