package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

/** L2 for the door: each deed at accounts, passwords, sessions and tokens leaves exactly one line, and a refused one none. */
@InTheHouse
class L2_SignInDeedsTest {

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    ChangeOfficer changeOfficer;

    @Autowired
    ChangePassword changePassword;

    @Autowired
    Tokens tokens;

    @Autowired
    Door door;

    @Autowired
    EveryRow rows;

    @LocalServerPort
    int port;

    private SignedIn somebody() {
        String login = "l2-" + UUID.randomUUID().toString().substring(0, 8);
        Sight.HOUSE.see(() -> giveAccount.give(town.qingshi, "唐某", Role.OFFICER, "", login, Town.PASSWORD, false));
        return door.letIn(login, Town.PASSWORD).orElseThrow();
    }

    /** Deed, data and chain of the lines about this officer since, in order. */
    private List<String> lines(SignedIn about, long since) {
        String lines = rows.read(
                "select coalesce(string_agg(concat_ws(' ', what, data, officer_id), ';' order by xid, at, n), '') from audit.line where about = ? and (xid::text)::bigint > ?",
                String.class,
                "officer/" + about.officer(),
                since);
        return lines.isEmpty() ? List.of() : List.of(lines.split(";", -1));
    }

    private long now() {
        return rows.read("select (pg_current_xact_id()::text)::bigint", Long.class);
    }

    private static String line(String what, String data, int chain) {
        return what + " " + data + " " + chain;
    }

    @Test
    void signingInAndOutLeavesOneLineEach() {
        SignedIn me = somebody();
        long before = now();
        Visitor visitor = Visitor.signedIn(port, me);
        visitor.see("/matters");
        visitor.see("/");
        visitor.see("/sessions");
        visitor.send("/sign-out");
        visitor.see("/sign-in");
        visitor.send("/sign-out");
        assertThat(lines(me, before))
                .containsExactly(
                        line("session.opened", "{\"by\": \"password\"}", me.officer()),
                        line("session.left", "{}", me.officer()));
    }

    @Test
    void aRefusedSignInSaysWhoseAccountItWasAndNotWhatWasTyped() {
        SignedIn me = somebody();
        long before = now();
        List<String> expected =
                new ArrayList<>(Collections.nCopies(SignIn.ATTEMPTS, line("password.refused", "{}", 0)));
        for (int i = 0; i < SignIn.ATTEMPTS; i++) {
            assertThat(door.letIn(me.login(), "typed-by-mistake-" + i)).isEmpty();
        }
        expected.add(line("account.locked", "{\"minutes\": \"15\"}", 0));
        assertThat(lines(me, before)).containsExactlyElementsOf(expected);
        assertThat(door.letIn(me.login(), Town.PASSWORD)).as("while locked").isEmpty();
        assertThat(lines(me, before)).hasSize(expected.size() + 1);
        door.letIn("typed-a-password-here", "x");
        assertThat(rows.count("audit.line as line where line::text like '%typed-%'"))
                .isZero();
    }

    @Test
    void aWrongPasswordWhereItIsAskedAgainLeavesALineInTheOwnChain() {
        SignedIn me = somebody();
        long before = now();
        assertThat(town.as(me, () -> door.confirms(me, "not-the-password-1"))).isFalse();
        assertThat(town.as(me, () -> door.confirms(me, Town.PASSWORD))).isTrue();
        assertThat(lines(me, before)).containsExactly(line("password.refused", "{}", me.officer()));
    }

