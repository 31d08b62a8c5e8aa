package org.fengqiao.notice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fengqiao.access.SignedIn;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.shared.MaskedText;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 群发提醒: one text for several groups, as one task with a receipt per group. */
@Component
public class PostWarning {

    static final Deed ASKED = Deed.named("post.asked");

    /** Most characters of a text; WeChat takes more, people do not. */
    public static final int LONGEST = 2_000;

    private static final int MOST_GROUPS = 1_000;

    private final GroupSheets groups;
    private final MatterSheets matters;
    private final JdbcClient jdbc;
    private final AuditTrail trail;

    PostWarning(GroupSheets groups, MatterSheets matters, JdbcClient jdbc, AuditTrail trail) {
        this.trail = trail;
        this.groups = groups;
        this.matters = matters;
        this.jdbc = jdbc;
    }

    /** Words to begin with: what was said in the matter, with names and numbers hidden; empty for no matter. */
    @Transactional(readOnly = true)
    public String draft(long matterId) {
        return matters.find(matterId)
                .map(matter -> MaskedText.of(matter.words(), List.of(matter.asker())))
                .orElse("");
    }

    /**
     * Asks for a text to be posted.
     *
     * @param matterId the matter it belongs to, 0 for none
     * @return the ids of the tasks, one for each unit whose groups are meant
     * @throws RefusedException when there are no words or too many, no group is chosen, a group is not in sight or was given up, or there
     *     is no such matter
     */
    @Transactional
    public List<Long> post(SignedIn me, @Nullable String words, List<Integer> groupIds, long matterId) {
        String text = Words.required(words, LONGEST);
        if (groupIds.isEmpty() || groupIds.size() > MOST_GROUPS) {
            throw RefusedException.badInput("refused.post.groups").at("group");
        }
        if (matterId != 0) {
            matters.require(matterId);
        }
        Map<Integer, List<ChatGroup>> byUnit = new TreeMap<>();
        for (int id : new LinkedHashSet<>(groupIds)) {
            ChatGroup group = groups.require(id);
            if (group.closed()) {
                throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.post.closed", group.name())
                        .at("group");
            }
            byUnit.computeIfAbsent(group.unitId(), unit -> new ArrayList<>()).add(group);
        }
        List<Long> posts = new ArrayList<>();
        byUnit.forEach((unit, its) -> posts.add(jdbc.sql("""
                        with post as (
                            insert into notice.post (unit_id, matter_id, kind, words, asked_by)
                            values (?, nullif(?, 0), 'WARNING', ?, ?) returning id),
                        receipts as (
                            insert into notice.receipt (post_id, group_id, unit_id)
                            select post.id, g, ? from post, unnest(?::int[]) as g)
                        select id from post""")
                .params(
                        unit,
                        matterId,
                        text,
                        me.officer(),
                        unit,
                        its.stream().map(ChatGroup::id).toArray(Integer[]::new))
                .query(Long.class)
                .single()));
        trail.keep(
                ASKED,
                "post/" + posts.getFirst(),
                "",
                Map.of("posts", "" + posts.size(), "groups", "" + groupIds.size(), "matter", "" + matterId));
        return posts;
    }
}
