package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.HandOverMatter;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@InTheHouse
class A5_ChangesHoldAtOnceTest {

    @Autowired
    Town town;

    @Autowired
    Door door;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    ChangeOfficer changeOfficer;

    @Autowired
    ChangePassword changePassword;

    @Autowired
    Tokens tokens;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    HandOverMatter handOverMatter;

    @Autowired
    MatterSheets sheets;

    @Autowired
    TransactionTemplate transaction;

    @LocalServerPort
    int port;

    private SignedIn somebody(Role role) {
        String login = "a5-" + UUID.randomUUID().toString().substring(0, 8);
        Sight.HOUSE.see(() -> giveAccount.give(town.qingshi, "唐某", role, "", login, Town.PASSWORD, false));
        return door.letIn(login, Town.PASSWORD).orElseThrow();
    }

    private void change(SignedIn who, Role role, boolean disabled) {
        town.su
                .sight()
                .seeing(() ->
                        changeOfficer.change(town.su, who.officer(), town.qingshi, who.name(), role, "", disabled));
    }

    @Test
    void whoLosesARoleIsSentToTheDoorWithTheNextRequest() {
        SignedIn officer = somebody(Role.OFFICER);
        Visitor visitor = Visitor.signedIn(port, officer);
        assertThat(visitor.see("/password").statusCode()).isEqualTo(200);
        change(officer, Role.VOLUNTEER, false);
        assertThat(visitor.see("/password").headers().firstValue("Location").orElse(""))
                .endsWith("/sign-in");
    }

    @Test
    void aDisabledAccountEndsAtOnceAndItsTokensToo() {
        SignedIn officer = somebody(Role.OFFICER);
        String token = officer.sight().see(() -> tokens.issue(officer, "脚本", List.of("matters:read"), 1));
        Visitor visitor = Visitor.signedIn(port, officer);
        assertThat(door.bearer(token)).isPresent();
        change(officer, Role.OFFICER, true);
        assertThat(visitor.see("/password").statusCode()).isEqualTo(302);
        assertThat(door.bearer(token)).isEmpty();
        assertThat(door.letIn(officer.login(), Town.PASSWORD)).isEmpty();
        change(officer, Role.OFFICER, false);
        assertThat(door.bearer(token))
                .as("a token after the account is enabled again")
                .isEmpty();
    }

    @Test
    void aResetPasswordEndsSessionsAndTokensAndMustBeChanged() {
        SignedIn officer = somebody(Role.OFFICER);
        String token = officer.sight().see(() -> tokens.issue(officer, "脚本", List.of("matters:read"), 1));
        Visitor visitor = Visitor.signedIn(port, officer);
        String fresh = town.su.sight().see(() -> changePassword.reset(town.su, officer.officer()));
        assertThat(visitor.see("/password").statusCode()).isEqualTo(302);
        assertThat(door.bearer(token)).isEmpty();
        assertThat(door.letIn(officer.login(), Town.PASSWORD)).isEmpty();
        assertThat(door.letIn(officer.login(), fresh))
                .hasValueSatisfying(in -> assertThat(in.mustChange()).isTrue());
    }

    @Test
    void aChiefAnswersForVolunteersOfTheStationAndForNobodyElse() {
        SignedIn volunteer = somebody(Role.VOLUNTEER);
        SignedIn officer = somebody(Role.OFFICER);
        assertThat(town.as(town.zhou, () -> changePassword.reset(town.zhou, volunteer.officer())))
                .isNotBlank();
        for (int other : List.of(officer.officer(), town.wu.officer(), town.su.officer(), town.zhou.officer(), 0)) {
            assertThatThrownBy(() -> town.as(town.zhou, () -> changePassword.reset(town.zhou, other)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.key()).isEqualTo("refused.officer.absent"));
        }
        assertThatThrownBy(() -> town.as(
                        town.zhou,
                        () -> giveAccount.give(town.zhou, town.qingshi, "新", Role.ADMINISTRATOR, "", "a5-admin")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.officer.role"));
        assertThatThrownBy(() -> town.as(
                        town.zhou,
                        () -> giveAccount.give(town.zhou, town.hewan, "新", Role.VOLUNTEER, "", "a5-elsewhere")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.unit.absent"));
    }

    @Test
    void aVolunteerOfAStationDoesNotSeeWhatTheStationHandedOn() {
        OpenMatter.Opened opened = town.as(
                town.chen,
                () -> openMatter.open(NewMatter.of(town.qingshi, "DEMAND", "河边路灯不亮", Way.DESK), Town.actor(town.chen)));
        town.as(town.chen, () -> handOverMatter.handOver(opened.id(), 1, Town.actor(town.chen), town.hewan, "属河湾"));
        assertThat(town.as(town.chen, () -> sheets.find(opened.id()))).isPresent();
        assertThat(town.as(town.sun, () -> sheets.find(opened.id()))).isEmpty();
        assertThat(town.as(town.qian, () -> sheets.find(opened.id()))).isEmpty();
    }

    @Test
    void aSightChangedInTheMiddleOfATransactionIsRefused() {
        assertThatThrownBy(() -> Sight.HOUSE.seeing(() -> transaction.executeWithoutResult(status ->
                        Sight.atDoorOf(town.hewan).seeing(() -> transaction.executeWithoutResult(inner -> {})))))
                .isInstanceOf(IllegalTransactionStateException.class);
    }
}
