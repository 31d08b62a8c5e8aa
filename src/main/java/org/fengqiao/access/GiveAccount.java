package org.fengqiao.access;

import java.util.Locale;
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

    private final JdbcClient jdbc;
    private final Passwords passwords;

    GiveAccount(JdbcClient jdbc, Passwords passwords) {
        this.jdbc = jdbc;
        this.passwords = passwords;
    }

    /**
     * An account just given.
     *
     * @param password shown once, kept nowhere
     */
    public record Given(int officer, String login, String password) {}

    /**
     * Gives the account.
     *
     * @param unit a unit in sight
     * @param login 2 to 40 letters, digits, dots or dashes
     * @throws RefusedException when the name or login is missing, malformed or taken
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
        String called = Words.line(name, 40);
        String signIn = Words.orEmpty(login, 40).toLowerCase(Locale.ROOT);
        if (!signIn.matches("[a-z0-9][a-z0-9._-]{1,39}")) {
            throw RefusedException.badInput("refused.login").at("login");
        }
        int officer = jdbc.sql("insert into org.officer (unit_id, name, role, badge) values (?, ?, ?, ?) returning id")
                .params(unit, called, role.name(), Words.orEmpty(badge, 20))
                .query(Integer.class)
                .single();
        try {
            jdbc.sql(
                            "insert into access.credential (officer_id, login, password_hash, must_change) values (?, ?, ?, ?)")
                    .params(officer, signIn, passwords.hash(password), mustChange)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.login.taken", signIn)
                    .at("login");
        }
        return new Given(officer, signIn, password);
    }
}
