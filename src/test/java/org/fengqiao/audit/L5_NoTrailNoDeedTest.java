package org.fengqiao.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.fengqiao.database.AnyRow;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** L5: where the line cannot be written, the deed is not done. */
@InTheHouse
class L5_NoTrailNoDeedTest {

    private static final Deed RENAMED = Deed.named("test.renamed");

    @Autowired
    AuditTrail trail;

    @Autowired
    Town town;

    @Autowired
    EveryRow rows;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationContext house;

    private void rename(String name) {
        town.he
                .sight()
                .seeing(() -> transaction.executeWithoutResult(status -> {
                    jdbc.sql("update org.unit set address = ? where id = ?")
                            .params(name, town.hewan)
                            .update();
                    trail.keep(RENAMED, "unit/" + town.hewan, "", Map.of());
                }));
    }

    private String address() {
        return rows.read("select address from org.unit where id = ?", String.class, town.hewan);
    }

    @Test
    void aDeedWhoseLineCannotBeWrittenIsUndone() {
        rename("河湾路 1 号");
        JdbcClient owner = AnyRow.in(house).owner();
        owner.sql("alter table audit.line add constraint l5 check (what <> 'test.renamed') not valid")
                .update();
        try {
            assertThatThrownBy(() -> rename("河湾路 2 号")).isInstanceOf(DataAccessException.class);
        } finally {
            owner.sql("alter table audit.line drop constraint l5").update();
        }
        assertThat(address()).isEqualTo("河湾路 1 号");
        rename("河湾路 3 号");
        assertThat(address()).isEqualTo("河湾路 3 号");
    }
}
