package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A statement that goes with its sight and its commit in one message. */
@InTheHouse
class OneTripTest {

    /** The driver prepares a statement on the server from the fifth time on; both ways have to be good. */
    private static final int TIMES = 12;

    private static final String OPEN =
            "insert into groups.chat_group (unit_id, name, door) values (?, ?, ?) returning id";

    @Autowired
    OneTrip trip;

    @Autowired
    Town town;

    @Autowired
    EveryRow rows;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    private List<Integer> open(int unit, String name) {
        return trip.rows(
                OPEN,
                (row, n) -> row.getInt(1),
                List.of(unit, name, UUID.randomUUID().toString()));
    }

    private long known(String name) {
        return rows.count("groups.chat_group where name = ?", name);
    }

    @Test
    void whatIsReturnedIsCommittedHoweverOftenItIsSaid() {
        String name = "一程群" + UUID.randomUUID();
        for (int i = 1; i <= TIMES; i++) {
            assertThat(town.as(town.chen, () -> open(town.qingshi, name))).hasSize(1);
            assertThat(known(name)).isEqualTo(i);
        }
    }

    @Test
    void theWallsHoldAndNothingIsKeptOfWhatTheyRefuse() {
        String name = "墙外群" + UUID.randomUUID();
        for (int i = 0; i < TIMES; i++) {
            assertThatThrownBy(() -> town.as(town.chen, () -> open(town.hewan, name)))
                    .isInstanceOf(DataAccessException.class);
            assertThat(town.as(town.wu, () -> open(town.hewan, name))).hasSize(1);
        }
        assertThat(known(name)).isEqualTo(TIMES);
    }

    @Test
    void nothingOfTheSightIsLeftOnTheConnection() {
        for (int i = 0; i < TIMES; i++) {
            town.as(town.chen, () -> open(town.qingshi, "留痕群"));
            assertThat(jdbc.sql("select coalesce(current_setting('fengqiao.units', true), '')")
                            .query(String.class)
                            .single())
                    .isEmpty();
        }
    }

    @Test
    void insideATransactionItRefusesForItCouldNotCommit() {
        String name = "套中群" + UUID.randomUUID();
        assertThatThrownBy(() -> town.as(town.chen, () -> transaction.execute(status -> open(town.qingshi, name))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(known(name)).isZero();
    }
}
