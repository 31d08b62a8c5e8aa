package org.fengqiao.access;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a person in by name and password. An attempt is counted before the password is looked at, under the row's lock, so that
 * parallel attempts cannot outrun the lock-out. The answer is the same for a wrong name, a wrong password and a locked account.
 */
@Component
class SignIn {

    static final int ATTEMPTS = 5;
    static final int LOCKED_MINUTES = 15;

    /** What {@link GiveAccount} lets be a login; anything else is nobody's and need not reach the database. */
    static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._-]{1,39}");

    static final Deed OPENED = Deed.named("session.opened");
    static final Deed REFUSED = Deed.named("password.refused");
    static final Deed LOCKED = Deed.named("account.locked");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Passwords passwords;
    private final Directory directory;
    private final Accounts accounts;
    private final AuditTrail trail;

    SignIn(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Passwords passwords,
            Directory directory,
            Accounts accounts,
            AuditTrail trail) {
        this.directory = directory;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.passwords = passwords;
        this.accounts = accounts;
        this.trail = trail;
    }

    /** @param locks whether this one, should it fail, is the last for a while */
    private record Attempt(int officer, String hash, boolean locks) {}

    /** Lets somebody in by name and password, and writes down that it was done, or that it was refused. */
    Optional<SignedIn> signIn(@Nullable String login, @Nullable String password) {
        OptionalInt officer = proved(login, password);
        if (officer.isEmpty()) {
            return Optional.empty();
        }
        Optional<SignedIn> who =
                letIn(officer.getAsInt(), isOfDirectory(officer.getAsInt()) ? "directory" : "password");
        if (who.isEmpty()) {
            refused(officer, false);
        }
        return who;
    }

    /** Whether it is this person's password. A wrong one counts like one at the door and is written down like it. */
    boolean confirms(SignedIn me, @Nullable String password) {
        OptionalInt officer = proved(me.login(), password);
        officer.ifPresent(right -> transaction.executeWithoutResult(status -> forgive(right)));
        return officer.isPresent() && officer.getAsInt() == me.officer();
    }

    /**
     * Lets in who has proved who it is; empty when the account is disabled.
     *
     * @param by what proved it, for the audit trail
     */
    Optional<SignedIn> letIn(int officer, String by) {
        accounts.changed(officer);
        Optional<SignedIn> who = accounts.now(officer);
        who.ifPresent(me -> me.sight()
                .seeing(() -> transaction.executeWithoutResult(status -> {
                    forgive(officer);
                    trail.keep(OPENED, "officer/" + officer, "", Map.of("by", by));
                })));
        return who;
    }

    private OptionalInt proved(@Nullable String login, @Nullable String password) {
        if (login == null || password == null) {
            return OptionalInt.empty();
        }
        String name = login.strip().toLowerCase(Locale.ROOT);
        boolean possible = LOGIN.matcher(name).matches();
        Attempt attempt = possible ? transaction.execute(status -> reserve(name)) : null;
        if (attempt == null) {
            passwords.matches(password, null);
        }
        if (attempt != null && fits(name, password, attempt)) {
            return OptionalInt.of(attempt.officer());
        }
        if (possible) {
            refused(officer(name), attempt != null && attempt.locks());
        }
        return OptionalInt.empty();
    }

    private boolean fits(String login, String password, Attempt attempt) {
        if (!isOfDirectory(attempt.officer())) {
            return passwords.matches(password, attempt.hash());
        }
        try {
            return directory.knows(login, password);
        } catch (RefusedException away) {
            // What nobody could judge does not count.
            transaction.executeWithoutResult(status -> forgive(attempt.officer()));
            throw away;
        }
    }

    private boolean isOfDirectory(int officer) {
        return directory.isThere()
                && accounts.now(officer)
                        .filter(who -> directory.answersFor(who.role()))
                        .isPresent();
    }

    private void forgive(int officer) {
        jdbc.sql("update access.credential set failures = 0, locked_until = null where officer_id = ?")
                .param(officer)
                .update();
    }

    /** Whose account it was is written down, never what was typed: people type passwords where names belong. */
    private void refused(OptionalInt officer, boolean locks) {
        String account = officer.isPresent() ? "officer/" + officer.getAsInt() : "";
        trail.keep(REFUSED, account, "", Map.of());
        if (locks) {
            trail.keep(LOCKED, account, "", Map.of("minutes", Integer.toString(LOCKED_MINUTES)));
        }
    }

    private OptionalInt officer(String login) {
        Integer officer = transaction.execute(
                status -> jdbc.sql("select coalesce((select officer_id from access.credential where login = ?), 0)")
                        .param(login)
                        .query(Integer.class)
                        .single());
        return officer == null || officer == 0 ? OptionalInt.empty() : OptionalInt.of(officer);
    }

    private @Nullable Attempt reserve(String login) {
        return jdbc.sql("""
                        update access.credential
                        set failures = case when locked_until is not null and locked_until <= now() then 1 else failures + 1 end,
                            locked_until = case when (locked_until is null or locked_until <= now())
                                                 and (case when locked_until is not null then 1 else failures + 1 end) >= :attempts
                                                then now() + make_interval(mins => :minutes)
                                                when locked_until <= now() then null
                                                else locked_until end
                        where login = :login and (locked_until is null or locked_until <= now())
                        returning officer_id, password_hash, locked_until is not null""")
                .param("attempts", ATTEMPTS)
                .param("minutes", LOCKED_MINUTES)
                .param("login", login)
                .query((row, n) -> new Attempt(row.getInt(1), row.getString(2), row.getBoolean(3)))
                .optional()
                .orElse(null);
    }
}
