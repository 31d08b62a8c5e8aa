package org.fengqiao.matter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.fengqiao.access.SignedIn;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A9: partners, mediators and volunteers see what was handed to them and nothing else, and not for ever. */
@InTheHouse
class A9_HandedOnlyTest {

    private static final int DAYS = 30;

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    AskPartner askPartner;

    @Autowired
    EndHandedSight endHandedSight;

    @Autowired
    EveryRow rows;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    private Set<Long> seen(SignedIn who) {
        return new LinkedHashSet<>(town.as(
                who,
                () -> transaction.execute(status -> jdbc.sql(
                                "select id from matter.matter union select matter_id from matter.ledger union select matter_id from matter.sight")
                        .query(Long.class)
                        .list())));
    }

    private void hand(long matter, SignedIn to) {
        Actor chen = Town.actor(town.chen);
        town.as(
                town.chen,
                () -> to == town.liu
                        ? askPartner.askUnit(matter, null, chen, town.heating, "请看一看")
                        : askPartner.askPerson(matter, null, chen, to.officer(), "请看一看"));
    }

    @Test
    void eachSeesExactlyWhatWasHandedAndIsNotLongOver() {
        Random chance = Soak.chance("A9");
        List<SignedIn> helpers = List.of(town.liu, town.qian, town.sun);
        Map<SignedIn, Set<Long>> before = new LinkedHashMap<>();
        helpers.forEach(helper -> before.put(helper, seen(helper)));
        Map<SignedIn, Set<Long>> expected = new LinkedHashMap<>();
        helpers.forEach(helper -> expected.put(helper, new LinkedHashSet<>()));
        Map<SignedIn, List<Long>> over = new LinkedHashMap<>();
        List<Long> all = new ArrayList<>();
        int cases = Soak.times(30, 600);
        for (int i = 0; i < cases; i++) {
            long matter = town.as(
                    town.chen,
                    () -> openMatter
                            .open(NewMatter.of(town.qingshi, "DEMAND", "阀门滴水", Way.DESK), Town.actor(town.chen))
                            .id());
            all.add(matter);
            int closed = chance.nextInt(2 * DAYS) - 5;
            boolean ends = closed >= DAYS;
            for (SignedIn helper : helpers) {
                if (chance.nextBoolean()) {
                    hand(matter, helper);
                    if (ends) {
                        over.computeIfAbsent(helper, any -> new ArrayList<>()).add(matter);
                    } else {
                        expected.computeIfAbsent(helper, any -> new LinkedHashSet<>())
                                .add(matter);
                    }
                }
            }
            if (closed >= 0) {
                rows.write(
                        "update matter.matter set stage = 'CLOSED', closed_at = now() - make_interval(days => ?) where id = ?",
                        closed,
                        matter);
            }
        }
        endHandedSight.end();
        for (SignedIn helper : helpers) {
            Set<Long> now = seen(helper);
            now.retainAll(all);
            assertThat(now).as(helper.name()).isEqualTo(expected.getOrDefault(helper, Set.of()));
            assertThat(seen(helper))
                    .as("what was there before and is not over")
                    .hasSizeLessThanOrEqualTo(
                            before.getOrDefault(helper, Set.of()).size()
                                    + expected.getOrDefault(helper, Set.of()).size());
        }
        assertThat(over.values().stream().mapToInt(List::size).sum())
                .as("handed, and over by now")
                .isPositive();
        byAddress(helpers, expected, over);
        System.out.printf(
                "A9: %d matters, %d people, each saw exactly what was handed to them%n", cases, helpers.size());
    }

    private void byAddress(List<SignedIn> helpers, Map<SignedIn, Set<Long>> expected, Map<SignedIn, List<Long>> over) {
        for (SignedIn helper : helpers) {
            Visitor visitor = Visitor.signedIn(port, helper);
            expected.getOrDefault(helper, Set.of()).stream()
                    .limit(2)
                    .forEach(matter -> assertThat(
                                    visitor.see("/matters/" + matter).statusCode())
                            .isEqualTo(200));
            over.getOrDefault(helper, List.of()).stream()
                    .limit(2)
                    .forEach(matter -> assertThat(
                                    visitor.see("/matters/" + matter).statusCode())
                            .isEqualTo(404));
        }
    }
}
