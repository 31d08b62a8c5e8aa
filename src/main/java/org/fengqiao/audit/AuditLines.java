package org.fengqiao.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The lines of the audit trail as they stand in the database. */
@Component
class AuditLines {

    static final String COLUMNS =
            "officer_id, n, at, unit_id, by_name, by_role, what, about, purpose, data::text as data, address, hash";

    private final JdbcClient jdbc;

    AuditLines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A line and the seal it was given. */
    record Written(AuditLine line, Seal seal) {}

    /** A whole chain, oldest line first. */
    List<Written> ofChain(int officer) {
        return jdbc.sql("select " + COLUMNS + " from audit.line where officer_id = ? order by n")
                .param(officer)
                .query((row, n) -> written(row))
                .list();
    }

    static Written written(ResultSet row) throws SQLException {
        return new Written(line(row), Seal.read(row.getBytes("hash")));
    }

    static AuditLine line(ResultSet row) throws SQLException {
        return new AuditLine(
                row.getInt("officer_id"),
                row.getLong("n"),
                row.getTimestamp("at").toInstant(),
                row.getInt("unit_id"),
                row.getString("by_name"),
                row.getString("by_role"),
                row.getString("what"),
                row.getString("about"),
                row.getString("purpose"),
                row.getString("data"),
                row.getString("address"));
    }
}
