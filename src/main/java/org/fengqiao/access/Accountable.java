package org.fengqiao.access;

import java.util.List;
import java.util.Optional;
import org.fengqiao.org.Role;
import org.fengqiao.org.Unit;
import org.fengqiao.org.Units;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who answers for whose account: a security administrator for everybody in the own tree, a chief for the partners, mediators and
 * volunteers who work with the station, nobody for oneself.
 */
@Component
class Accountable {

    private final JdbcClient jdbc;
    private final Units units;

    Accountable(JdbcClient jdbc, Units units) {
        this.jdbc = jdbc;
        this.units = units;
    }

    /** The roles this person may give, in the order they are offered. */
    static List<Role> mayGive(SignedIn me) {
        return switch (me.role()) {
            case SECURITY -> List.of(Role.values());
            case CHIEF -> List.of(Role.PARTNER, Role.MEDIATOR, Role.VOLUNTEER);
            case OFFICER, AUXILIARY, SUPERVISOR, PARTNER, MEDIATOR, VOLUNTEER, ADMINISTRATOR, AUDITOR -> List.of();
        };
    }

    /** Refuses a role this person may not give. */
    static void judge(SignedIn me, Role role) {
        if (!mayGive(me).contains(role)) {
            throw RefusedException.because(RefusedException.Reason.NOT_ALLOWED, "refused.officer.role")
                    .at("role");
        }
    }

    /** Refuses an officer out of reach or oneself; the two and one who does not exist look the same. */
    void judge(SignedIn me, int officer) {
        Optional<Role> role = jdbc.sql(
                        "select role from org.officer where id = ? and id <> org.officer_in_sight() and unit_id = any (org.kept_in_sight())")
                .param(officer)
                .query((row, n) -> Role.valueOf(row.getString(1)))
                .optional();
        if (role.filter(mayGive(me)::contains).isEmpty()) {
            throw absent();
        }
    }

    /** Refuses a unit out of sight or closed, and a role that has no place in it: police sit in police units, partners in theirs. */
    void judge(int unit, Role role) {
        boolean inSight = jdbc.sql(
                        "select exists (select from org.unit where id = ? and closed_at is null and id = any (org.kept_in_sight()))")
                .param(unit)
                .query(Boolean.class)
                .single();
        Optional<Unit> found = units.find(unit);
        if (!inSight || found.isEmpty()) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.unit.absent")
                    .at("unit");
        }
        boolean partner = found.get().kind() == Unit.Kind.PARTNER;
        if (partner ? !Role.HANDED.contains(role) : role == Role.PARTNER) {
            throw RefusedException.badInput(
                            partner ? "refused.officer.police-in-partner" : "refused.officer.partner-in-police")
                    .at("unit");
        }
    }

    /** Refuses one of the three who keep the house without a badge: by the badge they are told apart as persons. */
    static String badge(Role role, @Nullable String badge) {
        String known = Words.orEmpty(badge, 20);
        if (role.keepsTheHouse() && known.isEmpty()) {
            throw RefusedException.badInput("refused.officer.badge").at("badge");
        }
        return known;
    }

    /** What the unique index of {@code org.officer} refused. */
    static RefusedException holdsAnother(DuplicateKeyException twice) {
        return RefusedException.because(RefusedException.Reason.CONFLICT, "refused.officer.keeps-already")
                .at("badge");
    }

    static RefusedException absent() {
        return RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.officer.absent");
    }
}
