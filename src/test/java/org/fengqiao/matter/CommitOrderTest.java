package org.fengqiao.matter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Sight;
import org.fengqiao.follow.Position;
import org.fengqiao.follow.Stream;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@InTheHouse
class CommitOrderTest {

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    Ledger ledger;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    /** Read as text, 100 comes before 99: a follower would take the later line first and never come back for the earlier one. */
    @Test
    void theLinesOfTransaction99ComeBeforeThoseOfTransaction100() {
        List<String> read = Sight.HOUSE.see(() -> new TransactionTemplate(transactions).execute(status -> {
            status.setRollbackOnly();
            long matter = openMatter
                    .open(NewMatter.of(town.qingshi, "DEMAND", "路灯不亮", Way.DESK), Actor.of(town.chen))
                    .id();
            for (String xid : List.of("100", "99")) {
                jdbc.sql("""
                                insert into matter.ledger (xid, matter_id, n, unit_id, what, by_kind, data, hash)
                                values (?::xid8, ?, ?, ?, 'Noted', 'HOUSE', '{"words": "x", "photos": []}', '')""")
                        .params(xid, matter, Integer.parseInt(xid), town.qingshi)
                        .update();
            }
            return ledger.after(new Position("98", 0), 2).stream()
                    .map(Stream.Entry::at)
                    .map(Position::xid)
                    .toList();
        }));
        assertThat(Objects.requireNonNull(read)).containsExactly("99", "100");
    }

    /** PostgreSQL lets a younger transaction commit first; a follower that read its line would never come back for the older one. */
    @Test
    void aLineIsReadOnlyWhenNoOlderTransactionIsUnderWay() {
        TransactionTemplate older = new TransactionTemplate(transactions);
        TransactionTemplate aside = new TransactionTemplate(transactions);
        aside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        Sight.HOUSE.seeing(() -> {
            Position before = ledger.end();
            List<Long> opened = Objects.requireNonNull(older.execute(status -> {
                long first = opened(town.chen);
                long second = Objects.requireNonNull(aside.execute(within -> opened(town.wu)));
                assertThat(readAfter(before, aside))
                        .as("read while the older one is under way")
                        .doesNotContain(first, second);
                return List.of(first, second);
            }));
            Soon.it(
                    "both are read, the older one first",
                    () -> readAfter(before, aside).stream()
                            .filter(opened::contains)
                            .toList()
                            .equals(opened));
        });
    }

    private long opened(SignedIn who) {
        return openMatter
                .open(NewMatter.of(who.unit(), "DEMAND", "路灯不亮", Way.DESK), Actor.of(who))
                .id();
    }

    private List<Long> readAfter(Position before, TransactionTemplate aside) {
        return Objects.requireNonNull(aside.execute(status -> ledger.after(before, 1_000).stream()
                .map(entry -> entry.line().matterId())
                .toList()));
    }
}
