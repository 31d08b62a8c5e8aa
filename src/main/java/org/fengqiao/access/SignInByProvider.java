package org.fengqiao.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.IdentityProvider.Answer;
import org.fengqiao.access.IdentityProvider.Asked;
import org.fengqiao.access.IdentityProvider.Identity;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a person in whom the bureau's identity provider vouches for, into the account with the same login. Nobody is given an account by
 * it. The three who keep the house come in by what the house knows itself, so that whoever governs the provider does not govern the house.
 */
@Component
public class SignInByProvider {

    static final Deed REFUSED = Deed.named("provider.refused");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final IdentityProvider provider;
    private final SignIn signIn;
    private final Accounts accounts;
    private final AuditTrail trail;

    SignInByProvider(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            IdentityProvider provider,
            SignIn signIn,
            Accounts accounts,
            AuditTrail trail) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.provider = provider;
        this.signIn = signIn;
        this.accounts = accounts;
        this.trail = trail;
    }

    /** Why nobody was let in. */
    public enum Refusal {
        /** The provider does not vouch for the person, or what came back does not belong to this browser. */
        DENIED,
        /** No account has the login. */
        UNKNOWN,
        /** The account is disabled, or locked for a while. */
        CLOSED,
        /** It is the account of one who keeps the house. */
        KEEPER,
        /** The provider does not answer; nobody could judge, so nothing is written down. */
        AWAY;

        /** The word in addresses, keys of messages and the audit trail. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The refusal with this word; null for none. */
        public static @Nullable Refusal of(@Nullable String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /** Somebody was let in. */
    public record Entered(SignedIn who, Identity proof) implements Outcome {}

    /** Nobody was let in. */
    public record Refused(Refusal why) implements Outcome {}

    private record Account(int officer, boolean locked) {}

    /**
     * Lets in whom the provider vouches for, and writes down that it was done, or that it was refused.
     *
     * @param asked null when nothing was asked in this browser's session, or it was answered before
     * @throws RefusedException when there is no provider
     */
    public Outcome letIn(@Nullable Asked asked, Answer answer) {
        Optional<Identity> proof;
        try {
            proof = provider.identity(asked, answer);
        } catch (RefusedException away) {
            return refusedOr(away);
        }
        if (proof.isEmpty()) {
            return refused("", Refusal.DENIED);
        }
        Optional<Account> account = account(proof.get());
        return account.isEmpty() ? refused("", Refusal.UNKNOWN) : letIn(account.get(), proof.get());
    }

    private static Outcome refusedOr(RefusedException away) {
        if (away.reason() != RefusedException.Reason.BUSY) {
            throw away;
        }
        return new Refused(Refusal.AWAY);
    }

    private Outcome letIn(Account account, Identity proof) {
        String about = "officer/" + account.officer();
        Optional<SignedIn> who = account.locked() ? Optional.empty() : accounts.now(account.officer());
        if (who.isEmpty()) {
            return refused(about, Refusal.CLOSED);
        }
        if (who.get().role().keepsTheHouse()) {
            return refused(about, Refusal.KEEPER);
        }
        return signIn.letIn(account.officer(), "provider")
                .<Outcome>map(me -> new Entered(me, proof))
                .orElseGet(() -> refused(about, Refusal.CLOSED));
    }

    /**
     * Whether the provider vouches for this person once more; empty when not, which is written down.
     *
     * @throws RefusedException when the provider does not answer
     */
    public Optional<Identity> confirms(SignedIn me, Asked asked, Answer answer) {
        Optional<Identity> proof = provider.identity(asked, answer)
                .filter(one -> login(one).equals(me.login()) && !me.role().keepsTheHouse());
        if (proof.isEmpty()) {
            refused("officer/" + me.officer(), Refusal.DENIED);
        }
        return proof;
    }

    private Refused refused(String about, Refusal why) {
        trail.keep(REFUSED, about, "", Map.of("why", why.word()));
        SignInMeters.countRefused();
        return new Refused(why);
    }

    private Optional<Account> account(Identity proof) {
        String login = login(proof);
        return !SignIn.LOGIN.matcher(login).matches()
                ? Optional.empty()
                : transaction.execute(status -> jdbc.sql("""
                                select officer_id, locked_until is not null and locked_until > now() from access.credential where login = ?""")
                        .param(login)
                        .query((row, n) -> new Account(row.getInt(1), row.getBoolean(2)))
                        .optional());
    }

    private static String login(Identity proof) {
        return proof.login().strip().toLowerCase(Locale.ROOT);
    }
}
