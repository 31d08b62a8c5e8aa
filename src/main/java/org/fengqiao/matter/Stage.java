package org.fengqiao.matter;

import java.util.EnumSet;
import java.util.Set;
import org.fengqiao.shared.RefusedException;

/**
 * Where a matter stands (国办发〔2020〕53号: 受理 → 转办 → 办理 → 答复 → 督办 → 回访). Stages are code: {@link #next} is the whole life
 * of a matter.
 */
public enum Stage {
    /** 待受理 */
    RECEIVED,
    /** 已受理 */
    ACCEPTED,
    /** 办理中 */
    HANDLING,
    /** 已答复 */
    ANSWERED,
    /** 已回访 */
    CALLED_BACK,
    /** 办结 */
    CLOSED,
    /** 不予受理 */
    DECLINED,
    /** 并案: goes on in another matter. */
    MERGED;

    private static final Set<Stage> BEFORE_ANSWER = EnumSet.of(RECEIVED, ACCEPTED, HANDLING);

    /** True for stages in which nothing more is to be done. */
    public boolean isOver() {
        return this == CLOSED || this == DECLINED || this == MERGED;
    }

    /** Whether there is an answer that holds: given, or that nothing will be done. */
    public boolean isAnswered() {
        return this == ANSWERED || this == CALLED_BACK || this == CLOSED || this == DECLINED;
    }

    /**
     * The stage after a happening.
     *
     * @throws RefusedException (CONFLICT) when the happening cannot come at this stage
     */
    Stage next(Happening happening) {
        return switch (happening) {
            case Happening.Opened opened -> RECEIVED;
            case Happening.Accepted accepted -> from(EnumSet.of(RECEIVED), ACCEPTED);
            case Happening.Declined declined -> from(EnumSet.of(RECEIVED, ACCEPTED), DECLINED);
            case Happening.Taken taken -> from(BEFORE_ANSWER, HANDLING);
            case Happening.Returned returned -> from(BEFORE_ANSWER, RECEIVED);
            case Happening.HandedOver handedOver -> from(BEFORE_ANSWER, RECEIVED);
            case Happening.Asked asked -> from(BEFORE_ANSWER, this);
            case Happening.Answered answered -> from(EnumSet.of(ACCEPTED, HANDLING, ANSWERED), ANSWERED);
            case Happening.CalledBack calledBack ->
                from(EnumSet.of(ANSWERED, CALLED_BACK), calledBack.settled() ? CALLED_BACK : HANDLING);
            case Happening.Closed closed -> from(EnumSet.of(ANSWERED, CALLED_BACK), CLOSED);
            case Happening.Reopened reopened ->
                from(EnumSet.of(ANSWERED, CALLED_BACK, CLOSED, DECLINED), this == DECLINED ? RECEIVED : HANDLING);
            case Happening.Merged merged ->
                from(EnumSet.of(RECEIVED, ACCEPTED, HANDLING, ANSWERED, CALLED_BACK), MERGED);
            case Happening.Unmerged unmerged -> from(EnumSet.of(MERGED), unmerged.back());
            case Happening.PartnerAsked asked -> from(BEFORE_ANSWER, this);
            case Happening.PartnerReported reported -> this;
            case Happening.WordAdded word -> this;
            case Happening.Noted noted -> this;
            case Happening.Amended amended -> this;
            case Happening.Told told -> this;
            case Happening.Named named -> named.toUnit() != 0 && BEFORE_ANSWER.contains(this) ? RECEIVED : this;
            case Happening.NamingLifted lifted -> this;
            case Happening.Erased erased -> from(EnumSet.of(CLOSED, DECLINED, MERGED), this);
        };
    }

    private Stage from(Set<Stage> allowed, Stage to) {
        if (!allowed.contains(this)) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.stage." + name());
        }
        return to;
    }
}
