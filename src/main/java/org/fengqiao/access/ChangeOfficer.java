package org.fengqiao.access;

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

/** Changes an officer's name, role or unit, or closes the account. A change of what the officer may see ends the officer's sessions. */
@Component
public class ChangeOfficer {

    static final Deed CHANGED = Deed.named("account.changed");
    static final Deed ROLE_CHANGED = Deed.named("account.role-changed");
    static final Deed DISABLED = Deed.named("account.disabled");
    static final Deed ENABLED = Deed.named("account.enabled");

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Tokens tokens;
    private final Accountable accountable;
    private final AuditTrail trail;

    private record Before(int unit, Role role, boolean disabled) {}

    ChangeOfficer(JdbcClient jdbc, Accounts accounts, Tokens tokens, Accountable accountable, AuditTrail trail) {
        this.trail = trail;
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
        Before before = jdbc.sql(
                        "select unit_id, role, disabled_at is not null from org.officer where id = ? for update")
                .param(officer)
                .query((row, n) -> new Before(row.getInt(1), Role.valueOf(row.getString(2)), row.getBoolean(3)))
                .optional()
                .orElseThrow(Accountable::absent);
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
        int withdrawn = disabled ? tokens.revokeAllOf(officer) : 0;
        accounts.changed(officer);
        writeDown(officer, before, new Before(unit, role, disabled), withdrawn);
    }

    /** What the line says of the tokens that ended with it. */
    static Map<String, String> tokens(int withdrawn) {
        return withdrawn == 0 ? Map.of() : Map.of("tokens", Integer.toString(withdrawn));
    }

    private void writeDown(int officer, Before before, Before after, int withdrawn) {
        String about = "officer/" + officer;
        if (before.disabled() != after.disabled()) {
            trail.keep(after.disabled() ? DISABLED : ENABLED, about, "", tokens(withdrawn));
        }
        if (before.role() != after.role()) {
            trail.keep(
                    ROLE_CHANGED,
                    about,
                    "",
                    Map.of("from", before.role().name(), "to", after.role().name()));
        }
        if (before.disabled() == after.disabled() && before.role() == after.role() || before.unit() != after.unit()) {
            trail.keep(
                    CHANGED,
                    about,
                    "",
                    before.unit() == after.unit()
                            ? Map.of()
                            : Map.of("from", "unit/" + before.unit(), "to", "unit/" + after.unit()));
        }
    }
}
