package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Passwords grow old and do not come back: the rule of GB/T 22239, which a house goes by unless told otherwise. */
@InTheHouse
class PasswordAgeTest {

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    ChangePassword changePassword;

    @Autowired
    Door door;

    @Autowired
    EveryRow rows;

    @LocalServerPort
    int port;

    private SignedIn somebody(int daysAgo) {
        String login = "age-" + UUID.randomUUID().toString().substring(0, 8);
        int officer = Sight.HOUSE
                .see(() -> giveAccount.give(town.qingshi, "唐某", Role.OFFICER, "", login, Town.PASSWORD, false))
                .officer();
        rows.write(
                "update access.credential set changed_at = now() - make_interval(days => ?) where officer_id = ?",
                daysAgo,
                officer);
        return door.letIn(login, Town.PASSWORD).orElseThrow();
    }

    private static String to(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]+", "");
    }

    private void change(SignedIn me, String old, String fresh) {
        me.sight().see(() -> changePassword.change(me, old, fresh));
    }

    @Test
    void whoHasAPasswordOfNinetyDaysChangesItBeforeAnythingElse() {
        Visitor visitor = Visitor.signedIn(port, somebody(90));
        assertThat(to(visitor.see("/matters"))).isEqualTo("/password");
        assertThat(visitor.see("/password").body()).contains("已用满 90 天").doesNotContain("第一次登录");
        assertThat(to(visitor.send("/password", "old", Town.PASSWORD, "password", "lantern-bridge-rain-4")))
                .isEqualTo("/?password-changed");
        assertThat(visitor.see("/matters").statusCode()).isEqualTo(200);
        assertThat(visitor.see("/matters").body()).doesNotContain("到期");
    }

    @Test
    void whoHasOneThatEndsSoonIsToldAndGoesOnWorking() {
        HttpResponse<String> soon = Visitor.signedIn(port, somebody(85)).see("/matters");
        assertThat(soon.statusCode()).isEqualTo(200);
        assertThat(soon.body()).contains("将在 5 天内到期");
        assertThat(Visitor.signedIn(port, somebody(80)).see("/matters").body()).doesNotContain("天内到期");
    }

    @Test
    void noneOfTheLastFiveComesBackAndTheSixthDoes() {
        SignedIn me = somebody(0);
        String last = Town.PASSWORD;
        for (int i = 1; i <= 4; i++) {
            change(me, last, "lantern-bridge-rain-" + i);
            last = "lantern-bridge-rain-" + i;
        }
        for (String former : new String[] {Town.PASSWORD, "lantern-bridge-rain-1", "lantern-bridge-rain-3"}) {
            assertThatThrownBy(() -> change(me, "lantern-bridge-rain-4", former))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.key()).isEqualTo("refused.password.before"));
        }
        assertThatThrownBy(() -> change(me, "lantern-bridge-rain-4", "lantern-bridge-rain-4"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.password.same"));
        change(me, "lantern-bridge-rain-4", "lantern-bridge-rain-5");
        change(me, "lantern-bridge-rain-5", Town.PASSWORD);
        assertThat(rows.count("access.former_password where officer_id = ?", me.officer()))
                .isEqualTo(4);
    }

    @Test
    void aPasswordThatWasResetDoesNotComeBackEither() {
        SignedIn me = somebody(0);
        String once = town.as(town.su, () -> changePassword.reset(town.su, me.officer()));
        assertThatThrownBy(() -> change(me, once, Town.PASSWORD))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.password.before"));
        change(me, once, "lantern-bridge-rain-1");
    }

    @Test
    void aRefusalSaysWhichRule() {
        Visitor visitor = Visitor.signedIn(port, somebody(0));
        assertThat(visitor.see("/password").body()).contains("四类中至少三类", "minlength=\"8\"");
        assertThat(visitor.send("/password", "old", Town.PASSWORD, "password", "lantern bridge rain")
                        .body())
                .contains("至少 3 类");
        assertThat(visitor.send("/password", "old", Town.PASSWORD, "password", "w7-Kqzb")
                        .body())
                .contains("新密码至少 8 位");
    }
}
