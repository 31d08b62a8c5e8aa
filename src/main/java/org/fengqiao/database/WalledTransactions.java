package org.fengqiao.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Begins every transaction by telling PostgreSQL what its bearer may see. The settings are local to the transaction, so a connection
 * goes back to the pool without them.
 */
final class WalledTransactions extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;

    static final String TELL = """
            select set_config('fengqiao.officer', ?, true) is null, set_config('fengqiao.home', ?, true) is null,
                   set_config('fengqiao.units', ?, true) is null, set_config('fengqiao.tracking', ?, true) is null,
                   set_config('fengqiao.keeps', ?, true) is null""";

    /** Says it on a connection whose transaction has begun. */
    static void tell(Connection connection, Sight sight) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TELL)) {
            int n = 0;
            for (String said : sight.told()) {
                statement.setString(++n, said);
            }
            statement.execute();
        }
    }

    /** With which sight each transaction that is under way was begun. */
    private final transient Map<ConnectionHolder, Sight> told = new ConcurrentHashMap<>();

    WalledTransactions(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        Sight sight = Sight.current();
        told.put(holder(transaction), sight);
        if (sight.equals(Sight.NOTHING)) {
            return;
        }
        try {
            tell(connection(transaction), sight);
        } catch (SQLException e) {
            doCleanupAfterCompletion(transaction);
            throw new TransactionSystemException("the sight could not be told to the database", e);
        }
    }

    /**
     * A sight changed in the middle of a transaction would silently not hold, and the work would go on with more (or less) in sight
     * than it asked for.
     */
    @Override
    protected void prepareSynchronization(DefaultTransactionStatus status, TransactionDefinition definition) {
        if (status.hasTransaction() && !status.isNewTransaction()) {
            Sight begun = told.get(holder(status.getTransaction()));
            if (begun != null && !begun.equals(Sight.current())) {
                throw new IllegalTransactionStateException(
                        "the transaction was begun with another sight; change the sight before it begins");
            }
        }
        super.prepareSynchronization(status, definition);
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        told.remove(holder(transaction));
        super.doCleanupAfterCompletion(transaction);
    }

    private static ConnectionHolder holder(Object transaction) {
        return ((JdbcTransactionObjectSupport) transaction).getConnectionHolder();
    }

    private Connection connection(Object transaction) {
        return holder(transaction).getConnection();
    }
}
