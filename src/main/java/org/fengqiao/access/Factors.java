package org.fengqiao.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.fengqiao.org.Role;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/** By what a session proved who it is, how long ago, and what a role needs. The proofs travel in the session's authentication. */
@Component
public class Factors {

    /** The proof by an app or a recovery code. */
    public static final String TOTP = "FACTOR_TOTP";

    /** The word of the bureau's identity provider. */
    static final String PROVIDER = FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY;

    /** The word of that provider that it asked for two factors. */
    static final String PROVIDER_SECOND = "FACTOR_PROVIDER_SECOND";

    private static final Set<String> FIRST = Set.of(FactorGrantedAuthority.PASSWORD_AUTHORITY, PROVIDER);

    private final Clock clock;
    private final Set<Role> required;
    private final Duration fresh;

    /**
     * @param roles names of the roles that need a second factor, with commas; empty for none
     * @param minutes how long a proof is fresh enough for {@link StepUp}
     */
    Factors(
            Clock clock,
            @Value("${fengqiao.second-factor.roles:ADMINISTRATOR,SECURITY,AUDITOR,SUPERVISOR}") List<String> roles,
            @Value("${fengqiao.second-factor.minutes:10}") int minutes) {
        this.clock = clock;
        this.required = EnumSet.noneOf(Role.class);
        roles.stream()
                .filter(name -> !name.isBlank())
                .forEach(name -> required.add(Role.valueOf(name.strip().toUpperCase(Locale.ROOT))));
        this.fresh = Duration.ofMinutes(minutes);
    }

    /** Whether this person must have a second factor. */
    public boolean needs(SignedIn me) {
        return required.contains(me.role());
    }

    /** Whether this person must have a second factor, has none, and came without one. */
    public boolean lacksSecond(Authentication session, SignedIn me) {
        return needs(me) && !me.secondFactor() && proofs(session).stream().noneMatch(Factors::isSecond);
    }

    /**
     * Whether the bureau's identity provider may be asked once more: it vouched for this session, and for a second factor where the person
     * has one.
     */
    public static boolean elsewhere(Authentication session, SignedIn me) {
        return has(proofs(session), me.secondFactor() ? PROVIDER_SECOND : PROVIDER);
    }

    /** Whether this session proved everything the person has to prove: the second factor, where there is one. */
    public static boolean whole(Authentication session, SignedIn me) {
        return !me.secondFactor() || proofs(session).stream().anyMatch(Factors::isSecond);
    }

    /** Whether the strongest proof the person has was given a short time ago. */
    public boolean fresh(Authentication session, SignedIn me) {
        Instant since = clock.instant().minus(fresh);
        return proofs(session).stream()
                .filter(proof -> !me.secondFactor() || isSecond(proof))
                .anyMatch(proof -> proof.getIssuedAt().isAfter(since));
    }

    /** The person in a session that goes on with the proofs given so far. */
    public static Authentication goingOn(SignedIn me, Authentication session) {
        return of(me, proofs(session));
    }

    /** The person in a session, with one more proof given now. */
    public Authentication proved(SignedIn me, Collection<? extends GrantedAuthority> before, String factor) {
        return proved(me, before, Set.of(factor), clock.instant());
    }

    /**
     * The person in a session, with what the bureau's identity provider vouches for: proved when it says, and long ago where it does not
     * say when.
     */
    public Authentication provedElsewhere(
            SignedIn me, Collection<? extends GrantedAuthority> before, IdentityProvider.Identity proof) {
        Instant now = clock.instant();
        Instant said = proof.since() == null ? Instant.EPOCH : proof.since();
        return proved(
                me,
                before,
                proof.twoFactors() ? Set.of(PROVIDER, PROVIDER_SECOND) : Set.of(PROVIDER),
                said.isAfter(now) ? now : said);
    }

    private static Authentication proved(
            SignedIn me, Collection<? extends GrantedAuthority> before, Set<String> factors, Instant at) {
        List<FactorGrantedAuthority> proofs = new ArrayList<>();
        before.forEach(one -> {
            if (one instanceof FactorGrantedAuthority proof && !factors.contains(proof.getAuthority())) {
                proofs.add(proof);
            }
        });
        factors.forEach(factor -> proofs.add(
                FactorGrantedAuthority.withAuthority(factor).issuedAt(at).build()));
        return of(me, proofs);
    }

    /** Whoever came by the word of the provider needs no password here, and how old it is does not matter. */
    private static Authentication of(SignedIn me, List<FactorGrantedAuthority> proofs) {
        List<GrantedAuthority> all = new ArrayList<>(proofs);
        all.add(new SimpleGrantedAuthority("ROLE_" + me.role().name()));
        return UsernamePasswordAuthenticationToken.authenticated(
                has(proofs, PROVIDER) ? me.withoutPassword() : me, null, all);
    }

    private static boolean has(List<FactorGrantedAuthority> proofs, String factor) {
        return proofs.stream().anyMatch(proof -> proof.getAuthority().equals(factor));
    }

    private static List<FactorGrantedAuthority> proofs(Authentication session) {
        List<FactorGrantedAuthority> proofs = new ArrayList<>();
        for (GrantedAuthority one : session.getAuthorities()) {
            if (one instanceof FactorGrantedAuthority proof) {
                proofs.add(proof);
            }
        }
        return proofs;
    }

    private static boolean isSecond(FactorGrantedAuthority proof) {
        return !FIRST.contains(proof.getAuthority());
    }
}
