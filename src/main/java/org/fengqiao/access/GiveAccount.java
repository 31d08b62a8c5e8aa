package org.fengqiao.access;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a person an officer's entry and a way to sign in, with a password that must be changed at the first sign-in. */
@Component
public class GiveAccount {

    static final Deed GIVEN = Deed.named("account.given");

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Accountable accountable;
    private final AuditTrail trail;

    GiveAccount(JdbcClient jdbc, Passwords passwords, Accountable accountable, AuditTrail trail) {
        this.trail = trail;
        this.jdbc = jdbc;
        this.accountable = accountable;
        this.passwords = passwords;
    }

    /**
     * An account just given.
     *
     * @param password shown once, kept nowhere
     */
    public record Given(int officer, String login, String password) {}

    /** The roles a person may give accounts of, most powerful first; empty for who may give none. */
    public static List<Role> mayGive(SignedIn me) {
        return Accountable.mayGive(me);
    }

    /**
     * Gives the account on behalf of somebody.
     *
     * @throws RefusedException as {@link #give(int, String, Role, String, String)}, and when this person may not give such a role
     */
    @Transactional
    public Given give(
            SignedIn me, int unit, @Nullable String name, Role role, @Nullable String badge, @Nullable String login) {
        Accountable.judge(me, role);
        return give(unit, name, role, badge, login);
    }

    /**
     * Gives the account.
     *
     * @param unit a unit in sight
     * @param login 2 to 40 letters, digits, dots or dashes
     * @throws RefusedException when the name or login is missing, malformed or taken, there is no such unit in sight, the role has no
     *     place in it, or the person keeps the house in another role already
     */
    @Transactional
    public Given give(int unit, @Nullable String name, Role role, @Nullable String badge, @Nullable String login) {
        return give(unit, name, role, badge, login, Passwords.random(), true);
    }

    /** The same with a password of one's choice: for the demo town and for tests. */
    @Transactional
    public Given give(
            int unit,
            @Nullable String name,
            Role role,
            @Nullable String badge,
            @Nullable String login,
            String password,
            boolean mustChange) {
        accountable.judge(unit, role);
        String called = Words.line(name, 40);
        String signIn = Words.orEmpty(login, 40).toLowerCase(Locale.ROOT);
        if (!SignIn.LOGIN.matcher(signIn).matches()) {
            throw RefusedException.badInput("refused.login").at("login");
        }
        int officer = enter(unit, called, role, Accountable.badge(role, badge));
        try {
            jdbc.sql("""
                            insert into access.credential (officer_id, login, password_hash, must_change, first_security)
                            values (?, ?, ?, ?, ? and not exists (select from access.credential where first_security))""")
                    .params(officer, signIn, passwords.hash(password), mustChange, role == Role.SECURITY)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.login.taken", signIn)
                    .at("login");
        }
        trail.keep(GIVEN, "officer/" + officer, "", Map.of("role", role.name(), "unit", Integer.toString(unit)));
        return new Given(officer, signIn, password);
    }

    private int enter(int unit, String name, Role role, String badge) {
        try {
            return jdbc.sql("insert into org.officer (unit_id, name, role, badge) values (?, ?, ?, ?) returning id")
                    .params(unit, name, role.name(), badge)
                    .query(Integer.class)
                    .single();
        } catch (DuplicateKeyException twice) {
            throw Accountable.holdsAnother(twice);
        }
    }
}
