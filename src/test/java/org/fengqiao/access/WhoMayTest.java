package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from a role alone, before any row is asked. */
class WhoMayTest {

    private static final Set<Role> DECIDE = EnumSet.of(Role.OFFICER, Role.CHIEF, Role.SUPERVISOR);
    private static final Set<Role> AT_DESK = EnumSet.of(Role.OFFICER, Role.CHIEF, Role.SUPERVISOR, Role.AUXILIARY);
    private static final Set<Role> KEEP = EnumSet.of(Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR);
    private static final Set<Role> HANDED = EnumSet.of(Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER);

    private static SignedIn somebody(
            Role role, boolean mustChange, @Nullable Integer days, SignedIn.@Nullable Emergency emergency) {
        return new SignedIn(
                7,
                "fang",
                "方明",
                role,
                2,
                "青石派出所",
                List.of(2, 3, 4),
                List.of(2, 3),
                5,
                mustChange,
                days,
                true,
                emergency,
                Set.of());
    }

    private static SignedIn somebody(Role role) {
        return somebody(role, false, null, null);
    }

    private static String refused(Runnable asked) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, asked::run);
        return refusal == null ? "" : refusal.key() + " at " + refusal.field();
    }

    @ParameterizedTest
    @EnumSource
    void everyRoleBelongsToTheDeskToTheKeepersOrToThoseWhoSeeWhatWasHandedToThem(Role role) {
        assertThat(role.decides()).isEqualTo(DECIDE.contains(role));
        assertThat(role.worksAtDesk()).isEqualTo(AT_DESK.contains(role));
        assertThat(role.keepsTheHouse()).isEqualTo(KEEP.contains(role));
        assertThat(Role.HANDED.contains(role)).isEqualTo(HANDED.contains(role));
    }

    @ParameterizedTest
    @EnumSource
    void whoKeepsTheHouseSeesTheHouseAndTheOthersTheirRows(Role role) {
        assertThat(somebody(role).sight())
                .isEqualTo(
                        KEEP.contains(role) ? Sight.keeping(7, 2, List.of(2, 3, 4)) : Sight.of(7, 2, List.of(2, 3, 4)));
    }

    @ParameterizedTest
    @EnumSource
    void aSecurityAdministratorGivesAnyRoleAChiefThoseOfPartnersNobodyElseAny(Role role) {
        SignedIn me = somebody(role);
        for (Role given : Role.values()) {
            boolean may = role == Role.SECURITY || role == Role.CHIEF && HANDED.contains(given);
            assertThat(refused(() -> Accountable.judge(me, given)))
                    .as("%s gives %s", role, given)
                    .isEqualTo(may ? "" : "refused.officer.role at role");
        }
    }

    @ParameterizedTest
    @EnumSource
    void chiefsAndSupervisorsMayAskForEmergencyAccess(Role role) {
        assertThat(EmergencyAccess.mayAsk(somebody(role))).isEqualTo(role == Role.CHIEF || role == Role.SUPERVISOR);
    }

    @ParameterizedTest
    @EnumSource
    void theThreeWhoKeepTheHouseAreToldApartByTheirBadges(Role role) {
        assertThat(Accountable.badge(role, " 999101 ")).isEqualTo("999101");
        assertThat(refused(() -> Accountable.badge(role, " ")))
                .isEqualTo(KEEP.contains(role) ? "refused.officer.badge at badge" : "");
        if (!KEEP.contains(role)) {
            assertThat(Accountable.badge(role, null)).isEmpty();
        }
    }

    @Test
    void emergencyAccessAddsDesksToReadAndNothingElse() {
        SignedIn.Emergency emergency =
                new SignedIn.Emergency(1, "河湾派出所", List.of(8, 9), Instant.parse("2026-11-20T04:00:00Z"));
        SignedIn chief = somebody(Role.CHIEF, false, null, emergency);
        assertThat(chief.reads()).containsExactly(2, 3, 8, 9);
        assertThat(chief.desks()).containsExactly(2, 3);
        assertThat(somebody(Role.CHIEF).reads()).containsExactly(2, 3);
    }

    @ParameterizedTest
    @CsvSource({"8, false, false", "7, false, true", "1, false, true", "0, true, true", "-1, true, true"})
    void aPasswordIsToldToEndAWeekBeforeAndIsTooOldFromItsDayOn(int days, boolean tooOld, boolean told) {
        SignedIn me = somebody(Role.OFFICER, false, days, null);
        assertThat(me.passwordTooOld()).isEqualTo(tooOld);
        assertThat(me.passwordEndsSoon()).isEqualTo(told);
        assertThat(somebody(Role.OFFICER, true, days, null).passwordEndsSoon())
                .as("who must change it anyway")
                .isFalse();
    }

    @Test
    void aPasswordWithoutAnEndIsNeverTooOld() {
        assertThat(somebody(Role.OFFICER).passwordTooOld()).isFalse();
        assertThat(somebody(Role.OFFICER).passwordEndsSoon()).isFalse();
    }

    @Test
    void aProgramIsThePersonWithinItsScopes() {
        SignedIn me = somebody(Role.OFFICER, true, 3, null);
        SignedIn program = me.within(Set.of("matters:read"));
        assertThat(program.scopes()).containsExactly("matters:read");
        assertThat(program).usingRecursiveComparison().ignoringFields("scopes").isEqualTo(me);
        assertThat(program.getName()).isEqualTo("fang");
    }

    @Test
    void whoChangedThePasswordIsInWithTheNewOneAlone() {
        SignedIn me = somebody(Role.OFFICER, true, 0, null);
        SignedIn after = me.afterChangeOfPassword(6);
        assertThat(after.epoch()).isEqualTo(6);
        assertThat(after.mustChange()).isFalse();
        assertThat(after.passwordDays()).isNull();
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("epoch", "mustChange", "passwordDays")
                .isEqualTo(me);
    }

    @Test
    void passwordsOfThePolicyMatchTheirHashAndNoOther() {
        Passwords passwords = new Passwords("ASVS");
        assertThat(passwords.policy()).isEqualTo(PasswordPolicy.ASVS);
        String hash = passwords.hash("willow bridge lane");
        assertThat(hash)
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                .isNotEqualTo(passwords.hash("willow bridge lane"));
        assertThat(passwords.matches("willow bridge lane", hash)).isTrue();
        assertThat(passwords.matches("willow bridge lanf", hash)).isFalse();
        assertThat(passwords.matches("willow bridge lane", null)).as("nobody").isFalse();
        String longest = "w".repeat(PasswordPolicy.LONGEST);
        assertThat(passwords.matches(longest, passwords.hash(longest))).isTrue();
        String longer = longest + "w";
        assertThat(passwords.matches(longer, passwords.hash(longer)))
                .as("too long to be anybody's")
                .isFalse();
    }
}
