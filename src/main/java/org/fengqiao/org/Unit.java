package org.fengqiao.org;

import java.util.List;

/**
 * A unit of the police or a partner.
 *
 * @param parentId the unit above, 0 for a root
 * @param code short code (站码) that stands in every matter number, 2 to 12 capital letters and digits
 * @param ancestors ids from the root down to the unit itself
 */
public record Unit(int id, int parentId, Kind kind, String name, String code, List<Integer> ancestors) {

    /** Levels of the police (GB/T 2260 levels and the station below them), and partners beside them. */
    public enum Kind {
        /** 省 */
        PROVINCE,
        /** 市 */
        CITY,
        /** 县 (区) */
        COUNTY,
        /** 派出所 */
        STATION,
        /** 联动单位: property managers, committees, companies, hospitals … */
        PARTNER
    }

    /** True when this unit lies in the tree below the other or is the same. */
    public boolean isWithin(int otherUnit) {
        return ancestors.contains(otherUnit);
    }
}
