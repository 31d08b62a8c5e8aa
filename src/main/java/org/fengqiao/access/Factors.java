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
        List<FactorGrantedAuthority> proofs = new ArrayList<>();
        before.forEach(one -> {
            if (one instanceof FactorGrantedAuthority proof
                    && !proof.getAuthority().equals(factor)) {
                proofs.add(proof);
            }
        });
        proofs.add(FactorGrantedAuthority.withAuthority(factor)
                .issuedAt(clock.instant())
                .build());
        return of(me, proofs);
    }

    private static Authentication of(SignedIn me, List<FactorGrantedAuthority> proofs) {
        List<GrantedAuthority> all = new ArrayList<>(proofs);
        all.add(new SimpleGrantedAuthority("ROLE_" + me.role().name()));
        return UsernamePasswordAuthenticationToken.authenticated(me, null, all);
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
        return !proof.getAuthority().equals(FactorGrantedAuthority.PASSWORD_AUTHORITY);
    }
}
