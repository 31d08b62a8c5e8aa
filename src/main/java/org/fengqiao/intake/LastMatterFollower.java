package org.fengqiao.intake;

import java.util.List;
import org.fengqiao.follow.Follower;
import org.fengqiao.follow.Stream;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps at each group when somebody last brought a matter there. Whom a matter complains about shall not learn of it here, nor by what was
 * pasted: matters that name somebody do not count, and what led to them leads nowhere.
 */
@Component
class LastMatterFollower implements Follower<LedgerLine> {

    private final Ledger ledger;
    private final JdbcClient jdbc;

    LastMatterFollower(Ledger ledger, JdbcClient jdbc) {
        this.ledger = ledger;
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "last-matter";
    }

    @Override
    public Stream<LedgerLine> stream() {
        return ledger;
    }

    @Override
    public void follow(List<LedgerLine> lines) {
        lines.stream()
                .filter(line -> line.happening() instanceof Happening.Named)
                .map(LedgerLine::matterId)
                .distinct()
                .forEach(this::letGo);
        List<Long> opened = lines.stream()
                .filter(line -> line.happening() instanceof Happening.Opened)
                .map(LedgerLine::matterId)
                .toList();
        if (opened.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        update groups.chat_group g set last_matter_id = last.id, last_matter_at = last.opened_at
                        from (select distinct on (group_id) group_id, id, opened_at from matter.matter
                              where id in (:opened) and group_id is not null
                                and not exists (select from matter.named n where n.matter_id = matter.id and n.lifted_at is null)
                              order by group_id, id desc) last
                        where g.id = last.group_id and last.id > coalesce(g.last_matter_id, 0)""").param("opened", opened).update();
    }

    private void letGo(long matter) {
        jdbc.sql("update intake.looked_at set matter_id = null where matter_id = ?")
                .param(matter)
                .update();
        jdbc.sql("""
                        update groups.chat_group g set (last_matter_id, last_matter_at) = (
                            select m.id, m.opened_at from matter.matter m
                            where m.group_id = g.id and not exists (select from matter.named n where n.matter_id = m.id and n.lifted_at is null)
                            order by m.id desc limit 1)
                        where g.last_matter_id = ?""").param(matter).update();
    }
}
