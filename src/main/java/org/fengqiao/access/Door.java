package org.fengqiao.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The door of the house, for the web: lets people and programs in and says who is behind a request now. */
@Component
public class Door {

    private final SignIn signIn;
    private final Accounts accounts;
    private final Tokens tokens;

    Door(SignIn signIn, Accounts accounts, Tokens tokens) {
        this.signIn = signIn;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** Lets a person in; empty when name and password do not fit or the account is locked, which looks the same. */
    public Optional<SignedIn> letIn(@Nullable String login, @Nullable String password) {
        return signIn.signIn(login, password);
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
