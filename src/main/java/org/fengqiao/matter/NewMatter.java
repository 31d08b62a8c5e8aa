package org.fengqiao.matter;

import java.time.Instant;
import org.fengqiao.shared.Place;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a matter is opened. Zeros stand for "none".
 *
 * @param unitId the unit that shall answer for it
 * @param kind code of a {@link Kind}
 * @param words the resident's words, 1 to 10,000 characters
 * @param asker how the resident is called: a name, a nickname in the group, or empty
 * @param saidAt when it was said, null for now
 * @param about id of the unit it complains about: the unit above answers for it, and has to be in sight
 */
public record NewMatter(
        int unitId,
        String kind,
        Urgency urgency,
        String words,
        @Nullable Place place,
        long residentId,
        String asker,
        Way way,
        int groupId,
        int bridgeId,
        int gridId,
        @Nullable Instant saidAt,
        int about) {

    /** A matter of words alone, to be filled further with the {@code with} methods. */
    public static NewMatter of(int unitId, String kind, String words, Way way) {
        return new NewMatter(unitId, kind, Urgency.NORMAL, words, null, 0, "", way, 0, 0, 0, null, 0);
    }

    /** The same, asked by this resident. */
    public NewMatter askedBy(long resident, String called) {
        return new NewMatter(
                unitId, kind, urgency, words, place, resident, called, way, groupId, bridgeId, gridId, saidAt, about);
    }

    /** The same, said in this group. */
    public NewMatter inGroup(int group) {
        return new NewMatter(
                unitId, kind, urgency, words, place, residentId, asker, way, group, bridgeId, gridId, saidAt, about);
    }

    /** The same, come over this bridge. */
    public NewMatter overBridge(int bridge) {
        return new NewMatter(
                unitId, kind, urgency, words, place, residentId, asker, way, groupId, bridge, gridId, saidAt, about);
    }

    /** The same, come in at the door of this grid. */
    public NewMatter inGrid(int grid) {
        return new NewMatter(
                unitId, kind, urgency, words, place, residentId, asker, way, groupId, bridgeId, grid, saidAt, about);
    }

    /** The same, at this place. */
    public NewMatter at(@Nullable Place where) {
        return new NewMatter(
                unitId, kind, urgency, words, where, residentId, asker, way, groupId, bridgeId, gridId, saidAt, about);
    }

    /** The same, so urgent. */
    public NewMatter urgent(Urgency how) {
        return new NewMatter(
                unitId, kind, how, words, place, residentId, asker, way, groupId, bridgeId, gridId, saidAt, about);
    }

    /** The same, said at that time. */
    public NewMatter saidAt(@Nullable Instant when) {
        return new NewMatter(
                unitId, kind, urgency, words, place, residentId, asker, way, groupId, bridgeId, gridId, when, about);
    }

    /** The same, complaining about this unit or somebody there. */
    public NewMatter about(int named) {
        return new NewMatter(
                unitId, kind, urgency, words, place, residentId, asker, way, groupId, bridgeId, gridId, saidAt, named);
    }

    /** The same, answered for by that unit. */
    NewMatter answeredForBy(int unit) {
        return new NewMatter(
                unit, kind, urgency, words, place, residentId, asker, way, groupId, bridgeId, gridId, saidAt, about);
    }
}
