package org.fengqiao.intake.door;

import org.jspecify.annotations.Nullable;

/**
 * A door that a resident stands at.
 *
 * @param code as it is kept
 * @param unitId the station behind it
 * @param aboveId the unit above it, which answers for complaints about it; 0 for none
 * @param unitPhone empty when it has none
 * @param name of the group or grid
 * @param groupId 0 at the door of a grid
 * @param gridId 0 where the group lies in none
 * @param longitude of the station, null where it is not known
 * @param area the grid's area as GeoJSON in GCJ-02, null where it is not drawn
 */
record Doorway(
        String code,
        int unitId,
        int aboveId,
        String unitName,
        String unitPhone,
        String name,
        int groupId,
        int gridId,
        @Nullable Double longitude,
        @Nullable Double latitude,
        @Nullable String area) {}
