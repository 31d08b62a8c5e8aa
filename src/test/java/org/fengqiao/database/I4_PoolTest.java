package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * I4: twenty stations share four connections; a fifth of the work is rolled back or breaks off, some opens a transaction of its own
 * inside, some goes on in another thread. No connection carries a sight over to the next borrower.
 */
@InTheHouse
class I4_PoolTest {

    private static final int TRANSACTIONS = Soak.times(4_000, 20_000);
    private static final String LOOK =
            "select count(*) filter (where unit_id = ?) || '/' || count(*) filter (where unit_id <> ?) from matter.matter";
    private static final String SETTINGS = """
            select coalesce(current_setting('fengqiao.units', true), '') || coalesce(current_setting('fengqiao.officer', true), '')
                   || coalesce(current_setting('fengqiao.home', true), '') || coalesce(current_setting('fengqiao.tracking', true), '')""";

    @Autowired
    PostgresServer server;

    private final AtomicInteger foreign = new AtomicInteger();
    private final AtomicInteger blind = new AtomicInteger();
    private final AtomicInteger carried = new AtomicInteger();
    private final AtomicInteger looked = new AtomicInteger();
    private final AtomicInteger brokenOff = new AtomicInteger();

    @Test
    void noConnectionCarriesASightToTheNextBorrower() throws Exception {
        long seed = Soak.chance("I4").nextLong();
        List<TwentyStations.Station> stations = TwentyStations.in(server).all();
        HikariConfig four = new HikariConfig();
        four.setJdbcUrl(server.address().url());
        four.setUsername(server.address().walledRole());
        four.setPassword(server.address().walledPassword());
        four.setMaximumPoolSize(4);
        four.setConnectionTimeout(60_000);
        try (HikariDataSource pool = new HikariDataSource(four);
                ExecutorService platform = Executors.newFixedThreadPool(8);
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            WalledTransactions manager = new WalledTransactions(pool);
            JdbcClient jdbc = JdbcClient.create(pool);
            TransactionTemplate transaction = new TransactionTemplate(manager);
            TransactionTemplate inner = new TransactionTemplate(manager);
            inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            SplittableRandom random = new SplittableRandom(seed);
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < TRANSACTIONS; i++) {
                TwentyStations.Station station = stations.get(random.nextInt(stations.size()));
                TwentyStations.Station second = stations.get(random.nextInt(stations.size()));
                int kind = random.nextInt(100);
                ExecutorService thread = random.nextBoolean() ? platform : virtual;
                work.add(thread.submit(() -> one(kind, station, second, jdbc, transaction, inner, pool)));
            }
            for (Future<?> one : work) {
                one.get(120, TimeUnit.SECONDS);
            }
        }
        assertThat(foreign).as("looks that saw a foreign row").hasValue(0);
        assertThat(carried).as("connections that came with a sight").hasValue(0);
        assertThat(blind).as("looks that missed the own row").hasValue(0);
        assertThat(looked.get()).isGreaterThan(TRANSACTIONS / 2);
        assertThat(brokenOff.get()).as("work broken off by the database").isGreaterThan(TRANSACTIONS / 50);
    }

    private void one(
            int kind,
            TwentyStations.Station station,
            TwentyStations.Station second,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            TransactionTemplate inner,
            HikariDataSource pool) {
        if (kind < 10) {
            bare(pool);
        } else if (kind < 20) {
            station.sight()
                    .seeing(() -> transaction.executeWithoutResult(status -> {
                        look(jdbc, station);
                        status.setRollbackOnly();
                    }));
        } else if (kind < 30) {
            try {
                station.sight()
                        .seeing(() -> transaction.executeWithoutResult(status -> {
                            look(jdbc, station);
                            jdbc.sql("set local statement_timeout = '2ms'").update();
                            jdbc.sql("select 1 from pg_sleep(1)")
                                    .query(Integer.class)
                                    .single();
                        }));
            } catch (DataAccessException timeout) {
                brokenOff.incrementAndGet();
            }
        } else if (kind < 33) {
            station.sight()
                    .seeing(() -> transaction.executeWithoutResult(status -> {
                        look(jdbc, station);
                        CompletableFuture.runAsync(() -> {}).join();
                    }));
            CompletableFuture.runAsync(
                            () -> transaction.executeWithoutResult(status -> nothing(jdbc)),
                            task -> Thread.ofVirtual().start(task))
                    .join();
        } else if (kind < 36) {
            Sight.NOTHING.seeing(() -> transaction.executeWithoutResult(status -> nothing(jdbc)));
        } else if (kind < 38) {
            station.sight().seeing(() -> transaction.executeWithoutResult(status -> look(jdbc, station)));
            second.sight().seeing(() -> transaction.executeWithoutResult(status -> look(jdbc, second)));
        } else if (kind < 40) {
            synchronized (this) { // one at a time: two connections each, of four
                station.sight()
                        .seeing(() -> transaction.executeWithoutResult(status -> {
                            look(jdbc, station);
                            second.sight().seeing(() -> inner.executeWithoutResult(within -> look(jdbc, second)));
                            look(jdbc, station);
                        }));
            }
        } else {
            station.sight().seeing(() -> transaction.executeWithoutResult(status -> look(jdbc, station)));
        }
    }

    private void look(JdbcClient jdbc, TwentyStations.Station station) {
        String seen = jdbc.sql(LOOK)
                .params(station.unit(), station.unit())
                .query(String.class)
                .single();
        looked.incrementAndGet();
        if (!seen.endsWith("/0")) {
            foreign.incrementAndGet();
        }
        if (!seen.startsWith("1/")) {
            blind.incrementAndGet();
        }
    }

    private void nothing(JdbcClient jdbc) {
        if (jdbc.sql("select count(*) from matter.matter").query(Integer.class).single() != 0) {
            foreign.incrementAndGet();
        }
        if (!jdbc.sql(SETTINGS).query(String.class).single().isEmpty()) {
            carried.incrementAndGet();
        }
    }

    /** A connection as it lies in the pool. */
    private void bare(HikariDataSource pool) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            row.next();
            if (!row.getString(1).isEmpty()) {
                carried.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
