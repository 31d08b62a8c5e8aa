package org.fengqiao.access;

import java.util.Map;
import java.util.Optional;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The door of the house, for the web: lets people and programs in and says who is behind a request now. */
@Component
public class Door {

    static final Deed LEFT = Deed.named("session.left");

    private final SignIn signIn;
    private final Accounts accounts;
    private final Tokens tokens;
    private final AuditTrail trail;

    Door(SignIn signIn, Accounts accounts, Tokens tokens, AuditTrail trail) {
        this.trail = trail;
        this.signIn = signIn;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** Lets a person in; empty when name and password do not fit or the account is locked, which looks the same. */
    public Optional<SignedIn> letIn(@Nullable String login, @Nullable String password) {
        return signIn.signIn(login, password);
    }

    /** Whether whoever sits at the page knows the password of the person of the session. */
    public boolean confirms(SignedIn me, @Nullable String password) {
        return signIn.confirms(me, password);
    }

    /** Writes down that this person leaves; of a session that is over already nothing is written. */
    public void left(SignedIn me) {
        stillIn(me)
                .ifPresent(now -> now.sight().seeing(() -> trail.keep(LEFT, "officer/" + now.officer(), "", Map.of())));
    }

    /** The person of a session as of now; empty when the session was ended by a change of password, role or unit. */
    public Optional<SignedIn> stillIn(SignedIn then) {
        return accounts.now(then.officer()).filter(now -> now.epoch() == then.epoch());
    }

    /** To be told when a unit was added, so that those above it see it with their next request. */
    public void treeChanged() {
        accounts.treeChanged();
    }

    /** The officer a program acts for. */
    public Optional<SignedIn> bearer(String token) {
        return tokens.bearer(token);
    }
}
