package org.fengqiao.intake;

import org.fengqiao.channel.Messages;
import org.fengqiao.channel.Quarantine;
import org.fengqiao.database.Sight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets the words go of messages that nobody made a matter of or could read in time (个人信息保护法 §19: no longer than needed). */
@Component
@EnableScheduling
class ForgetMessages {

    private static final Logger log = LoggerFactory.getLogger(ForgetMessages.class);
    private static final int AT_ONCE = 1_000;

    private final Messages messages;
    private final Quarantine quarantine;
    private final int hours;
    private final int days;

    ForgetMessages(
            Messages messages,
            Quarantine quarantine,
            @Value("${fengqiao.inbox.hours:72}") int hours,
            @Value("${fengqiao.quarantine.days:30}") int days) {
        this.messages = messages;
        this.quarantine = quarantine;
        this.hours = hours;
        this.days = days;
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
        int unread = Sight.HOUSE.see(() -> quarantine.forgetOlderThan(days));
        if (unread > 0) {
            log.warn("Forgot {} unreadable messages nobody looked at in {} days", unread, days);
        }
    }
}
