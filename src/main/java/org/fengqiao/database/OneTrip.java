package org.fengqiao.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A transaction of one statement. The sight, the statement and the commit go to PostgreSQL in one message and come back in one, where a
 * transaction that is begun and committed step by step makes three journeys.
 */
@Component
public class OneTrip {

    private final JdbcTemplate jdbc;

    OneTrip(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Runs the statement with the sight of this thread; returning means it is committed.
     *
     * @param <T> what a row becomes
     * @param sql one statement that gives rows of a known size, such as ids: the driver may part the journey before an answer it cannot
     *     foresee, and the statement would be left without a sight
     * @throws IllegalStateException inside a transaction, whose end it cannot be
     */
    public <T> List<T> rows(String sql, RowMapper<T> mapper, List<?> params) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a transaction is under way; this would be committed with it, not now");
        }
        List<Object> all = new ArrayList<>(Sight.current().told());
        all.addAll(params);
        PreparedStatementCallback<List<T>> run = statement -> {
            if (!statement.getConnection().getAutoCommit()) {
                throw new IllegalStateException("this connection does not commit by itself");
            }
            new ArgumentPreparedStatementSetter(all.toArray()).setValues(statement);
            statement.execute();
            return read(statement, mapper);
        };
        return java.util.Objects.requireNonNull(jdbc.execute(WalledTransactions.TELL + ";\n" + sql, run));
    }

    private static <T> List<T> read(java.sql.PreparedStatement statement, RowMapper<T> mapper) throws SQLException {
        statement.getMoreResults();
        List<T> read = new ArrayList<>();
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                read.add(mapper.mapRow(rows, read.size()));
            }
        }
        return read;
    }
}
