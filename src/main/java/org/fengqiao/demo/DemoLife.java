package org.fengqiao.demo;

import java.util.List;

/** How the life of a matter went so far. */
enum DemoLife {
    RECEIVED,
    ACCEPTED,
    HANDLING,
    ASKED,
    ASKED_AND_TOLD,
    PARTNER_ASKED,
    PARTNER_REPORTED,
    HANDED_OVER,
    RETURNED,
    ANSWERED,
    CALLED_BACK,
    REOPENED,
    CLOSED,
    CLOSED_AFTER_REOPENING,
    CLOSED_WITH_PARTNER,
    CLOSED_ELSEWHERE,
    CLOSED_WITH_ANOTHER,
    DECLINED;

    /** Lives of matters older than four days, taken in turn. */
    static final List<DemoLife> OLD = List.of(
            CLOSED,
            CLOSED,
            CLOSED_WITH_PARTNER,
            CLOSED,
            CLOSED_AFTER_REOPENING,
            CLOSED,
            DECLINED,
            CLOSED,
            CLOSED_WITH_ANOTHER,
            CLOSED,
            CLOSED_ELSEWHERE,
            CLOSED,
            CALLED_BACK,
            CLOSED,
            CLOSED_WITH_PARTNER,
            CLOSED);

    /** Lives of matters one to four days old. */
    static final List<DemoLife> RECENT = List.of(
            ANSWERED,
            HANDLING,
            CLOSED,
            PARTNER_ASKED,
            CALLED_BACK,
            ASKED,
            HANDED_OVER,
            ANSWERED,
            REOPENED,
            DECLINED,
            PARTNER_REPORTED,
            ASKED_AND_TOLD,
            CLOSED,
            RETURNED,
            HANDLING,
            CLOSED_WITH_ANOTHER,
            CALLED_BACK,
            ANSWERED,
            REOPENED);

    /** Lives of matters of the last day. */
    static final List<DemoLife> FRESH = List.of(
            HANDLING, ANSWERED, ACCEPTED, PARTNER_ASKED, RECEIVED, ASKED, HANDLING, RECEIVED, ANSWERED, RECEIVED);
}
