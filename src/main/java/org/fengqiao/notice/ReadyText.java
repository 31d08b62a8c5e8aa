package org.fengqiao.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.people.ResidentSheets;
import org.fengqiao.shared.MaskedText;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Words that leave the circle of those who handle a matter: names and numbers in them are hidden (个人信息保护法 §6, §51), the
 * matter's own number stands in them, and they greet the one who asked.
 */
@Component
class ReadyText {

    private final MessageSource messages;
    private final MatterSheets matters;
    private final ResidentSheets residents;

    ReadyText(MessageSource messages, MatterSheets matters, ResidentSheets residents) {
        this.messages = messages;
        this.matters = matters;
        this.residents = residents;
    }

    /**
     * The whole text, ready to be put where the matter was asked.
     *
     * @param of id of the matter whose words they are: this one, or the one it was merged into
     * @param what answer, declined or question
     */
    String of(MatterView matter, long of, String what, String words) {
        String asker = MaskedText.of(matter.asker(), List.of(matter.asker()));
        return String.valueOf(messages.getMessage(
                "notice.text." + what + (asker.isEmpty() ? ".nameless" : ""),
                new Object[] {asker, matter.number(), masked(matter, of, words), matter.unitName()},
                "",
                Locale.SIMPLIFIED_CHINESE));
    }

    /** The words alone; neither who asks here is named in them nor who asked there. */
    String masked(MatterView matter, long of, String words) {
        List<String> names = new ArrayList<>(namesOf(matter));
        if (of != matter.id()) {
            matters.find(of).map(this::namesOf).ifPresent(names::addAll);
        }
        return MaskedText.of(words, names);
    }

    private List<String> namesOf(MatterView matter) {
        List<String> names = new ArrayList<>(residents.names(matter.residentId()));
        names.add(matter.asker());
        return names;
    }
}
