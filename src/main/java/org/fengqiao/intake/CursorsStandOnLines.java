package org.fengqiao.intake;

import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Check;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A cursor stands on the last line its follower has read; where that line is missing, lines were lost. It stands here, above both streams. */
@Component
class CursorsStandOnLines implements Check {

    private final JdbcClient jdbc;

    CursorsStandOnLines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("跟随者读过的最后一条还在", "the last line each follower has read is there");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "台账或消息比跟随者旧，可能恢复了不完整的备份。请用整个数据文件夹的备份恢复。",
                "Ledger or messages are older than the followers, as after an incomplete restore. Restore a copy of the whole data folder.");
    }

    @Override
    public void look(Look look) {
        look.saw(jdbc.sql("select count(*) from follow.cursor where seq > 0")
                .query(Long.class)
                .single());
        jdbc.sql("""
                        select c.follower from follow.cursor c
                        where c.seq > 0
                          and not exists (select from matter.ledger l where l.xid = c.xid and l.seq = c.seq)
                          and not exists (select from channel.message m where m.xid = c.xid and m.id = c.seq)
                        order by c.follower""")
                .query(String.class)
                .list()
                .forEach(follower -> look.finds(
                        "跟随者 %s 读过的最后一条不见了".formatted(follower),
                        "the last line that follower %s has read is missing".formatted(follower)));
    }
}
