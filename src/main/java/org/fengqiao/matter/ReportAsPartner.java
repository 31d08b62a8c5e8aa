package org.fengqiao.matter;

import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A partner, mediator or volunteer says what was done about the task. */
@Component
public class ReportAsPartner {

    private final Change change;
    private final JdbcClient jdbc;

    ReportAsPartner(Change change, JdbcClient jdbc) {
        this.change = change;
        this.jdbc = jdbc;
    }

    /**
     * Reports.
     *
     * @param words what was done, 1 to 10,000 characters
     * @return the new version
     * @throws RefusedException when the matter was not handed to this person or the person's unit
     */
    @Transactional
    public int report(long matterId, Actor by, @Nullable String words) {
        String done = Words.required(words, Matter.LONGEST_WORDS);
        return change.apply(matterId, null, by, matter -> {
                    Happening reported = matter.partnerReports(by, done);
                    int tasks = jdbc.sql("""
                                    update matter.sight set report = ?, reported_at = now()
                                    where matter_id = ? and why = 'TO_PARTNER' and (officer_id = ? or unit_id = ?)
                                      and (until is null or until > now())""")
                            .params(done, matterId, by.id(), by.unit())
                            .update();
                    if (tasks == 0) {
                        throw RefusedException.because(RefusedException.Reason.NOT_ALLOWED, "refused.matter.not-yours");
                    }
                    return reported;
                })
                .version();
    }
}
