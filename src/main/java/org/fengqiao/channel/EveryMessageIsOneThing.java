package org.fengqiao.channel;

import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Check;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every message from outside waits, became part of a matter, was forgotten, or lies in quarantine: exactly one of these. */
@Component
class EveryMessageIsOneThing implements Check {

    private final JdbcClient jdbc;

    EveryMessageIsOneThing(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("每条消息只有一个去向", "every message is one thing");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "在收件页和事项页查看这些消息；如果是恢复备份之后出现的，请从更完整的备份重新恢复。",
                "Look these messages up in the inbox and on the pages of their matters; if this came with a restored backup, restore a more complete one.");
    }

    @Override
    public void look(Look look) {
        look.through(
                "channel.message",
                (after, upTo) -> jdbc.sql("""
                        select id, wrong from (
                            select m.id, case
                                when (m.state = 'MATTER') <> (m.matter_id is not null) then 'MATTER'
                                when m.state <> 'FORGOTTEN' and m.words is null then 'WORDS'
                                when m.state = 'FORGOTTEN' and (m.words is not null or m.sender <> '' or m.sender_ref is not null)
                                    then 'FORGOTTEN'
                                when not exists (select from channel.bridge b where b.id = m.bridge_id and b.unit_id = m.unit_id)
                                    then 'UNIT'
                                when exists (select from channel.quarantine q where q.bridge_id = m.bridge_id and q.hash = m.body_hash
                                                and q.reason = 'UNSTORABLE' and q.settled_at is null) then 'TWICE'
                                when m.xid >= pg_snapshot_xmax(pg_current_snapshot()) then 'AHEAD' end as wrong
                            from channel.message m where m.id > ? and m.id <= ?) as judged
                        where wrong is not null order by id""")
                        .params(after, upTo)
                        .query((row, n) -> {
                            BothLanguages wrong = wrong(row.getString("wrong"));
                            look.finds(
                                    "消息 %d：%s".formatted(row.getLong("id"), wrong.chinese()),
                                    "message %d: %s".formatted(row.getLong("id"), wrong.english()));
                            return wrong;
                        })
                        .list());
    }

    private static BothLanguages wrong(String what) {
        return switch (what) {
            case "MATTER" ->
                new BothLanguages("状态与所属事项不一致", "its state and the matter it belongs to contradict each other");
            case "WORDS" -> new BothLanguages("没有遗忘，却没有内容", "its words are gone although it was not forgotten");
            case "FORGOTTEN" ->
                new BothLanguages("已遗忘，却还留着内容或发送人", "it was forgotten, and yet words or sender are still there");
            case "UNIT" -> new BothLanguages("所属单位与消息桥不一致", "its unit is not the unit of its bridge");
            case "TWICE" -> new BothLanguages("既已保存，又在隔离区", "it is kept and in quarantine as well");
            case "AHEAD" ->
                new BothLanguages(
                        "写入它的事务在这个数据库里还没有发生", "the transaction that wrote it has not happened in this database yet");
            default -> throw new IllegalArgumentException(what);
        };
    }
}
