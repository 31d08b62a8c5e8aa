package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@InTheHouse
class SignInTest {

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    ChangeOfficer changeOfficer;

    @Autowired
    Door door;

    @Autowired
    JdbcClient jdbc;

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
    void a1OfTwoHundredParallelWrongTriesNoMoreThanFiveAreLookedAt() throws Exception {
        newcomer("locked-out", false);
        Callable<Boolean> wrongTry =
                () -> door.letIn("locked-out", "not-the-password").isPresent();
        try (ExecutorService crowd = Executors.newCachedThreadPool()) {
            List<Future<Boolean>> tries = crowd.invokeAll(
                    IntStream.range(0, 200).mapToObj(n -> wrongTry).toList());
            for (Future<Boolean> one : tries) {
                assertThat(one.get()).isFalse();
            }
        }
        assertThat(jdbc.sql("select failures from access.credential where login = 'locked-out'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(SignIn.ATTEMPTS);
        assertThat(door.letIn("locked-out", Town.PASSWORD))
                .as("the right password, while locked")
                .isEmpty();
    }

    @Test
    void a5AChangedPasswordEndsTheOtherSessionsAndKeepsThisOne() {
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
    void a5AChangedRoleEndsTheSessions() {
        SignedIn officer = newcomer("new-role", false);
        Visitor visitor = Visitor.signedIn(port, officer);
        assertThat(visitor.see("/").statusCode()).isEqualTo(200);
        town.as(town.he, () -> {
            changeOfficer.change(town.he, officer.officer(), town.qingshi, "新民警", Role.CHIEF, "", false);
            return true;
        });
        assertThat(visitor.see("/").headers().firstValue("Location").orElse("")).endsWith("/sign-in");
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
