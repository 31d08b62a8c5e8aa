package org.fengqiao.access;

import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one account a system administrator gives: that of the first security administrator. From then on accounts are given by security
 * administrators alone. The system administrator writes down the own name and badge with it, so that the two are known as two persons.
 */
@Component
public class GiveFirstSecurity {

    private final JdbcClient jdbc;
    private final GiveAccount giveAccount;
    private final Accounts accounts;

    GiveFirstSecurity(JdbcClient jdbc, GiveAccount giveAccount, Accounts accounts) {
        this.jdbc = jdbc;
        this.giveAccount = giveAccount;
        this.accounts = accounts;
    }

    /**
     * Two people.
     *
     * @param myName name of the system administrator
     * @param myBadge and the badge
     * @param name name of the security administrator
     * @param badge and the badge
     * @param login what the security administrator signs in with
     */
    public record Two(
            @Nullable String myName,
            @Nullable String myBadge,
            @Nullable String name,
            @Nullable String badge,
            @Nullable String login) {}

    /** Whether this person may give it: a system administrator of a topmost unit, while there is no security administrator. */
    @Transactional(readOnly = true)
    public boolean isFor(SignedIn me) {
        return me.role() == Role.ADMINISTRATOR
                && jdbc.sql("""
                        select exists (select from org.unit where id = ? and parent_id is null)
                               and not exists (select from access.credential where first_security)""").param(me.unit()).query(Boolean.class).single();
    }

    /**
     * Gives the account, in the administrator's own unit.
     *
     * @throws RefusedException when there is a security administrator already or this is not the one to give it, the two are one person, or
     *     as {@link GiveAccount#give}
     */
    @Transactional
    public GiveAccount.Given give(SignedIn me, Two two) {
        // Two administrators at the same moment come one after the other, and the second finds that it is done.
        jdbc.sql("select pg_advisory_xact_lock(hashtext('access.first_security')) is null")
                .query(Boolean.class)
                .single();
        if (!isFor(me)) {
            throw taken();
        }
        String mine = Accountable.badge(me.role(), two.myBadge());
        jdbc.sql("update org.officer set name = ?, badge = ? where id = org.officer_in_sight()")
                .params(Words.line(two.myName(), 40), mine)
                .update();
        GiveAccount.Given given = giveAccount.give(me.unit(), two.name(), Role.SECURITY, two.badge(), two.login());
        accounts.changed(me.officer());
        return given;
    }

    private static RefusedException taken() {
        return RefusedException.because(RefusedException.Reason.CONFLICT, "refused.first-security.taken");
    }
}
