package org.fengqiao.matter;

import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Check;
import org.fengqiao.database.Look;
import org.fengqiao.follow.Position;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the search follower has read can be found by the unit that answers for it, and nothing is found that does not exist. */
@Component
class MattersAreFound implements Check {

    private final JdbcClient jdbc;

    MattersAreFound(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("每件事项都能搜到", "every matter can be found by search");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "给这些事项写一条办理记录，它们就会重新进入搜索。", "Write a note on these matters; that lets the search take them in again.");
    }

    @Override
    public void look(Look look) {
        Position read = jdbc.sql("select xid::text, seq from follow.cursor where follower = ?")
                .param(SearchFollower.NAME)
                .query((row, n) -> new Position(row.getString(1), row.getLong(2)))
                .optional()
                .orElse(Position.START);
        look.through("matter.matter", (after, upTo) -> {
            missing(look, read, after, upTo);
            jdbc.sql("""
                            select s.matter_id from matter.search s where s.matter_id > ? and s.matter_id <= ?
                              and not exists (select from matter.matter m where m.id = s.matter_id) order by 1""")
                    .params(after, upTo)
                    .query(Long.class)
                    .list()
                    .forEach(id -> look.finds(
                            "搜索里有不存在的事项 %d".formatted(id),
                            "the search knows matter %d, which does not exist".formatted(id)));
        });
    }

    /** A parked line is known already, and a line not yet read may change the unit; neither is held against the search. */
    private void missing(Look look, Position read, long after, long upTo) {
        jdbc.sql("""
                        select m.id, s.matter_id is null as missing
                        from matter.matter m left join matter.search s on s.matter_id = m.id
                        where m.id > :after and m.id <= :upTo and s.unit_id is distinct from m.unit_id
                          and exists (select from matter.ledger l where l.matter_id = m.id and l.what = 'Opened'
                                         and (l.xid, l.seq) <= (:xid::xid8, :seq))
                          and (s.matter_id is null
                               or not exists (select from matter.ledger l where l.matter_id = m.id
                                                 and (l.xid, l.seq) > (:xid::xid8, :seq)))
                          and not exists (select from matter.ledger l
                                          join follow.parked p on p.xid = l.xid and p.seq = l.seq and p.follower = :follower
                                          where l.matter_id = m.id and p.settled_at is null)
                        order by m.id""")
                .param("after", after)
                .param("upTo", upTo)
                .param("xid", read.xid())
                .param("seq", read.seq())
                .param("follower", SearchFollower.NAME)
                .query((row, n) -> {
                    long id = row.getLong(1);
                    if (row.getBoolean(2)) {
                        look.finds("搜不到事项 %d".formatted(id), "matter %d is missing in the search".formatted(id));
                    } else {
                        look.finds(
                                "事项 %d 在搜索里属于另一个单位".formatted(id),
                                "matter %d stands in the search with another unit".formatted(id));
                    }
                    return id;
                })
                .list();
    }
}
