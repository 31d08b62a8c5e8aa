package org.fengqiao.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
@EnableTransactionManagement
class DatabaseConfiguration {

    @Bean(destroyMethod = "close")
    DataFolder dataFolder(DatabaseProperties properties, Environment settings) {
        SettingsJudged.forStart(settings);
        return properties.join() ? DataFolder.join(properties.data()) : DataFolder.hold(properties.data());
    }

    @Bean
    Secrets secrets(DataFolder data) {
        return new Secrets(data);
    }

    @Bean(destroyMethod = "close")
    PostgresServer postgresServer(DatabaseProperties properties, DataFolder data, Secrets secrets) {
        return PostgresServer.insideOrOutside(properties, data, secrets);
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(PostgresServer server, DatabaseProperties properties) {
        return new Pool(server, properties.connections());
    }

    @Bean
    PlatformTransactionManager transactionManager(HikariDataSource dataSource) {
        return new WalledTransactions(dataSource);
    }
}
