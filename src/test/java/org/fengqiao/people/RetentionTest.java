package org.fengqiao.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.fengqiao.database.Sight;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.EveryTable;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What was kept long enough goes at night, by rules somebody put into force; a hold keeps it. */
@InTheHouse
class RetentionTest {

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext house;

    @Autowired
    Town town;

    @Autowired
    Retention retention;

    @Autowired
    EveryTable everyTable;

    @Autowired
    EveryRow rows;

    @AfterEach
    void nothingIsInForce() {
        rows.write("update people.retention set in_force = false");
    }

    private Neighbour longAgo(String name, int number) {
        Neighbour who = new Neighbour(house, name, number).lives().closes();
        rows.write("update matter.matter set closed_at = now() - interval '11 years' where id = ?", who.matter);
        rows.write("update people.resident set created_at = now() - interval '12 years' where id = ?", who.id);
        return who;
    }

    private void rule(String kind, boolean inForce) {
        Visitor zheng = Visitor.signedIn(port, town.zheng);
        zheng.see("/retention");
        assertThat(zheng.send(
                                "/retention/" + kind,
                                "months",
                                "120",
                                "basis",
                                "县局规定",
                                "inForce",
                                Boolean.toString(inForce))
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void nothingGoesBeforeARuleIsInForceAndWhatWouldGoIsShownBefore() {
        Neighbour old = longAgo("言无忌", 21);
        Neighbour young = new Neighbour(house, "言有信", 22).lives().closes();
        rule("MATTER", false);
        rule("RESIDENT", false);
        assertThat(Visitor.signedIn(port, town.zhou).see("/retention").body())
                .contains("/residents/" + old.id + "\"")
                .doesNotContain("/residents/" + young.id + "\"");
        Sight.HOUSE.seeing(retention::run);
        assertThat(everyTable.holding(old.name)).contains("people.resident");
        rule("RESIDENT", true);
        Sight.HOUSE.seeing(retention::run);
        assertThat(everyTable.holding(old.name)).isEmpty();
        assertThat(everyTable.holding(young.name)).contains("people.resident", "matter.ledger");
        assertThat(
                        rows.count(
                                "audit.line where what = 'retention.run' and officer_id = 0 and jsonb_exists(data, 'RESIDENT.erased')"))
                .isPositive();
        assertThat(rows.count("audit.line where what = 'retention.changed'")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aMatterUnderAHoldStaysAndTheSheetWithIt() {
        Neighbour held = longAgo("钟毓秀", 23);
        Neighbour due = longAgo("钟离远", 24);
        rows.write(
                "update matter.matter set hold_reason = '复议', hold_basis = '行政复议法', held_at = now() where id = ?",
                held.matter);
        rule("MATTER", true);
        Sight.HOUSE.seeing(retention::run);
        assertThat(everyTable.holding(held.name)).contains("matter.matter", "matter.ledger", "people.resident");
        assertThat(everyTable.holding(due.name))
                .as("the sheet has a rule of its own")
                .doesNotContain("matter.matter", "matter.ledger", "notice.post", "document.document");
        assertThat(Visitor.signedIn(port, town.wu).see("/matters/" + due.matter).body())
                .contains("保存期满");
    }

    @Test
    void onlyWhoLeadsTheWholeHouseChangesARule() {
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        zhou.see("/retention");
        assertThat(zhou.send("/retention/MATTER", "months", "1", "basis", "x").statusCode())
                .isEqualTo(403);
        Visitor zheng = Visitor.signedIn(port, town.zheng);
        zheng.see("/retention");
        for (String months : new String[] {"0", "1201", "-5"}) {
            assertThat(zheng.send("/retention/MATTER", "months", months, "basis", "x")
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(zheng.send("/retention/NOTHING", "months", "9", "basis", "x").statusCode())
                .isEqualTo(404);
    }
}
