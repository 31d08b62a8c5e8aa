package org.fengqiao.matter;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fengqiao.org.Unit;
import org.fengqiao.shared.RefusedException;

/** What somebody can do with a matter. */
public enum Verb {
    /** 受理 */
    ACCEPT,
    /** 不予受理 */
    DECLINE,
    /** 接手 */
    TAKE,
    /** 办理记录 */
    NOTE,
    /** Take down further words of the resident. */
    WORD,
    /** 补充 */
    ASK,
    /** 答复 */
    ANSWER,
    /** Say that a caller was told the answer. */
    TELL,
    /** 回访 */
    CALL_BACK,
    /** 办结 */
    CLOSE,
    /** 重开 */
    REOPEN,
    /** 联合办理 */
    ASK_PARTNER,
    /** 转办 */
    HAND_OVER,
    /** 退回 */
    RETURN,
    /** 并案 */
    MERGE,
    /** Take out of the other matter again. */
    UNMERGE,
    /** 更正 */
    AMEND,
    /** Report on one's own task. */
    REPORT;

    private static final String SOMETHING = "-";
    private static final Unit ELSEWHERE = new Unit(-1, 0, Unit.Kind.STATION, SOMETHING, SOMETHING, List.of());

    /**
     * What this actor could do now, asked of the matter itself, so that a page offers what would be done and nothing else. Tasks of
     * partners are not looked at: {@link #REPORT} is never among them.
     */
    static Set<Verb> possible(Matter matter, Actor by) {
        Set<Verb> possible = EnumSet.noneOf(Verb.class);
        for (Verb verb : values()) {
            if (verb != REPORT && verb.isPossible(matter, by)) {
                possible.add(verb);
            }
        }
        return possible;
    }

    private boolean isPossible(Matter matter, Actor by) {
        try {
            matter.stage().next(tried(matter, by));
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }

    private Happening tried(Matter matter, Actor by) {
        return switch (this) {
            case ACCEPT -> matter.accept(by);
            case DECLINE -> matter.decline(by, SOMETHING);
            case TAKE -> matter.take(by, null);
            case NOTE -> matter.note(by, SOMETHING, List.of());
            case WORD -> matter.addWord(by, SOMETHING, List.of());
            case ASK -> matter.ask(by, SOMETHING);
            case ANSWER -> matter.answer(by, SOMETHING);
            case TELL -> matter.tellByMouth(by);
            case CALL_BACK -> matter.callBack(by, true, null, null);
            case CLOSE -> matter.close(by, SOMETHING);
            case REOPEN -> matter.reopen(by, SOMETHING);
            case ASK_PARTNER -> matter.askPartner(by, 0, 0, SOMETHING, SOMETHING);
            case HAND_OVER -> matter.handOver(by, ELSEWHERE, SOMETHING);
            case RETURN -> matter.giveBack(by, matter.fromUnitId() == 0 ? null : ELSEWHERE, SOMETHING);
            case MERGE -> matter.mergeSomewhere(by);
            case UNMERGE -> matter.unmerge(by, SOMETHING);
            case AMEND -> matter.amend(by, null, null, null, matter.asker() + SOMETHING);
            case REPORT -> matter.partnerReports(by, SOMETHING);
        };
    }
}
