package org.fengqiao.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
@EnableTransactionManagement
class DatabaseConfiguration {

    @Bean(destroyMethod = "close")
    DataFolder dataFolder(DatabaseProperties properties) {
        return DataFolder.hold(properties.data());
    }

    @Bean
    Secrets secrets(DataFolder data) {
        return new Secrets(data);
    }

    @Bean(destroyMethod = "close")
    PostgresServer postgresServer(DatabaseProperties properties, DataFolder data, Secrets secrets) {
        PostgresServer server = PostgresServer.insideOrOutside(properties.db(), data, secrets);
        try {
            new Migrations(server.address()).run();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(PostgresServer server, DatabaseProperties properties) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("walled");
        pool.setJdbcUrl(server.address().url());
        pool.setUsername(Postgres.APP_ROLE);
        pool.setPassword(server.address().appPassword());
        pool.setMaximumPoolSize(properties.connections());
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(5_000);
        pool.addDataSourceProperty("ApplicationName", "fengqiao");
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("socketTimeout", "60");
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(pool);
    }

    @Bean
    PlatformTransactionManager transactionManager(HikariDataSource dataSource) {
        return new WalledTransactions(dataSource);
    }
}
