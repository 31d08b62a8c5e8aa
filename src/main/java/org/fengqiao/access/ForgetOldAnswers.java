package org.fengqiao.access;

import org.fengqiao.database.Sight;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Clears away old answers, a few at a time, so that no request ever waits for it. */
@Component
class ForgetOldAnswers {

    private static final int AT_ONCE = 1_000;

    private final Answered answered;

    ForgetOldAnswers(Answered answered) {
        this.answered = answered;
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
    void forget() {
        Sight.HOUSE.seeing(() -> {
            int gone;
            do {
                gone = answered.forgetOld(AT_ONCE);
            } while (gone == AT_ONCE);
        });
    }
}
