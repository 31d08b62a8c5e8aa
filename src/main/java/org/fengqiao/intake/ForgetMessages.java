package org.fengqiao.intake;

import org.fengqiao.channel.Messages;
import org.fengqiao.database.Sight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets the words go of messages that nobody made a matter of in time (个人信息保护法 §19: no longer than needed). */
@Component
@EnableScheduling
class ForgetMessages {

    private static final Logger log = LoggerFactory.getLogger(ForgetMessages.class);
    private static final int AT_ONCE = 1_000;

    private final Messages messages;
    private final int hours;

    ForgetMessages(Messages messages, @Value("${fengqiao.inbox.hours:72}") int hours) {
        this.messages = messages;
        this.hours = hours;
    }

    @Scheduled(fixedDelayString = "PT15M", initialDelayString = "PT2M")
    void forget() {
        int forgotten;
        int all = 0;
        do {
            forgotten = Sight.HOUSE.see(() -> messages.forgetOlderThan(hours, AT_ONCE));
            all += forgotten;
        } while (forgotten == AT_ONCE);
        if (all > 0) {
            log.info("Forgot the words of {} messages that waited longer than {} hours", all, hours);
        }
    }
}
