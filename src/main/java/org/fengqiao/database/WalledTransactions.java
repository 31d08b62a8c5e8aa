package org.fengqiao.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;

/**
 * Begins every transaction by telling PostgreSQL what its bearer may see. The settings are local to the transaction, so a connection
 * goes back to the pool without them.
 */
final class WalledTransactions extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;

    private static final String TELL = """
            select set_config('fengqiao.officer', ?, true), set_config('fengqiao.home', ?, true),
                   set_config('fengqiao.units', ?, true), set_config('fengqiao.tracking', ?, true)""";

    WalledTransactions(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        Sight sight = Sight.current();
        if (sight.equals(Sight.NOTHING)) {
            return;
        }
        try (PreparedStatement statement = connection(transaction).prepareStatement(TELL)) {
            statement.setString(1, Integer.toString(sight.officer()));
            statement.setString(2, Integer.toString(sight.home()));
            statement.setString(3, sight.units());
            statement.setString(4, sight.tracking());
            statement.execute();
        } catch (SQLException e) {
            doCleanupAfterCompletion(transaction);
            throw new TransactionSystemException("the sight could not be told to the database", e);
        }
    }

    private Connection connection(Object transaction) {
        var holder = ((JdbcTransactionObjectSupport) transaction).getConnectionHolder();
        return holder.getConnection();
    }
}
