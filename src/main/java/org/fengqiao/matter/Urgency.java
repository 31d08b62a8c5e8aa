package org.fengqiao.matter;

/** How pressing a matter is. */
public enum Urgency {
    /** 普通 */
    NORMAL,
    /** 紧急 */
    URGENT,
    /** 生命危险 */
    LIFE
}
