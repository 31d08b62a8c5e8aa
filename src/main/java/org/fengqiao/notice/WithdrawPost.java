package org.fengqiao.notice;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 撤回: a text is not to be put into further groups. Where it is already, it stays. */
@Component
public class WithdrawPost {

    static final Deed WITHDRAWN = Deed.named("post.withdrawn");

    private final JdbcClient jdbc;
    private final AuditTrail trail;

    WithdrawPost(JdbcClient jdbc, AuditTrail trail) {
        this.jdbc = jdbc;
        this.trail = trail;
    }

    /** Withdraws it; refused when there is no such text in sight. */
    @Transactional
    public void withdraw(long post) {
        int rows = jdbc.sql("update notice.post set withdrawn_at = coalesce(withdrawn_at, now()) where id = ?")
                .param(post)
                .update();
        if (rows == 0) {
            throw absent();
        }
        trail.keep(WITHDRAWN, "post/" + post, "", Map.of());
    }

    static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.post.absent");
    }
}
