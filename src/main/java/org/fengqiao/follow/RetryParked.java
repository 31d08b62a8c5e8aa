package org.fengqiao.follow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets a follower try once more to digest a line that was put aside. */
@Component
public class RetryParked {

    static final Deed RETRIED = Deed.named("parked-line.retried");

    private final Followers followers;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final AuditTrail trail;

    RetryParked(Followers followers, JdbcClient jdbc, PlatformTransactionManager transactions, AuditTrail trail) {
        this.trail = trail;
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
        Sight asked = Sight.current();
        return Sight.HOUSE.see(() -> tried(parkedId, asked));
    }

    private boolean tried(long parkedId, Sight asked) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                boolean digested = digest(parkedId);
                if (digested) {
                    keep(parkedId, asked, "digested");
                }
                return digested;
            }));
        } catch (RuntimeException failedAgain) {
            transaction.executeWithoutResult(status -> {
                jdbc.sql(
                                "update follow.parked set tries = tries + 1, tried_at = now(), reason = ? where id = ? and settled_at is null")
                        .params(Followers.reason(failedAgain), parkedId)
                        .update();
                keep(parkedId, asked, "parked");
            });
            return false;
        }
    }

    private void keep(long parkedId, Sight asked, String result) {
        trail.keepFor(asked, RETRIED, "parked-line/" + parkedId, "", Map.of("result", result));
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
