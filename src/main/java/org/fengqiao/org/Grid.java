package org.fengqiao.org;

import org.jspecify.annotations.Nullable;

/**
 * A grid: a part of a station's area and who answers for it.
 *
 * @param officerId its community officer, 0 for none
 * @param keeperName its keeper (网格员), empty for none
 * @param keeperPhone masked, empty for none, in words when it is there and does not open
 * @param area GeoJSON geometry in GCJ-02, null while it was not drawn
 * @param door code of its residents' page
 */
public record Grid(
        int id,
        int unitId,
        String unitName,
        Kind kind,
        String name,
        int officerId,
        String officerName,
        String keeperName,
        String keeperPhone,
        @Nullable String area,
        String door,
        boolean closed) {

    /** Whose grid it is. */
    public enum Kind {
        /** 警格, of the police. */
        POLICE,
        /** 社会网格, of the committees. */
        SOCIAL
    }
}
