package org.fengqiao.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reading with the sight of the house on a connection taken by hand. */
final class HouseSight {

    private HouseSight() {}

    /** Tells the transaction under way that the house itself reads. */
    static void tell(Connection connection) throws SQLException {
        WalledTransactions.tell(connection, Sight.HOUSE);
    }

    /** How many rows of a table are seen; -1 where it may not be read. */
    static long count(Statement sql, String table) throws SQLException {
        try (ResultSet may = sql.executeQuery("select has_table_privilege('%s', 'select')".formatted(table))) {
            may.next();
            if (!may.getBoolean(1)) {
                return -1;
            }
        }
        try (ResultSet row = sql.executeQuery("select count(*) from only " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
