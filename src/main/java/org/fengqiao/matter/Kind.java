package org.fengqiao.matter;

import java.util.List;

/**
 * What a matter is about. An open list: a room with a kind of its own adds a bean of this type, with the message key
 * {@code kind.CODE}.
 *
 * @param code capital letters
 * @param order place in menus, small first
 */
public record Kind(String code, int order) {

    /** 诉求, 纠纷, 线索, 求助, 咨询, 隐患. */
    static final List<Kind> BASIC = List.of(
            new Kind("DEMAND", 10),
            new Kind("DISPUTE", 20),
            new Kind("LEAD", 30),
            new Kind("HELP", 40),
            new Kind("INQUIRY", 50),
            new Kind("HAZARD", 60));
}
