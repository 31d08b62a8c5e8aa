package org.fengqiao.matter;

import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Check;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who follows a merged matter into the other one, and on from there, comes to an end and not back to the beginning. */
@Component
class MergesComeToAnEnd implements Check {

    private final JdbcClient jdbc;

    MergesComeToAnEnd(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("并案不绕圈", "merges come to an end");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "请把圈里的一件事项撤销并案，让其余的归到它那里。",
                "Take one of these matters out of its merge, so that the others go on in it.");
    }

    @Override
    public void look(Look look) {
        look.through(
                "matter.matter",
                (after, upTo) -> jdbc.sql("""
                        with recursive way (start, at) as (
                            select id, merged_into from matter.matter where id > ? and id <= ? and merged_into is not null
                            union
                            select way.start, m.merged_into from way join matter.matter m on m.id = way.at
                            where m.merged_into is not null)
                        select start from way where at = start order by start""")
                        .params(after, upTo)
                        .query(Long.class)
                        .list()
                        .forEach(id -> look.finds(
                                "事项 %d 并来并去又回到自己".formatted(id),
                                "matter %d is merged into itself by a circle".formatted(id))));
    }
}
