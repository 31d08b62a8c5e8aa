package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.fengqiao.access.RateLimits.Of;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class RateLimitsTest {

    private static RateLimits limits(String setting, int perMinute) {
        return new RateLimits(
                new MockEnvironment().withProperty("fengqiao.limits." + setting, Integer.toString(perMinute)));
    }

    private static int passed(RateLimits limits, Of of, String who, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += limits.count(of, who) == 0 ? 1 : 0;
        }
        return passed;
    }

    @Test
    void aFifthOfAMinutesWorthMayComeAtOnceAndTheRestIsToldHowLongToWait() {
        RateLimits limits = limits("person", 600);
        assertThat(passed(limits, Of.PERSON, "7", 120)).isEqualTo(120);
        assertThat(passed(limits, Of.PERSON, "7", 500)).isLessThan(100);
        assertThat(limits.count(Of.PERSON, "7")).isBetween(0L, 1L);
    }

    @Test
    void tenAreLetPassHoweverLowTheLimit() {
        RateLimits limits = limits("export", 2);
        assertThat(passed(limits, Of.EXPORT, "7", 20)).isEqualTo(10);
        assertThat(limits.count(Of.EXPORT, "7"))
                .as("half a minute for the next")
                .isBetween(20L, 30L);
    }

    @Test
    void eachIsCountedForItself() {
        RateLimits limits = limits("sign-in", 10);
        assertThat(passed(limits, Of.SIGN_IN, "192.0.2.1", 20)).isLessThan(20);
        assertThat(limits.count(Of.SIGN_IN, "192.0.2.2")).as("another address").isZero();
        assertThat(limits.count(Of.ADDRESS, "192.0.2.1"))
                .as("another kind of request")
                .isZero();
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(passed(limits("hook", 0), Of.HOOK, "1", 100_000)).isEqualTo(100_000);
    }
}
