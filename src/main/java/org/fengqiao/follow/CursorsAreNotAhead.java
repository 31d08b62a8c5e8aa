package org.fengqiao.follow;

import org.fengqiao.database.BothLanguages;
import org.fengqiao.database.Check;
import org.fengqiao.database.Look;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * No cursor is ahead of the transactions of its server. Rows that were carried into a fresh server keep the transaction ids of the
 * former one, and a follower would pass over everything written until the new ids have caught up.
 */
@Component
class CursorsAreNotAhead implements Check {

    private final JdbcClient jdbc;

    CursorsAreNotAhead(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public BothLanguages about() {
        return new BothLanguages("跟随者没有超前", "no follower is ahead");
    }

    @Override
    public BothLanguages advice() {
        return new BothLanguages(
                "数据是以不合适的方式恢复的。请先停机，再用整个数据文件夹的备份恢复（见管理员指南“备份”）。",
                "The data was restored in a way that does not fit. Stop the house and restore a copy of the whole data folder (administrators' guide, Backup).");
    }

    @Override
    public void look(Look look) {
        look.saw(
                jdbc.sql("select count(*) from follow.cursor").query(Long.class).single());
        jdbc.sql(
                        "select follower from follow.cursor where xid >= pg_snapshot_xmax(pg_current_snapshot()) order by follower")
                .query(String.class)
                .list()
                .forEach(follower -> look.finds(
                        "跟随者 %s 的位置超前于数据库，新的内容会被跳过".formatted(follower),
                        "follower %s is ahead of the database and would pass over what is new".formatted(follower)));
        jdbc.sql(
                        "select follower, count(*) from follow.parked where settled_at is null group by follower order by follower")
                .query((row, n) -> {
                    look.hints(
                            "跟随者 %s 搁置了 %d 条，请在“运行状况”页重试".formatted(row.getString(1), row.getLong(2)),
                            "follower %s has parked %d lines; retry them on the page Running"
                                    .formatted(row.getString(1), row.getLong(2)));
                    return n;
                })
                .list();
    }
}
