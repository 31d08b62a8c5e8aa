package org.fengqiao.access;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes one's own password, which ends all other sessions; or resets somebody's, which ends all of theirs. */
@Component
public class ChangePassword {

    static final Deed CHANGED = Deed.named("password.changed");
    static final Deed RESET = Deed.named("password.reset");

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Accountable accountable;
    private final Tokens tokens;
    private final Directory directory;
    private final AuditTrail trail;

    ChangePassword(
            JdbcClient jdbc,
            Passwords passwords,
            Accounts accounts,
            Accountable accountable,
            Tokens tokens,
            Directory directory,
            AuditTrail trail) {
        this.directory = directory;
        this.trail = trail;
        this.accountable = accountable;
        this.tokens = tokens;
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.accounts = accounts;
    }

    /** What a password has to be in this house. */
    public PasswordPolicy policy() {
        return passwords.policy();
    }

    /**
     * Changes one's own password.
     *
     * @return the new epoch, which the present session goes on with
     * @throws RefusedException when the old one is wrong, or the new one is not as {@link PasswordPolicy} says or was used before
     */
    @Transactional
    public int change(SignedIn me, @Nullable String old, @Nullable String fresh) {
        if (directory.answersFor(me.role())) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.password.directory");
        }
        String hash = jdbc.sql("select password_hash from access.credential where officer_id = ? for update")
                .param(me.officer())
                .query(String.class)
                .single();
        if (old == null || !passwords.matches(old, hash)) {
            throw RefusedException.badInput("refused.password.wrong").at("old");
        }
        passwords.policy().judge(fresh, me.login(), me.name());
        String chosen = Objects.requireNonNull(fresh);
        if (old.equals(chosen)) {
            throw RefusedException.badInput("refused.password.same").at("password");
        }
        if (former(me.officer()).stream().anyMatch(hashed -> passwords.matches(chosen, hashed))) {
            throw RefusedException.badInput(
                            "refused.password.before", passwords.policy().remembered())
                    .at("password");
        }
        remember(me.officer(), hash);
        int epoch = write(me.officer(), chosen, false);
        trail.keep(CHANGED, "officer/" + me.officer(), "", Map.of());
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
        jdbc.sql("select password_hash from access.credential where officer_id = ? for update")
                .param(officer)
                .query(String.class)
                .optional()
                .ifPresent(hash -> remember(officer, hash));
        write(officer, fresh, true);
        trail.keep(RESET, "officer/" + officer, "", ChangeOfficer.tokens(tokens.revokeAllOf(officer)));
        accounts.changed(officer);
        return fresh;
    }

    private List<String> former(int officer) {
        return jdbc.sql("select hash from access.former_password where officer_id = ? order by id desc limit ?")
                .params(officer, passwords.policy().remembered() - 1)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Keeps the hash of what was the password until now, and forgets those too old to matter. */
    private void remember(int officer, String hash) {
        jdbc.sql("insert into access.former_password (officer_id, hash) values (?, ?)")
                .params(officer, hash)
                .update();
        jdbc.sql("""
                        delete from access.former_password
                        where officer_id = :officer
                              and id not in (select id from access.former_password where officer_id = :officer order by id desc limit :kept)""")
                .param("officer", officer)
                .param("kept", passwords.policy().remembered() - 1)
                .update();
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
