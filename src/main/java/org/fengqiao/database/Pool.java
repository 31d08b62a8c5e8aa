package org.fengqiao.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The connections of the walled role. The first one waits until the server is ready; none waits for ever, whatever the network between
 * does.
 */
final class Pool extends HikariDataSource {

    /**
     * What the server is told by every new connection: notice within half a minute that this house is gone, and let go of what an
     * unfinished transaction holds, which would stop others.
     */
    private static final String IF_WE_VANISH = """
            set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
            set tcp_user_timeout = 30000; set idle_in_transaction_session_timeout = '5min'""";

    private final PostgresServer server;

    Pool(PostgresServer server, int most) {
        this.server = server;
        setPoolName("walled");
        setDataSource(new WhereItIsNow());
        setMaximumPoolSize(most);
        setMinimumIdle(2);
        setConnectionTimeout(5_000);
        setValidationTimeout(2_000);
        setKeepaliveTime(60_000);
        setConnectionInitSql(IF_WE_VANISH);
        addDataSourceProperty("ApplicationName", "fengqiao");
        addDataSourceProperty("reWriteBatchedInserts", "true");
        addDataSourceProperty("connectTimeout", "5");
        addDataSourceProperty("loginTimeout", "5");
        addDataSourceProperty("socketTimeout", Long.toString(Patience.SHORT.toSeconds()));
        addDataSourceProperty("tcpKeepAlive", "true");
        addDataSourceProperty("logServerErrorDetail", "false");
    }

    /** Every new connection asks where the server is: one inside may have come back on another port. */
    private final class WhereItIsNow extends AbstractDataSource {

        @Override
        public Connection getConnection() throws SQLException {
            Postgres now = server.address();
            return getConnection(now.walledRole(), now.walledPassword());
        }

        @Override
        public Connection getConnection(String role, String password) throws SQLException {
            Properties words = new Properties();
            words.putAll(getDataSourceProperties());
            words.putAll(Map.of("user", role, "password", password));
            return DriverManager.getConnection(server.address().url(), words);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        server.awaitReady();
        Connection connection = super.getConnection();
        if (!Patience.isShort()) {
            // The pool gives the shorter one back when the connection returns.
            patient(connection);
        }
        return connection;
    }

    private static void patient(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, (int) Patience.LONG.toMillis());
        } catch (SQLException broken) {
            connection.close();
            throw broken;
        }
    }
}
