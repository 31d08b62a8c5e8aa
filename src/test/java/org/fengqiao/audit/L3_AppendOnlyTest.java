package org.fengqiao.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.fengqiao.database.Sight;
import org.fengqiao.town.InTheHouse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** L3: the house itself can only add to the trail and to the ledger. */
@InTheHouse
class L3_AppendOnlyTest {

    private static final String NO_RIGHT = "42501";

    @Autowired
    JdbcClient app;

    @Autowired
    TransactionTemplate transaction;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit.line set purpose = ''",
                "delete from audit.line",
                "truncate audit.line",
                "update matter.ledger set data = '{}'",
                "delete from matter.ledger",
                "truncate matter.ledger",
                "merge into audit.line a using (select 1) on a.n = 1 when matched then delete",
                "insert into audit.line select * from audit.line on conflict (officer_id, n) do update set purpose = ''"
            })
    void noLineIsChangedOrTakenAway(String statement) {
        String did = Sight.HOUSE.see(() -> transaction.execute(status -> {
            status.setRollbackOnly();
            try {
                return "did " + app.sql(statement).update();
            } catch (DataAccessException refused) {
                return refused.getRootCause() instanceof SQLException sql ? sql.getSQLState() : refused.toString();
            }
        }));
        assertThat(did).isEqualTo(NO_RIGHT);
    }
}
