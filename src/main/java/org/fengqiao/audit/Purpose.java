package org.fengqiao.audit;

import java.util.Collection;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;

/** Why somebody looks at a whole number; kept in the audit trail (个人信息保护法 §6, §51). */
public enum Purpose {
    /** 回访或答复: to ask whether it is settled, or to tell the answer. */
    CALL_BACK,
    /** 核实身份. */
    VERIFY,
    /** 通知险情: somebody must be warned at once. */
    WARN,
    /** 其他, in words. */
    OTHER;

    private static final int LONGEST_WORDS = 100;

    /**
     * What stands in the trail about why somebody looked; numbers and names in the words are hidden, for a line of the trail is never
     * emptied.
     *
     * @param purpose null refuses
     * @param words what for, when the purpose is {@link #OTHER}
     * @param names of those who were looked at
     * @throws RefusedException when no purpose is given, or another one without words
     */
    public static String told(@Nullable Purpose purpose, @Nullable String words, Collection<String> names) {
        if (purpose == null) {
            throw RefusedException.badInput("refused.reveal.purpose").at("purpose");
        }
        String why = Words.orEmpty(words, LONGEST_WORDS);
        if (purpose == OTHER && why.isEmpty()) {
            throw RefusedException.badInput("refused.reveal.words").at("words");
        }
        return MaskedText.of(why.isEmpty() ? purpose.name() : purpose.name() + ": " + why, names);
    }
}
