package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fengqiao.org.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;

class FactorsTest {

    private static final Set<Role> NEED_ONE =
            EnumSet.of(Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR, Role.SUPERVISOR);

    private Instant now = Instant.parse("2026-11-20T04:00:00Z");
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final Factors factors = new Factors(clock, List.of("auditor", " ", "Supervisor"), 10);

    private static SignedIn somebody(Role role, boolean secondFactor) {
        return new SignedIn(
                7, "fang", "方明", role, 1, "青石县公安局", List.of(), List.of(), 1, false, null, secondFactor, null, Set.of());
    }

    private Authentication signedIn(SignedIn me) {
        return factors.proved(me, List.of(), FactorGrantedAuthority.PASSWORD_AUTHORITY);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whoKeepsTheHouseOrSeesManyStationsNeedsASecondFactorUnlessItIsSetOtherwise(Role role) {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
            context.registerBean(Clock.class, () -> clock);
            context.register(Factors.class);
            context.refresh();
            assertThat(context.getBean(Factors.class).needs(somebody(role, false)))
                    .isEqualTo(NEED_ONE.contains(role));
        }
    }

    @Test
    void theRolesThatNeedOneAreNamedInAnySpelling() {
        assertThat(factors.needs(somebody(Role.AUDITOR, false))).isTrue();
        assertThat(factors.needs(somebody(Role.SUPERVISOR, false))).isTrue();
        assertThat(factors.needs(somebody(Role.SECURITY, false))).isFalse();
    }

    @Test
    void aPasswordIsFreshForTenMinutesWhereThereIsNothingStronger() {
        SignedIn me = somebody(Role.OFFICER, false);
        Authentication session = signedIn(me);
        assertThat(Factors.whole(session, me)).isTrue();
        now = now.plus(Duration.ofMinutes(10)).minusSeconds(1);
        assertThat(factors.fresh(session, me)).isTrue();
        now = now.plusSeconds(1);
        assertThat(factors.fresh(session, me)).isFalse();
        assertThat(Factors.whole(session, me)).as("still signed in").isTrue();
    }

    @Test
    void whoHasASecondFactorIsInOnlyAfterIt() {
        SignedIn me = somebody(Role.OFFICER, true);
        Authentication half = signedIn(me);
        assertThat(Factors.whole(half, me)).isFalse();
        assertThat(factors.fresh(half, me)).as("a fresh password is not enough").isFalse();
        Authentication whole = factors.proved(me, half.getAuthorities(), Factors.TOTP);
        assertThat(Factors.whole(whole, me)).isTrue();
        assertThat(factors.fresh(whole, me)).isTrue();
        now = now.plus(Duration.ofMinutes(11));
        assertThat(factors.fresh(whole, me)).isFalse();
        assertThat(Factors.whole(Factors.goingOn(me, whole), me)).isTrue();
        Authentication again = factors.proved(me, whole.getAuthorities(), Factors.TOTP);
        assertThat(factors.fresh(again, me)).isTrue();
        assertThat(again.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .as("each proof once, and the role")
                .containsExactlyInAnyOrder(
                        FactorGrantedAuthority.PASSWORD_AUTHORITY, Factors.TOTP, "ROLE_" + Role.OFFICER);
    }
}
