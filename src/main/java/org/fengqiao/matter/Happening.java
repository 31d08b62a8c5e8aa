package org.fengqiao.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a matter. Each is one line of the ledger: a sentence in the timeline, the audit line, what followers react to
 * and what figures are counted from.
 */
public sealed interface Happening {

    /** Somebody's words became a matter. */
    record Opened(String kind, String urgency, String words, String asker, String way) implements Happening {}

    /** 受理: we answer for it. */
    record Accepted() implements Happening {}

    /** 不予受理: we do not, and say why. */
    record Declined(String reason) implements Happening {}

    /** An officer is on it. {@code former} is the name of the one who was on it before, if any. */
    record Taken(int officer, String name, @Nullable String former) implements Happening {}

    /** 退回 to the unit it came from. */
    record Returned(int toUnit, String toName, String reason) implements Happening {}

    /** 转办 to another unit. */
    record HandedOver(int toUnit, String toName, String reason) implements Happening {}

    /** 补充: the resident is asked for more. */
    record Asked(String question) implements Happening {}

    /** 答复. */
    record Answered(String words) implements Happening {}

    /** 回访: was it settled? {@code stars} from 1 to 5 when the resident gave any. */
    record CalledBack(boolean settled, @Nullable Integer stars, String words) implements Happening {}

    /** 办结. */
    record Closed(String words) implements Happening {}

    /** 重开. */
    record Reopened(String reason) implements Happening {}

    /** 并案 into another matter. */
    record Merged(long into, String number) implements Happening {}

    /** Taken out of the other matter again, back to where it stood. */
    record Unmerged(long outOf, String number, Stage back) implements Happening {}

    /** Handed to a partner, mediator or volunteer with a task of its own (联合办理). */
    record PartnerAsked(int unit, int officer, String name, String task) implements Happening {}

    /** What the partner did. */
    record PartnerReported(String name, String words) implements Happening {}

    /** Further words or photos of the resident, or words an officer took down for the resident. */
    record WordAdded(String words, List<Long> photos) implements Happening {}

    /** 办理记录: what was done. */
    record Noted(String words, List<Long> photos) implements Happening {}

    /** Facts put right; null means unchanged. */
    record Amended(
            @Nullable String kind,
            @Nullable String urgency,
            @Nullable String place,
            @Nullable String asker) implements Happening {}

    /** Words of ours reached the place where it was asked: {@code where} is a group's or a bridge's name. */
    record Told(String way, String where) implements Happening {}

    /**
     * 反映对象: whom the matter complains about was written down, and it went out of their sight.
     *
     * @param unit id of the unit, 0 where it is an officer who leads none
     * @param officer id of the officer, 0 where it is the unit itself
     * @param toUnit the unit above that answers for it from now on, 0 where it stays
     */
    record Named(int unit, int officer, String name, int toUnit, String toName) implements Happening {}

    /** It does not complain about them after all. */
    record NamingLifted(int unit, int officer, String name, String reason) implements Happening {}

    /**
     * The words of persons were taken out of the matter and its former lines (个人信息保护法 §47).
     *
     * @param basis {@code REQUEST} of the resident, or {@code RETENTION}: their time was over
     */
    record Erased(String basis) implements Happening {}
}
