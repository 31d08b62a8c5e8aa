package org.fengqiao.intake;

import java.util.List;
import org.fengqiao.follow.Follower;
import org.fengqiao.follow.Stream;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps at each group when somebody last brought a matter there. */
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
                              where id in (:opened) and group_id is not null order by group_id, id desc) last
                        where g.id = last.group_id and last.id > coalesce(g.last_matter_id, 0)""").param("opened", opened).update();
    }
}
