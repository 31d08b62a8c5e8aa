package org.fengqiao.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.fengqiao.database.Sight;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@InTheHouse
class AuditTrailTest {

    private static final Deed LOOKED = Deed.named("test.looked");

    @Autowired
    AuditTrail trail;

    @Autowired
    Town town;

    @Autowired
    EveryRow rows;

    @Autowired
    TransactionTemplate transaction;

    private String last(int officer) {
        return rows.read(
                "select concat_ws('|', unit_id, by_name, by_role, what, about, purpose, data) from audit.line where officer_id = ? order by n desc limit 1",
                String.class,
                officer);
    }

    @Test
    void aLineSaysWhoDidWhatToWhatAndWhy() {
        town.chen.sight().seeing(() -> trail.keep(LOOKED, "resident/12", "回访前核对", Map.of("count", "1")));
        assertThat(last(town.chen.officer()))
                .isEqualTo("%d|陈晓岚|OFFICER|test.looked|resident/12|回访前核对|{\"count\": \"1\"}".formatted(town.qingshi));
    }

    @Test
    void theHouseAndStrangersShareAChain() {
        Sight.HOUSE.seeing(() -> trail.keep(LOOKED, "house", "", Map.of()));
        assertThat(last(0)).isEqualTo("|HOUSE|test.looked|house||{}");
        trail.keep(LOOKED, "door", "", Map.of());
        assertThat(last(0)).isEqualTo("|STRANGER|test.looked|door||{}");
    }

    @Test
    void whatIsUndoneLeavesNoLine() {
        town.chen
                .sight()
                .seeing(() -> transaction.executeWithoutResult(status -> {
                    trail.keep(LOOKED, "resident/undone", "", Map.of());
                    status.setRollbackOnly();
                }));
        assertThat(rows.count("audit.line where about = 'resident/undone'")).isZero();
    }

    @Test
    void aLineIsNotWrittenWithASightTheTransactionDoesNotHave() {
        assertThatThrownBy(() -> town.chen
                        .sight()
                        .seeing(() -> transaction.executeWithoutResult(
                                status -> Sight.HOUSE.seeing(() -> trail.keep(LOOKED, "resident/1", "", Map.of())))))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void oneStationDoesNotSeeTheTrailOfAnother() {
        town.wu.sight().seeing(() -> trail.keep(LOOKED, "resident/far", "", Map.of()));
        String count = "select count(*) from audit.line where about = 'resident/far'";
        assertThat(seenBy(town.zhou.sight(), count)).isZero();
        assertThat(seenBy(town.wu.sight(), count)).isOne();
        assertThat(seenBy(town.zheng.sight(), count)).isOne();
        assertThat(seenBy(Sight.NOTHING, count)).isZero();
    }

    @Autowired
    org.springframework.jdbc.core.simple.JdbcClient jdbc;

    private long seenBy(Sight sight, String count) {
        Long seen = sight.see(() ->
                transaction.execute(status -> jdbc.sql(count).query(Long.class).single()));
        return seen == null ? -1 : seen;
    }
}
