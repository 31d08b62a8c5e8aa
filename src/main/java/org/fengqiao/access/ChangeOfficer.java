package org.fengqiao.access;

import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes an officer's name, role or unit, or closes the account. A change of what the officer may see ends the officer's sessions. */
@Component
public class ChangeOfficer {

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Tokens tokens;
    private final Accountable accountable;

    ChangeOfficer(JdbcClient jdbc, Accounts accounts, Tokens tokens, Accountable accountable) {
        this.tokens = tokens;
        this.accountable = accountable;
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    /**
     * Changes an officer in sight. Whoever is disabled loses the tokens of programs, too.
     *
     * @throws RefusedException when there is no such officer or unit in this person's reach, it is oneself, the role has no place in the
     *     unit, or the person keeps the house in another role already
     */
    @Transactional
    public void change(
            SignedIn me,
            int officer,
            int unit,
            @Nullable String name,
            Role role,
            @Nullable String badge,
            boolean disabled) {
        accountable.judge(me, officer);
        Accountable.judge(me, role);
        accountable.judge(unit, role);
        int changed;
        try {
            changed = jdbc.sql("""
                        update org.officer set unit_id = :unit, name = :name, role = :role, badge = :badge,
                               disabled_at = case when :disabled then coalesce(disabled_at, now()) end
                        where id = :id and id <> org.officer_in_sight() and :unit = any (org.kept_in_sight())""")
                    .param("unit", unit)
                    .param("name", Words.line(name, 40))
                    .param("role", role.name())
                    .param("badge", Accountable.badge(role, badge))
                    .param("disabled", disabled)
                    .param("id", officer)
                    .update();
        } catch (DuplicateKeyException twice) {
            throw Accountable.holdsAnother(twice);
        }
        if (changed == 0) {
            throw Accountable.absent();
        }
        jdbc.sql("update access.credential set epoch = epoch + 1 where officer_id = ?")
                .param(officer)
                .update();
        if (disabled) {
            tokens.revokeAllOf(officer);
        }
        accounts.changed(officer);
    }
}
