package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fengqiao.database.AnyRow;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.MatterFilter;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A8: the chief of Qingshi has to see a matter of Hewan at once. */
@InTheHouse
class A8_EmergencyAccessTest {

    private static final String WHY = "失踪老人最后出现在河湾";

    @Autowired
    Town town;

    @Autowired
    Door door;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    EmergencyAccess emergency;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    MatterSheets sheets;

    @Autowired
    EveryRow rows;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    private SignedIn chief;
    private long matter;

    @BeforeEach
    void aChiefAndAMatterOfTheOtherStation() {
        String login = "a8-" + UUID.randomUUID().toString().substring(0, 8);
        Sight.HOUSE.see(() -> giveAccount.give(town.qingshi, "魏某", Role.CHIEF, "", login, Town.PASSWORD, false));
        chief = door.letIn(login, Town.PASSWORD).orElseThrow();
        matter = town.as(
                town.wu,
                () -> openMatter
                        .open(NewMatter.of(town.hewan, "HELP", "河湾桥头有位老人迷路", Way.DESK), Town.actor(town.wu))
                        .id());
    }

    private SignedIn now() {
        return door.stillIn(chief).orElseThrow();
    }

    private int asked() {
        int id = town.as(chief, () -> emergency.ask(chief, town.hewan, WHY));
        // Nothing may be judged by what was kept of the chief before.
        accounts.changed(chief.officer());
        return id;
    }

    private void decided(SignedIn by, int id, int hours) {
        by.sight().seeing(() -> emergency.decide(by, id, hours));
    }

    private boolean sees() {
        SignedIn me = now();
        return town.as(me, () -> sheets.find(matter)).isPresent();
    }

    private static void isRefusedAs(String key, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo(key));
    }

    @Test
    void onlyAfterASecondPersonAgreedIsItSeenAndOnlyToRead() {
        assertThat(sees()).isFalse();
        int id = asked();
        assertThat(sees()).as("while nobody agreed").isFalse();
        decided(town.su, id, 4);
        assertThat(sees()).isTrue();
        assertThat(town.as(now(), () -> sheets.list(now(), MatterFilter.ALL, null, 50))
                        .items())
                .anyMatch(row -> row.id() == matter);
        SignedIn me = now();
        assertThatThrownBy(() -> town.as(me, () -> takeMatter.take(matter, 1, Town.actor(me))))
                .isInstanceOf(RefusedException.class);
        me.sight().seeing(() -> emergency.end(me, id));
        assertThat(sees()).as("after it was ended").isFalse();
    }

    @Test
    void itEndsByItselfAfterFourHoursAtMost() {
        int id = asked();
        isRefusedAs("refused.emergency.hours", () -> decided(town.su, id, 5));
        decided(town.su, id, EmergencyAccess.HOURS);
        assertThat(rows.read(
                        "select until - decided_at = interval '4 hours' from access.emergency where id = ?",
                        Boolean.class,
                        id))
                .isTrue();
        assertThatThrownBy(() -> rows.write(
                        "update access.emergency set until = decided_at + interval '5 hours' where id = ?", id))
                .isInstanceOf(DataAccessException.class);
        assertThat(sees()).isTrue();
        fourHoursPass(id);
        Soon.it("it is over", () -> !sees());
    }

    /** As the owner of the tables: the house itself may not move the times of a request. */
    private void fourHoursPass(int id) {
        AnyRow.in(context)
                .write("update access.emergency set decided_at = now() - interval '4 hours', until = now() where id = "
                        + id);
    }

    @Test
    void nobodyAgreesToTheOwnRequestNorToThatOfAStrangeUnit() {
        int id = asked();
        for (SignedIn other : new SignedIn[] {chief, town.zhou, town.he, town.zheng, town.wu}) {
            isRefusedAs("refused.emergency.absent", () -> decided(other, id, 1));
        }
        assertThatThrownBy(() -> town.as(
                        chief,
                        () -> transaction.execute(status -> jdbc.sql(
                                        "update access.emergency set decided_by = ?, decided_at = now(), until = now() where id = ?")
                                .params(town.su.officer(), id)
                                .update())))
                .isInstanceOf(DataAccessException.class);
        assertThat(sees()).isFalse();
    }

    @Test
    void whoMayNotAskOrGivesNoReasonIsRefused() {
        isRefusedAs("refused.words.empty", () -> town.as(chief, () -> emergency.ask(chief, town.hewan, " ")));
        isRefusedAs("refused.emergency.unit", () -> town.as(chief, () -> emergency.ask(chief, town.qingshi, WHY)));
        isRefusedAs("refused.emergency.unit", () -> town.as(chief, () -> emergency.ask(chief, town.heating, WHY)));
        for (SignedIn other : new SignedIn[] {town.chen, town.he, town.su, town.fang, town.sun}) {
            isRefusedAs("refused.not-allowed", () -> town.as(other, () -> emergency.ask(other, town.hewan, WHY)));
        }
    }

    @Test
    void aBannerIsShownAndEverythingReadUnderItLeavesATrail() {
        int id = asked();
        decided(town.su, id, 1);
        Visitor visitor = Visitor.signedIn(port, chief);
        assertThat(visitor.see("/matters/" + matter).body()).contains("紧急访问：您正在查看河湾派出所的事项", "老人迷路");
        visitor.see("/matters");
        for (String path : new String[] {"GET /matters/" + matter, "GET /matters"}) {
            assertThat(rows.count(
                            "audit.line where officer_id = ? and what = 'emergency.read' and about = ? and data ->> 'path' = ?",
                            chief.officer(),
                            "emergency/" + id,
                            path))
                    .as(path)
                    .isEqualTo(1);
        }
        assertThat(rows.count("audit.line where about = ? and purpose = ?", "emergency/" + id, WHY))
                .as("asked and agreed")
                .isEqualTo(2);
    }
}
