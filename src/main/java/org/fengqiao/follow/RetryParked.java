package org.fengqiao.follow;

import java.util.List;
import java.util.Optional;
import org.fengqiao.database.Sight;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets a follower try once more to digest a line that was put aside. */
@Component
public class RetryParked {

    private final Followers followers;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    RetryParked(Followers followers, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.followers = followers;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Tries the line again, with the sight of the house; it stays parked, with the new reason, when it fails again.
     *
     * @return whether it was digested; false too when it was settled before or there is no such follower any more
     */
    public boolean retry(long parkedId) {
        return Sight.HOUSE.see(() -> tried(parkedId));
    }

    private boolean tried(long parkedId) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> digest(parkedId)));
        } catch (RuntimeException failedAgain) {
            transaction.executeWithoutResult(status -> jdbc.sql(
                            "update follow.parked set tries = tries + 1, tried_at = now(), reason = ? where id = ? and settled_at is null")
                    .params(Followers.reason(failedAgain), parkedId)
                    .update());
            return false;
        }
    }

    private boolean digest(long parkedId) {
        record Line(String follower, Position at) {}
        Optional<Line> line = jdbc.sql("""
                        select follower, xid::text, seq from follow.parked
                        where id = ? and settled_at is null for update""")
                .param(parkedId)
                .query((row, n) -> new Line(row.getString(1), new Position(row.getString(2), row.getLong(3))))
                .optional();
        if (line.isEmpty()) {
            return false;
        }
        Optional<Follower<?>> follower = followers.all().stream()
                .filter(one -> one.name().equals(line.get().follower()))
                .findFirst();
        if (follower.isEmpty()) {
            return false;
        }
        again(follower.get(), line.get().at());
        jdbc.sql("update follow.parked set settled_at = now() where id = ?")
                .param(parkedId)
                .update();
        return true;
    }

    private static <L> void again(Follower<L> follower, Position at) {
        follower.stream().at(at).ifPresent(found -> follower.follow(List.of(found)));
    }
}
