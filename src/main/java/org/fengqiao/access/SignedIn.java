package org.fengqiao.access;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * The person (or the program acting for a person) behind a request.
 *
 * @param officer id of the officer
 * @param login name used to sign in
 * @param unit id of the officer's own unit
 * @param unitName its name
 * @param units ids of the units whose rows the officer sees: for desk roles, and for those who keep the house as far as they keep it,
 *     the own unit and all below; for the others none
 * @param desks those of these units that have matters of their own: all but the partners
 * @param epoch counts changes of password, role and unit; a session of an older epoch is dead
 * @param mustChange true until a password given by somebody else, or one too old, was changed
 * @param passwordDays for how many days the password is still good, 0 or less when it is too old; null for as long as it is
 * @param secondFactor true when the person has set up a second factor
 * @param emergency what of another unit may be read for some hours, null for nothing
 * @param scopes what a token may do; empty for a person at a page, who may do all the role allows
 */
public record SignedIn(
        int officer,
        String login,
        String name,
        Role role,
        int unit,
        String unitName,
        List<Integer> units,
        List<Integer> desks,
        int epoch,
        boolean mustChange,
        @Nullable Integer passwordDays,
        boolean secondFactor,
        @Nullable Emergency emergency,
        Set<String> scopes)
        implements AuthenticatedPrincipal, Serializable {

    /**
     * Emergency access that holds.
     *
     * @param unitName whose matters may be read
     * @param desks ids of the units with matters this lets see
     * @param until when it ends
     */
    public record Emergency(int id, String unitName, List<Integer> desks, Instant until) implements Serializable {}

    /** Ids of the units whose matters the officer may list and read: the {@link #desks()} and those of an emergency. */
    public List<Integer> reads() {
        return emergency == null
                ? desks
                : Stream.concat(desks.stream(), emergency.desks().stream()).toList();
    }

    /** The login: what a session is kept under. */
    @Override
    public String getName() {
        return login;
    }

    /** Whether the password has to be changed because it is too old. */
    public boolean passwordTooOld() {
        return passwordDays != null && passwordDays <= 0;
    }

    /** Whether the password ends soon enough to tell the person. */
    public boolean passwordEndsSoon() {
        return !mustChange && passwordDays != null && passwordDays <= PasswordPolicy.TOLD_DAYS;
    }

    /** The same person as a program with these scopes. */
    SignedIn within(Set<String> those) {
        return new SignedIn(
                officer,
                login,
                name,
                role,
                unit,
                unitName,
                units,
                desks,
                epoch,
                mustChange,
                passwordDays,
                secondFactor,
                emergency,
                those);
    }

    /** The same person with a password that nobody else knows. */
    public SignedIn afterChangeOfPassword(int newEpoch) {
        return new SignedIn(
                officer,
                login,
                name,
                role,
                unit,
                unitName,
                units,
                desks,
                newEpoch,
                false,
                null,
                secondFactor,
                emergency,
                scopes);
    }

    /** The same person, for whom the age of the password does not matter. */
    SignedIn withoutPassword() {
        return afterChangeOfPassword(epoch);
    }

    /** The sight that every transaction of this person works with. */
    public Sight sight() {
        return role.keepsTheHouse() ? Sight.keeping(officer, unit, units) : Sight.of(officer, unit, units);
    }
}
