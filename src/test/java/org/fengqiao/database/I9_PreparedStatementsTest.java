package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Random;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * I9: one connection, twenty stations in turn, the same statements again and again, so that the server has long prepared them and keeps
 * their plans. A plan made for one station shows another nothing.
 */
@InTheHouse
class I9_PreparedStatementsTest {

    private static final int EXECUTIONS = Soak.times(1_500, 10_000);

    @Autowired
    PostgresServer server;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "force_generic_plan", "force_custom_plan"})
    void aPreparedStatementSeesWithTheEyesOfWhoRunsItNow(String plans) {
        Random chance = Soak.chance("I9 " + plans);
        TwentyStations town = TwentyStations.in(server);
        List<Catalogue.Walled> tables = town.tables();
        HikariConfig one = new HikariConfig();
        one.setJdbcUrl(server.address().url());
        one.setUsername(server.address().walledRole());
        one.setPassword(server.address().walledPassword());
        one.setMaximumPoolSize(1);
        one.setConnectionInitSql("set plan_cache_mode = " + plans);
        try (HikariDataSource pool = new HikariDataSource(one)) {
            JdbcClient jdbc = JdbcClient.create(pool);
            TransactionTemplate transaction = new TransactionTemplate(new WalledTransactions(pool));
            int foreign = 0;
            int blind = 0;
            for (int i = 0; i < EXECUTIONS; i++) {
                Catalogue.Walled table = tables.get(i % tables.size());
                TwentyStations.Station station =
                        town.all().get(chance.nextInt(town.all().size()));
                int own = station.wall(table);
                String seen = station.sight()
                        .see(() -> transaction.execute(status -> jdbc.sql(
                                        "select count(*) filter (where %2$s = ?) || '/' || count(*) filter (where %2$s <> ?) from %1$s"
                                                .formatted(table.name(), table.wall()))
                                .params(own, own)
                                .query(String.class)
                                .single()));
                foreign += String.valueOf(seen).endsWith("/0") ? 0 : 1;
                blind += String.valueOf(seen).startsWith("1/") ? 0 : 1;
            }
            long prepared = jdbc.sql(
                            "select count(*) from pg_prepared_statements where statement like 'select count(*) filter%' and generic_plans + custom_plans > 5")
                    .query(Long.class)
                    .single();
            System.out.printf(
                    "I9 %s: %,d executions, %d statements prepared on the server, %d saw a foreign row, %d missed the own%n",
                    plans, EXECUTIONS, prepared, foreign, blind);
            assertThat(foreign).as("executions that saw a foreign row").isZero();
            assertThat(blind).as("executions that missed the own row").isZero();
            assertThat(prepared).as("statements the server had prepared").isGreaterThan(tables.size() / 2L);
        }
    }
}
