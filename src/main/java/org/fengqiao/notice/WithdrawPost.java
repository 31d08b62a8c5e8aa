package org.fengqiao.notice;

import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 撤回: a text is not to be put into further groups. Where it is already, it stays. */
@Component
public class WithdrawPost {

    private final JdbcClient jdbc;

    WithdrawPost(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
    }

    static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.post.absent");
    }
}
