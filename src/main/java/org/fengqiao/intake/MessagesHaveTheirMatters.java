package org.fengqiao.intake;

import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Check;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a message became is there. The messages' own room lies below matters and cannot look. */
@Component
class MessagesHaveTheirMatters implements Check {

    private final JdbcClient jdbc;

    MessagesHaveTheirMatters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("消息所属的事项都在", "the matters of messages are there");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "事项丢失，消息还在。请从备份恢复，或把这些消息的内容重新登记为事项。",
                "The matter is lost, the message is there. Restore a backup, or open these messages as matters anew.");
    }

    @Override
    public void look(Look look) {
        look.through(
                "channel.message",
                (after, upTo) -> jdbc.sql("""
                        select c.id, c.matter_id from channel.message c
                        where c.id > ? and c.id <= ? and c.matter_id is not null
                          and not exists (select from matter.matter m where m.id = c.matter_id) order by c.id""")
                        .params(after, upTo)
                        .query((row, n) -> {
                            look.finds(
                                    "消息 %d 所属的事项 %d 不存在".formatted(row.getLong(1), row.getLong(2)),
                                    "message %d belongs to matter %d, which does not exist"
                                            .formatted(row.getLong(1), row.getLong(2)));
                            return n;
                        })
                        .list());
    }
}
