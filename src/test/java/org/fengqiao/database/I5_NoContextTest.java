package org.fengqiao.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** I5: work that forgot to say for whom it is done sees nothing and breaks nothing. */
@InTheHouse
class I5_NoContextTest {

    @Autowired
    PostgresServer server;

    @Autowired
    JdbcClient app;

    @Autowired
    TransactionTemplate transaction;

    @LocalServerPort
    int port;

    @Test
    void withoutASightEveryTableIsEmpty() {
        TwentyStations town = TwentyStations.in(server);
        for (Catalogue.Walled table : town.tables()) {
            String count = "select count(*) from " + table.name();
            Long seen = transaction.execute(
                    status -> app.sql(count).query(Long.class).single());
            assertThat(seen).as("%s within a transaction", table.name()).isZero();
            assertThat(app.sql(count).query(Long.class).single())
                    .as("%s without one", table.name())
                    .isZero();
            assertThat(town.owner().sql(count).query(Long.class).single())
                    .as("%s has rows", table.name())
                    .isPositive();
        }
    }

    @Test
    void aStrangerIsSentToTheDoorAndMeetsNoErrorPage() {
        Visitor stranger = Visitor.stranger(port);
        for (String page : new String[] {"/password", "/matters/1/photos/1"}) {
            var answer = stranger.see(page);
            assertThat(answer.statusCode()).as(page).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElse(""))
                    .as(page)
                    .endsWith("/sign-in");
        }
    }
}
