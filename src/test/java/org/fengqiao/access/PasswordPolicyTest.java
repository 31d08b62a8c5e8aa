package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.fengqiao.database.CannotStartException;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

    /** The part of the rule a password breaks, empty for none. */
    private static String broken(PasswordPolicy policy, @Nullable String password) {
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> policy.judge(password, "chen", "陈晓岚"));
        if (refusal != null) {
            assertThat(refusal.field()).isEqualTo("password");
        }
        return refusal == null ? "" : refusal.key().replace("refused.password.", "");
    }

    @Test
    void dengbaoAsksForThreeOfFourKinds() {
        assertThat(broken(PasswordPolicy.DENGBAO, "willow-bridge-lane")).isEqualTo("kinds");
        assertThat(broken(PasswordPolicy.DENGBAO, "WILLOWBRIDGE7")).isEqualTo("kinds");
        assertThat(broken(PasswordPolicy.DENGBAO, "willow-bridge-7")).isEmpty();
        assertThat(broken(PasswordPolicy.DENGBAO, "Willow7bridge")).isEmpty();
        assertThat(broken(PasswordPolicy.DENGBAO, "桥头柳树Lane小巷口")).isEmpty();
    }

    @Test
    void dengbaoIsContentWithEightCharacters() {
        assertThat(broken(PasswordPolicy.DENGBAO, "w7-Kqzb")).isEqualTo("short");
        assertThat(broken(PasswordPolicy.DENGBAO, "w7-Kqzbx")).isEmpty();
    }

    @Test
    void theChineseRuleHoldsWhereNoneIsNamedAndAnUnknownOneKeepsTheHouseShut() {
        assertThat(PasswordPolicy.chosen("")).isEqualTo(PasswordPolicy.DENGBAO);
        assertThat(PasswordPolicy.chosen(" asvs")).isEqualTo(PasswordPolicy.ASVS);
        assertThatThrownBy(() -> PasswordPolicy.chosen("NIST"))
                .isInstanceOfSatisfying(
                        CannotStartException.class,
                        shut -> assertThat(shut.english()).contains("DENGBAO", "ASVS", "NIST"));
    }

    @Test
    void asvsAsksForLengthAndForNoKinds() {
        assertThat(broken(PasswordPolicy.ASVS, "w7-Kqzbx")).isEqualTo("short");
        assertThat(broken(PasswordPolicy.ASVS, "willow bridge lane")).isEmpty();
        assertThat(broken(PasswordPolicy.ASVS, "七桥八巷九码头十里河边柳树下的人家")).isEmpty();
    }

    @Test
    void asvsNeverAsksForAChange() {
        assertThat(PasswordPolicy.ASVS.days()).isZero();
        assertThat(PasswordPolicy.DENGBAO.days()).isEqualTo(90);
    }

    @Test
    void eachRuleSaysHowShortAPasswordMayBeAndHowManyFormerOnesItMustNotBe() {
        assertThat(PasswordPolicy.DENGBAO.shortest()).isEqualTo(8);
        assertThat(PasswordPolicy.DENGBAO.remembered()).isEqualTo(5);
        assertThat(PasswordPolicy.ASVS.shortest()).isEqualTo(15);
        assertThat(PasswordPolicy.ASVS.remembered()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"passwordpassword", "1234567890123456", "qwertyuiopqwertyuiop"})
    void asvsDoesNotTakeALongOneThatManyPeopleHave(String known) {
        assertThat(broken(PasswordPolicy.ASVS, known)).isEqualTo("common");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Passw0rd!", "Qwerty123", "Abc12345", "1qaz2wsxE"})
    void dengbaoDoesNotTakeAWellKnownOneThatHasThreeKinds(String known) {
        assertThat(broken(PasswordPolicy.DENGBAO, known)).isEqualTo("common");
    }

    @ParameterizedTest
    @EnumSource
    void neitherTakesTheLoginOrTheNameOrFewSignsAgainAndAgain(PasswordPolicy policy) {
        assertThat(broken(policy, "bridge-CHEN-willow-7")).isEqualTo("guessable");
        assertThat(broken(policy, "Bridge-陈晓岚-willow-7")).isEqualTo("guessable");
        assertThat(broken(policy, "Aa1Aa1Aa1Aa1Aa1Aa1")).isEqualTo("guessable");
    }

    @ParameterizedTest
    @EnumSource
    void aNameOfOneLetterStandsInManyPasswords(PasswordPolicy policy) {
        assertThatCode(() -> policy.judge("a-Bridge-with-one-letter-x", "login", "x"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void neitherTakesNothingOrMoreThanCanBeHashed(PasswordPolicy policy) {
        assertThat(broken(policy, null)).isEqualTo("short");
        assertThat(broken(policy, "Wb7-".repeat(40))).isEqualTo("long");
    }

    @Test
    void aLongOneIsJudgedSoonEnough() {
        String longest = "kW7-qzbx Lane".repeat(9).concat("x7-Kq end 1");
        assertThat(longest).hasSize(PasswordPolicy.LONGEST);
        long began = System.nanoTime();
        assertThat(broken(PasswordPolicy.ASVS, longest)).isEmpty();
        assertThat((System.nanoTime() - began) / 1_000_000).as("milliseconds").isLessThan(5_000);
    }
}
