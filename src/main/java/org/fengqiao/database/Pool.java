package org.fengqiao.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** The connections of the walled role. The first one waits until the server is ready. */
final class Pool extends HikariDataSource {

    private final PostgresServer server;

    Pool(PostgresServer server, int most) {
        this.server = server;
        setPoolName("walled");
        setJdbcUrl(server.address().url());
        setUsername(server.address().walledRole());
        setPassword(server.address().walledPassword());
        setMaximumPoolSize(most);
        setMinimumIdle(2);
        setConnectionTimeout(5_000);
        addDataSourceProperty("ApplicationName", "fengqiao");
        addDataSourceProperty("reWriteBatchedInserts", "true");
        addDataSourceProperty("socketTimeout", "60");
        addDataSourceProperty("logServerErrorDetail", "false");
    }

    @Override
    public Connection getConnection() throws SQLException {
        server.awaitReady();
        return super.getConnection();
    }
}
