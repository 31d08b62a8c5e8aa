package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** What must hold after every fault. */
final class Ending {

    private Ending() {}

    /** Prints the verdict and judges it: nothing acknowledged lost, nothing twice, nothing parked, and the check of the house clean. */
    static void check(String name, House house, History history, Traffic traffic, String faults) {
        History.Verdict verdict = history.judge(traffic.present());
        System.out.println(name + ": " + faults + "; " + verdict);
        judge(verdict);
        traffic.sendAgain(100);
        judge(history.judge(traffic.present()));
        assertThat(house.count("select count(*) from channel.quarantine"))
                .as("good messages in quarantine")
                .isZero();
        assertThat(house.strings("select words from matter.matter group by words having count(*) > 1"))
                .as("two matters from one message")
                .isEmpty();
        assertThat(house.strings("select reason from follow.parked where settled_at is null"))
                .as("parked by followers")
                .isEmpty();
        assertThat(house.stop()).isLessThan(Duration.ofSeconds(30));
        clean(house);
    }

    /** Nothing stands in the house that no constraint could hold. */
    static void clean(House house) {
        House.Examined examined = house.fsck();
        assertThat(examined.code()).as(examined.said()).isZero();
    }

    private static void judge(History.Verdict verdict) {
        assertThat(verdict.lost()).as("acknowledged and lost").isEmpty();
        assertThat(verdict.duplicated()).as("kept twice").isZero();
        assertThat(verdict.unexpected()).as("never sent").isEmpty();
        assertThat(verdict.refused()).as("refused").isZero();
    }
}
