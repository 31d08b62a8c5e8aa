package org.fengqiao.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fengqiao.matter.MatterView;
import org.fengqiao.people.Resident;
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
    private final ResidentSheets residents;

    ReadyText(MessageSource messages, ResidentSheets residents) {
        this.messages = messages;
        this.residents = residents;
    }

    /** The whole text, ready to be put where the matter was asked. {@code what} is answer, declined or question. */
    String of(MatterView matter, String what, String words) {
        String asker = MaskedText.of(matter.asker(), List.of(matter.asker()));
        return String.valueOf(messages.getMessage(
                "notice.text." + what + (asker.isEmpty() ? ".nameless" : ""),
                new Object[] {asker, matter.number(), masked(matter, words), matter.unitName()},
                "",
                Locale.SIMPLIFIED_CHINESE));
    }

    /** The words alone. */
    String masked(MatterView matter, String words) {
        List<String> names = new ArrayList<>(List.of(matter.asker()));
        if (matter.residentId() != 0) {
            residents.find(matter.residentId()).map(Resident::name).ifPresent(names::add);
        }
        return MaskedText.of(words, names);
    }
}
