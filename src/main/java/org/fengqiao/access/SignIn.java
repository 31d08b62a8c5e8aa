package org.fengqiao.access;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Passwords passwords;
    private final Accounts accounts;

    SignIn(JdbcClient jdbc, PlatformTransactionManager transactions, Passwords passwords, Accounts accounts) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.passwords = passwords;
        this.accounts = accounts;
    }

    private record Attempt(int officer, String hash) {}

    Optional<SignedIn> signIn(@Nullable String login, @Nullable String password) {
        if (login == null || password == null) {
            return Optional.empty();
        }
        String name = login.strip().toLowerCase(Locale.ROOT);
        Attempt attempt = LOGIN.matcher(name).matches() ? transaction.execute(status -> reserve(name)) : null;
        if (!passwords.matches(password, attempt == null ? null : attempt.hash()) || attempt == null) {
            return Optional.empty();
        }
        transaction.executeWithoutResult(status -> jdbc.sql(
                        "update access.credential set failures = 0, locked_until = null where officer_id = ?")
                .param(attempt.officer())
                .update());
        accounts.changed(attempt.officer());
        return accounts.now(attempt.officer());
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
                        returning officer_id, password_hash""")
                .param("attempts", ATTEMPTS)
                .param("minutes", LOCKED_MINUTES)
                .param("login", login)
                .query((row, n) -> new Attempt(row.getInt(1), row.getString(2)))
                .optional()
                .orElse(null);
    }
}
