package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class SignInTest {

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    Door door;

    @LocalServerPort
    int port;

    private SignedIn newcomer(String login, boolean mustChange) {
        Sight.HOUSE.see(
                () -> giveAccount.give(town.qingshi, "新民警", Role.OFFICER, "", login, Town.PASSWORD, mustChange));
        return door.letIn(login, Town.PASSWORD).orElseThrow();
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreAnsweredAlike() {
        Visitor stranger = Visitor.stranger(port);
        stranger.see("/sign-in");
        HttpResponse<String> wrong = stranger.send("/sign-in", "login", "zheng", "password", "not-the-password");
        HttpResponse<String> unknown = stranger.send("/sign-in", "login", "nobody", "password", "not-the-password");
        assertThat(wrong.statusCode()).isEqualTo(302);
        assertThat(wrong.headers().firstValue("Location"))
                .isEqualTo(unknown.headers().firstValue("Location"));
        assertThat(stranger.see("/sign-in?refused").body()).contains("登录名或密码不对");
    }

    @Test
    void aChangedPasswordEndsTheOtherSessionsAndKeepsThisOne() {
        SignedIn officer = newcomer("two-places", false);
        Visitor here = Visitor.signedIn(port, officer);
        Visitor elsewhere = Visitor.signedIn(port, officer);
        assertThat(elsewhere.see("/").statusCode()).isEqualTo(200);
        here.see("/password");
        assertThat(here.send("/password", "old", Town.PASSWORD, "password", "lantern-bridge-rain-4")
                        .statusCode())
                .isEqualTo(302);
        assertThat(here.see("/").statusCode()).isEqualTo(200);
        assertThat(elsewhere.see("/").headers().firstValue("Location").orElse(""))
                .endsWith("/sign-in");
    }

    @Test
    void whoWasGivenAPasswordChangesItBeforeAnythingElse() {
        SignedIn officer = newcomer("first-day", true);
        Visitor visitor = Visitor.signedIn(port, officer);
        assertThat(visitor.see("/").headers().firstValue("Location").orElse("")).endsWith("/password");
        assertThat(visitor.see("/password").body()).contains("第一次登录").doesNotContain("href=\"/matters\"");
        visitor.send("/password", "old", Town.PASSWORD, "password", "lantern-bridge-rain-4");
        assertThat(visitor.see("/").statusCode()).isEqualTo(200);
    }
}
