package org.fengqiao.people;

import java.time.Clock;
import java.time.LocalDate;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What holds for children: under 14 all they tell is sensitive, and kept only with a guardian's consent (个人信息保护法 §28, §31). */
@Component
class Childhood {

    private static final int ENDS = 14;

    private final Clock clock;

    Childhood(Clock clock) {
        this.clock = clock;
    }

    boolean isMinor(@Nullable CitizenNumber number) {
        return number != null && number.birthDate().plusYears(ENDS).isAfter(LocalDate.now(clock));
    }

    /** Refuses the number of a child without the words of who consented. */
    void judge(@Nullable CitizenNumber number, String consent) {
        if (isMinor(number) && consent.isEmpty()) {
            throw RefusedException.badInput("refused.resident.consent").at("consent");
        }
    }
}