    @Test
    void guessingOnThePageForChangingThePasswordCountsLikeGuessingAtTheDoor() {
        SignedIn me = somebody();
        Visitor visitor = Visitor.signedIn(port, me);
        visitor.see("/password");
        long before = now();
        for (int i = 0; i < SignIn.ATTEMPTS; i++) {
            assertThat(visitor.send("/password", "old", "guess-" + i, "password", "lantern-bridge-rain-4")
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(lines(me, before))
                .containsSequence(
                        line("password.refused", "{}", me.officer()),
                        line("account.locked", "{\"minutes\": \"15\"}", me.officer()));
        assertThat(visitor.send("/password", "old", Town.PASSWORD, "password", "lantern-bridge-rain-4")
                        .statusCode())
                .as("while locked")
                .isEqualTo(400);
    }

    @Test
    void aDisabledAccountThatKnowsItsPasswordIsARefusal() {
        SignedIn me = somebody();
        town.as(town.su, () -> {
            changeOfficer.change(town.su, me.officer(), town.qingshi, "唐某", Role.OFFICER, "", true);
            return 0;
        });
        long before = now();
        assertThat(door.letIn(me.login(), Town.PASSWORD)).isEmpty();
        assertThat(lines(me, before)).containsExactly(line("password.refused", "{}", 0));
    }

    @Test
    void whatASecurityAdministratorDoesToAnAccountStandsInTheOwnChain() {
        long before = now();
        int su = town.su.officer();
        String login = "l2-" + UUID.randomUUID().toString().substring(0, 8);
        GiveAccount.Given given =
                town.as(town.su, () -> giveAccount.give(town.su, town.qingshi, "唐某", Role.OFFICER, "", login));
        SignedIn me = door.letIn(login, given.password()).orElseThrow();
        change(me, town.qingshi, Role.OFFICER, false);
        change(me, town.qingshi, Role.AUXILIARY, false);
        change(me, town.hewan, Role.AUXILIARY, false);
        change(me, town.hewan, Role.AUXILIARY, true);
        change(me, town.hewan, Role.AUXILIARY, false);
        town.as(town.su, () -> changePassword.reset(town.su, me.officer()));
        assertThat(lines(me, before))
                .containsExactly(
                        line("account.given", "{\"role\": \"OFFICER\", \"unit\": \"%d\"}".formatted(town.qingshi), su),
                        line("session.opened", "{\"by\": \"password\"}", me.officer()),
                        line("account.changed", "{}", su),
                        line("account.role-changed", "{\"to\": \"AUXILIARY\", \"from\": \"OFFICER\"}", su),
                        line(
                                "account.changed",
                                "{\"to\": \"unit/%d\", \"from\": \"unit/%d\"}".formatted(town.hewan, town.qingshi),
                                su),
                        line("account.disabled", "{}", su),
                        line("account.enabled", "{}", su),
                        line("password.reset", "{}", su));
    }

    private void change(SignedIn who, int unit, Role role, boolean disabled) {
        town.as(town.su, () -> {
            changeOfficer.change(town.su, who.officer(), unit, "唐某", role, "", disabled);
            return 0;
        });
    }

    @Test
    void aChangedPasswordLeavesALineAndARefusedChangeNone() {
        SignedIn me = somebody();
        long before = now();
        assertThatThrownBy(() -> town.as(me, () -> changePassword.change(me, Town.PASSWORD, "short")))
                .isInstanceOf(RefusedException.class);
        town.as(me, () -> changePassword.change(me, Town.PASSWORD, "lantern-bridge-rain-4"));
        assertThat(lines(me, before)).containsExactly(line("password.changed", "{}", me.officer()));
    }

    @Test
    void aTokenLeavesALineWhenItIsIssuedAndWhenItIsWithdrawn() {
        SignedIn me = somebody();
        town.as(me, () -> tokens.issue(me, "大厅取号机", List.of("matters:read"), 30));
        int id = town.as(me, () -> tokens.of(me)).getFirst().id();
        town.as(me, () -> {
            tokens.revoke(me, id);
            return 0;
        });
        assertThat(rows.read(
                        "select string_agg(concat_ws(' ', what, data, officer_id), ';' order by n) from audit.line where about = ?",
                        String.class,
                        "token/" + id))
                .isEqualTo(line("token.issued", "{\"days\": \"30\", \"scopes\": \"matters:read\"}", me.officer()) + ";"
                        + line("token.revoked", "{}", me.officer()));
        town.as(me, () -> tokens.issue(me, "大厅取号机", List.of("matters:read"), 30));
        long before = now();
        town.as(town.su, () -> changePassword.reset(town.su, me.officer()));
        assertThat(lines(me, before)).containsExactly(line("password.reset", "{\"tokens\": \"1\"}", town.su.officer()));
    }

    @Test
    void theFirstAccountsOfAHouseStandInItsChain() {
        assertThat(rows.count("audit.line where what = 'account.given' and officer_id = 0 and by_role = 'HOUSE'"))
                .isPositive();
    }
}
