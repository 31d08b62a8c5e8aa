package org.fengqiao.access;

import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes one's own password, which ends all other sessions; or resets somebody's, which ends all of theirs. */
@Component
public class ChangePassword {

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Accountable accountable;
    private final Tokens tokens;

    ChangePassword(JdbcClient jdbc, Passwords passwords, Accounts accounts, Accountable accountable, Tokens tokens) {
        this.accountable = accountable;
        this.tokens = tokens;
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.accounts = accounts;
    }

    /**
     * Changes one's own password.
     *
     * @return the new epoch, which the present session goes on with
     * @throws RefusedException when the old one is wrong or the new one too short, too long, guessable or the same
     */
    @Transactional
    public int change(SignedIn me, @Nullable String old, @Nullable String fresh) {
        String hash = jdbc.sql("select password_hash from access.credential where officer_id = ? for update")
                .param(me.officer())
                .query(String.class)
                .single();
        if (old == null || !passwords.matches(old, hash)) {
            throw RefusedException.badInput("refused.password.wrong").at("old");
        }
        Passwords.judge(fresh, me.login(), me.name());
        if (old.equals(fresh)) {
            throw RefusedException.badInput("refused.password.same").at("password");
        }
        int epoch = write(me.officer(), java.util.Objects.requireNonNull(fresh), false);
        accounts.changed(me.officer());
        return epoch;
    }

    /**
     * Resets the password of an officer in this person's reach. Whoever knew the old one may have issued tokens, so they end too.
     *
     * @return the new password, shown once
     * @throws RefusedException when there is no such officer in this person's reach
     */
    @Transactional
    public String reset(SignedIn me, int officer) {
        accountable.judge(me, officer);
        String fresh = Passwords.random();
        write(officer, fresh, true);
        tokens.revokeAllOf(officer);
        accounts.changed(officer);
        return fresh;
    }

    private int write(int officer, String password, boolean mustChange) {
        return jdbc.sql("""
                        update access.credential set password_hash = ?, must_change = ?, epoch = epoch + 1, failures = 0,
                               locked_until = null, changed_at = now()
                        where officer_id = ? returning epoch""")
                .params(passwords.hash(password), mustChange, officer)
                .query(Integer.class)
                .optional()
                .orElseThrow(Accountable::absent);
    }
}
