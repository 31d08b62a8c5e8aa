package org.fengqiao.database;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs every check on one moment of the whole house; a house that goes on meanwhile disturbs nothing and is not disturbed. */
@Component
public class Examine {

    private final List<Check> checks;
    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;

    Examine(List<Check> checks, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.checks = checks;
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Examines the house.
     *
     * @param afterEach told of each look as soon as it is done
     * @return all looks
     */
    public List<Look> examine(Consumer<Look> afterEach) {
        List<Look> looks = new ArrayList<>();
        Sight.HOUSE.seeing(() -> snapshot.executeWithoutResult(status -> {
            for (Check check : checks) {
                Look look = new Look(check, jdbc);
                check.look(look);
                afterEach.accept(look);
                looks.add(look);
            }
        }));
        return looks;
    }
}
