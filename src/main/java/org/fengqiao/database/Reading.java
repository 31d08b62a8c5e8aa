package org.fengqiao.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** How rows are read that are to be kept or compared: one moment, and in words that are the same whoever asks whichever server. */
final class Reading {

    private Reading() {}

    /** Begins the one moment everything is read at; a wall that would thin it out stops it. */
    static Statement snapshot(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        statement.execute("set transaction isolation level repeatable read, read only");
        statement.execute("set local row_security = off");
        plainly(statement);
        return statement;
    }

    /** The transaction under way writes and reads values in one way, however its session is set. */
    static void plainly(Statement statement) throws SQLException {
        for (String setting : List.of(
                "timezone = 'UTC'",
                "datestyle = 'ISO'",
                "intervalstyle = 'iso_8601'",
                "bytea_output = 'hex'",
                "extra_float_digits = 3",
                "synchronize_seqscans = off",
                "statement_timeout = 0",
                "idle_in_transaction_session_timeout = 0")) {
            statement.execute("set local " + setting);
        }
    }
}
