package org.fengqiao.access;

import com.webauthn4j.util.exception.WebAuthnException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.database.Sight;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passkeys (W3C WebAuthn): a phone, a computer or a stick signs what the house asks, after it has seen a finger, a face or a PIN. So one
 * key is two factors, and because the browser names the house in what is signed, it cannot be given away at a copy of our page.
 */
@Component
public class Passkeys {

    static final int MOST = 10;

    static final Deed ADDED = Deed.named("passkey.added");
    static final Deed REMOVED = Deed.named("passkey.removed");
    static final Deed REFUSED = Deed.named("passkey.refused");

    /** Made when the first passkey is asked for: most days nobody does before somebody does. */
    private static final class Json {
        static final JsonMapper MAPPER =
                JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();
    }

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final PasskeyPersons persons;
    private final PasskeyRows rows;
    private final HouseAddress address;
    private final SignIn signIn;
    private final Accounts accounts;
    private final AuditTrail trail;

    Passkeys(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            PasskeyPersons persons,
            PasskeyRows rows,
            HouseAddress address,
            SignIn signIn,
            Accounts accounts,
            AuditTrail trail) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.persons = persons;
        this.rows = rows;
        this.address = address;
        this.signIn = signIn;
        this.accounts = accounts;
        this.trail = trail;
    }

    /**
     * A key as its owner sees it.
     *
     * @param usedAt when it last opened something, null for never
     */
    public record Row(
            int id, String name, Instant since, @Nullable Instant usedAt) {}

    /** The keys of this person, oldest first. */
    @Transactional(readOnly = true)
    public List<Row> of(SignedIn me) {
        return jdbc.sql("select id, name, since, used_at from access.passkey where officer_id = ? order by id")
                .param(me.officer())
                .query((row, n) -> new Row(
                        row.getInt(1),
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4) == null ? null : row.getTimestamp(4).toInstant()))
                .list();
    }

    /** What a new key is asked; within a request. */
    @Transactional
    public PublicKeyCredentialCreationOptions askForNew(SignedIn me) {
        if (persons.findByUsername(me.login()) == null) {
            persons.save(ImmutablePublicKeyCredentialUserEntity.builder()
                    .id(Bytes.random())
                    .name(me.login())
                    .displayName(me.name())
                    .build());
        }
        return house().createPublicKeyCredentialCreationOptions(
                        new ImmutablePublicKeyCredentialCreationOptionsRequest(asked(me)));
    }

    /**
     * Keeps a new key.
     *
     * @param asked what it was asked; a question is good for one answer
     * @param name what its owner calls it
     * @param answer of the browser, as JSON
     * @throws RefusedException when the answer does not fit the question, the key is known already, or there are enough
     */
    @Transactional
    public void add(
            SignedIn me,
            @Nullable PublicKeyCredentialCreationOptions asked,
            @Nullable String name,
            @Nullable String answer) {
        String called = Words.line(name, 40);
        if (of(me).size() >= MOST) {
            throw RefusedException.because(RefusedException.Reason.CONFLICT, "refused.passkey.many", MOST);
        }
        try {
            PublicKeyCredential<AuthenticatorAttestationResponse> key =
                    Json.MAPPER.readValue(answer == null ? "" : answer, new TypeReference<>() {});
            if (asked == null || key == null) {
                throw refused();
            }
            house().registerCredential(new ImmutableRelyingPartyRegistrationRequest(
                    asked, new RelyingPartyPublicKey(key, called)));
        } catch (WebAuthnException | IllegalArgumentException | JacksonException | DuplicateKeyException unfit) {
            throw refused();
        }
        trail.keep(ADDED, "officer/" + me.officer(), "", Map.of());
        accounts.changed(me.officer());
    }

    private static RefusedException refused() {
        return RefusedException.badInput("refused.passkey");
    }

    /**
     * What a known key is asked; within a request.
     *
     * @param me whose key it has to be, null for anybody's
     */
    public PublicKeyCredentialRequestOptions ask(@Nullable SignedIn me) {
        Webauthn4JRelyingPartyOperations house = house();
        return me == null
                ? house.createCredentialRequestOptions(new ImmutablePublicKeyCredentialRequestOptionsRequest(null))
                : transaction.execute(status -> house.createCredentialRequestOptions(
                        new ImmutablePublicKeyCredentialRequestOptionsRequest(asked(me))));
    }

    /** Whether one of this person's keys gave the answer. A wrong one is written down. */
    public boolean confirms(SignedIn me, @Nullable PublicKeyCredentialRequestOptions asked, @Nullable String answer) {
        boolean right =
                owner(asked, answer).filter(login -> login.equals(me.login())).isPresent();
        if (!right) {
            trail.keep(REFUSED, "officer/" + me.officer(), "", Map.of());
        }
        return right;
    }

    /** Lets in whose key gave the answer; empty when nobody's did or the account is disabled. */
    public Optional<SignedIn> letIn(@Nullable PublicKeyCredentialRequestOptions asked, @Nullable String answer) {
        Optional<SignedIn> who = Sight.HOUSE
                .see(() -> owner(asked, answer))
                .flatMap(this::officer)
                .flatMap(officer -> signIn.letIn(officer, "passkey"));
        if (who.isEmpty()) {
            trail.keep(REFUSED, "", "", Map.of());
        }
        return who;
    }

    private Optional<Integer> officer(String login) {
        return transaction.execute(status -> jdbc.sql("select officer_id from access.credential where login = ?")
                .param(login)
                .query(Integer.class)
                .optional());
    }

    /** The login of whose key gave this answer to this question. */
    private Optional<String> owner(@Nullable PublicKeyCredentialRequestOptions asked, @Nullable String answer) {
        if (asked == null || answer == null) {
            return Optional.empty();
        }
        try {
            PublicKeyCredential<AuthenticatorAssertionResponse> key =
                    Json.MAPPER.readValue(answer, new TypeReference<>() {});
            return key == null
                    ? Optional.empty()
                    : transaction.execute(status ->
                            Optional.of(house().authenticate(new RelyingPartyAuthenticationRequest(asked, key))
                                    .getName()));
        } catch (WebAuthnException | IllegalArgumentException | JacksonException unfit) {
            return Optional.empty();
        }
    }

    /** Takes one of one's own keys away; it opens nothing from now on. */
    @Transactional
    public void remove(SignedIn me, int id) {
        int removed = jdbc.sql("delete from access.passkey where id = ? and officer_id = ?")
                .params(id, me.officer())
                .update();
        if (removed == 0) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.passkey.absent");
        }
        trail.keep(REMOVED, "officer/" + me.officer(), "", Map.of());
        accounts.changed(me.officer());
    }

    /** A question as the browser reads it. */
    public static String json(Object question) {
        return Json.MAPPER.writeValueAsString(question);
    }

    private static Authentication asked(SignedIn me) {
        return UsernamePasswordAuthenticationToken.authenticated(me.login(), null, List.of());
    }

    /** The house under the name the browser knows it by: keys are made for a name and are worth nothing under another. */
    private Webauthn4JRelyingPartyOperations house() {
        URI here = URI.create(address.of(""));
        Webauthn4JRelyingPartyOperations house = new Webauthn4JRelyingPartyOperations(
                persons,
                rows,
                PublicKeyCredentialRpEntity.builder()
                        .id(here.getHost())
                        .name("Fengqiao")
                        .build(),
                Set.of(here.getScheme() + "://" + here.getAuthority()));
        house.setCustomizeCreationOptions(
                options -> options.authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(ResidentKeyRequirement.REQUIRED)
                        .userVerification(UserVerificationRequirement.REQUIRED)
                        .build()));
        house.setCustomizeRequestOptions(options -> options.userVerification(UserVerificationRequirement.REQUIRED));
        return house;
    }
}
