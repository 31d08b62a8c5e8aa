package org.fengqiao.notice;

import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.TellMatter;
import org.fengqiao.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 已发: says that a text was put into a group. Said twice it counts once. */
@Component
public class ConfirmPost {

    static final Deed POSTED = Deed.named("post.posted");

    private final GroupSheets groups;
    private final TellMatter tellMatter;
    private final JdbcClient jdbc;
    private final AuditTrail trail;

    ConfirmPost(GroupSheets groups, TellMatter tellMatter, JdbcClient jdbc, AuditTrail trail) {
        this.trail = trail;
        this.groups = groups;
        this.tellMatter = tellMatter;
        this.jdbc = jdbc;
    }

    /**
     * It is there.
     *
     * @throws RefusedException when there is no such text for this group in sight, or it was withdrawn
     */
    @Transactional
    public void posted(long post, int group, Actor by) {
        record Of(boolean withdrawn, boolean posted, long matter) {}
        Of of = jdbc.sql("""
                        select p.withdrawn_at is not null, r.posted_at is not null, coalesce(p.matter_id, 0)
                        from notice.receipt r join notice.post p on p.id = r.post_id
                        where r.post_id = ? and r.group_id = ? for update of r""")
                .params(post, group)
                .query((row, n) -> new Of(row.getBoolean(1), row.getBoolean(2), row.getLong(3)))
                .optional()
                .orElseThrow(WithdrawPost::absent);
        if (of.posted()) {
            return;
        }
        if (of.withdrawn()) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.post.withdrawn");
        }
        jdbc.sql("update notice.receipt set posted_at = now(), posted_by = ? where post_id = ? and group_id = ?")
                .params(by.id(), post, group)
                .update();
        if (of.matter() != 0) {
            tellMatter.told(
                    of.matter(),
                    by,
                    "PASTE",
                    groups.find(group).map(ChatGroup::name).orElse(""));
        } else {
            trail.keep(POSTED, "post/" + post, "", Map.of("group", "" + group));
        }
    }
}
