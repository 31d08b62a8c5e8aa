package org.fengqiao.demo;

import java.util.List;
import org.fengqiao.database.Sight;
import org.fengqiao.follow.Followers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fills an empty house with the town of Qingshi, in one transaction: whole or not at all. A house that holds anybody is left alone.
 * Prints who can sign in.
 */
@Component
@Profile("demo")
@Order(-10)
class DemoTown implements ApplicationRunner {

    static final long SEED = 20_231_106;

    private static final Logger log = LoggerFactory.getLogger(DemoTown.class);

    private final DemoPlaces places;
    private final DemoDays days;
    private final DemoDesk desk;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Followers followers;

    DemoTown(
            DemoPlaces places,
            DemoDays days,
            DemoDesk desk,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Followers followers) {
        this.places = places;
        this.days = days;
        this.desk = desk;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.followers = followers;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Boolean isDemo = Sight.HOUSE.see(() -> transaction.execute(status -> {
            if (!holdsAnybody()) {
                long begun = System.nanoTime();
                DemoPlaces.Town town = places.found();
                desk.lay(town, days.live(town));
                passOverThePast();
                followers.nudge();
                log.info("Founded the demo town in {} ms", (System.nanoTime() - begun) / 1_000_000);
                return true;
            }
            return isQingshi();
        }));
        if (Boolean.TRUE.equals(isDemo)) {
            greet();
        } else {
            log.warn(
                    "This house is in use: the demo town was not added. Give it a data folder of its own (FENGQIAO_DATA).");
        }
    }

    /** What residents were told in the past is told already: the follower that tells them begins behind it. */
    private void passOverThePast() {
        jdbc.sql("""
                        insert into follow.cursor (follower, xid, seq)
                        select 'notice', pg_current_xact_id(), coalesce(max(seq), 0) from matter.ledger
                        on conflict (follower) do update set xid = excluded.xid, seq = excluded.seq""").update();
    }

    private boolean holdsAnybody() {
        return jdbc.sql("select exists (select from access.credential) or exists (select from org.unit)")
                .query(Boolean.class)
                .single();
    }

    private boolean isQingshi() {
        return jdbc.sql(
                        "select exists (select from access.credential where login = 'zheng') and exists (select from org.unit where code = 'QSX')")
                .query(Boolean.class)
                .single();
    }

    private static void greet() {
        StringBuilder list = new StringBuilder("\n  " + Told.text("signin") + "\n  " + Told.text("signin.en") + "\n  "
                + Told.text("signin.factor") + "\n  " + Told.text("signin.factor.en") + "\n\n  ");
        list.append(Told.text("signin.columns").replace("|", "  ·  ")).append('\n');
        for (List<String> line : Told.lines("officers")) {
            list.append("      %-8s  %s  %s  %s%n"
                    .formatted(line.get(0), DemoPlaces.PASSWORD, line.get(3), line.get(1) + " " + line.get(2)));
        }
        System.out.println(list);
    }
}
