package org.fengqiao.follow;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How far every follower is and what it had to put aside: for the administrator's page. */
@Component
public class FollowerSheet {

    private static final int COUNT_UP_TO = 100_000;

    private final Followers followers;
    private final JdbcClient jdbc;

    FollowerSheet(Followers followers, JdbcClient jdbc) {
        this.followers = followers;
        this.jdbc = jdbc;
    }

    /**
     * One follower's state.
     *
     * @param lag lines not yet read, counted up to 100,000
     * @param movedAt when the cursor last moved
     * @param parked lines put aside and not settled
     */
    public record Row(String name, long lag, Instant movedAt, long parked) {}

    /**
     * A line put aside.
     *
     * @param reason why, in the words of the program; holds no words of residents
     */
    public record Parked(long id, String follower, String reason, int tries, Instant parkedAt, Instant triedAt) {}

    /** All followers by name. Run it with the sight of the house: it counts lines, it shows none. */
    @Transactional(readOnly = true)
    public List<Row> rows() {
        return followers.all().stream()
                .map(this::row)
                .sorted(java.util.Comparator.comparing(Row::name))
                .toList();
    }

    private Row row(Follower<?> follower) {
        record Cursor(Position at, Instant movedAt) {}
        Cursor cursor = jdbc.sql("select xid::text, seq, moved_at from follow.cursor where follower = ?")
                .param(follower.name())
                .query((row, n) -> new Cursor(
                        new Position(row.getString(1), row.getLong(2)),
                        row.getTimestamp(3).toInstant()))
                .single();
        long parked = jdbc.sql("select count(*) from follow.parked where follower = ? and settled_at is null")
                .param(follower.name())
                .query(Long.class)
                .single();
        return new Row(follower.name(), follower.stream().lag(cursor.at(), COUNT_UP_TO), cursor.movedAt(), parked);
    }

    /** The open parked lines, oldest first, 500 at most. */
    @Transactional(readOnly = true)
    public List<Parked> parked() {
        return jdbc.sql("""
                        select id, follower, reason, tries, parked_at, tried_at from follow.parked
                        where settled_at is null order by id limit 500""")
                .query((row, n) -> new Parked(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getTimestamp(5).toInstant(),
                        row.getTimestamp(6).toInstant()))
                .list();
    }
}
