package org.fengqiao.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AMR;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.fengqiao.access.IdentityProvider.Answer;
import org.fengqiao.access.IdentityProvider.Asked;
import org.fengqiao.access.IdentityProvider.Identity;
import org.fengqiao.access.IdentityProvider.Question;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks OpenID Connect with one provider: authorization code with PKCE, state and nonce. What may be judged wrongly in it (discovery,
 * signatures, claims) is left to the Nimbus SDK. What the provider says of itself is asked for when the first person comes. Only the
 * host of the issuer is called, whatever other hosts the provider names, and no redirect is followed.
 */
final class OpenIdConnect {

    private static final Logger log = LoggerFactory.getLogger(OpenIdConnect.class);

    /** How long the provider may be silent, in milliseconds. */
    private static final int PATIENCE = 5_000;

    /** By how much the clocks of provider and house may differ, in seconds. */
    private static final int CLOCKS_DIFFER = 60;

    /** How many talk with the provider at a time, so that one that has stopped answering does not stop the house. */
    private static final int AT_ONCE = 8;

    private final Issuer issuer;
    private final ClientID client;
    private final Secret secret;
    private final String claim;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private volatile @Nullable Known known;

    private record Known(OIDCProviderMetadata says, IDTokenValidator judge) {}

    private interface Talk<T> {
        T talk() throws IOException, GeneralException, KeySourceException;
    }

    /** @param claim of the ID token or of the user info, that is somebody's login */
    OpenIdConnect(String issuer, String client, String secret, String claim) {
        this.issuer = new Issuer(issuer);
        this.client = new ClientID(client);
        this.secret = new Secret(secret);
        this.claim = claim;
    }

    /**
     * What to send a browser to the provider with.
     *
     * @param back where it comes back to
     * @param next {@link Asked#next()}
     * @throws RefusedException when the provider does not answer
     */
    Question ask(String back, String next) {
        URI door = talk(() -> known().says().getAuthorizationEndpointURI());
        State state = new State();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), client, URI.create(back))
                .endpointURI(door)
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        if (!next.isEmpty()) {
            request.prompt(new Prompt(Prompt.Type.LOGIN)).maxAge(0);
        }
        return new Question(
                request.build().toURI(),
                new Asked(state.getValue(), nonce.getValue(), verifier.getValue(), back, next));
    }

    /**
     * Who the provider says it is that comes back; empty when the answer does not fit the question, or what proves it is not right.
     *
     * @throws RefusedException when the provider does not answer
     */
    Optional<Identity> identity(Asked asked, Answer answer) {
        String code = answer.code();
        boolean fits = asked.state().equals(answer.state())
                && (answer.issuer() == null || answer.issuer().equals(issuer.getValue()));
        return code == null || code.isBlank() || !fits
                ? Optional.empty()
                : talk(() -> exchanged(known(), asked, new AuthorizationCode(code)));
    }

    private Optional<Identity> exchanged(Known provider, Asked asked, AuthorizationCode code)
            throws IOException, KeySourceException {
        try {
            HTTPRequest request = new TokenRequest.Builder(
                            provider.says().getTokenEndpointURI(),
                            itself(provider.says()),
                            new AuthorizationCodeGrant(
                                    code, URI.create(asked.back()), new CodeVerifier(asked.verifier())))
                    .build()
                    .toHTTPRequest();
            TokenResponse answer = OIDCTokenResponseParser.parse(sent(request));
            if (!(answer instanceof OIDCTokenResponse told)
                    || told.getOIDCTokens().getIDToken() == null) {
                log.warn("The identity provider gave no ID token: {}", error(answer));
                return Optional.empty();
            }
            OIDCTokens tokens = told.getOIDCTokens();
            IDTokenClaimsSet token = provider.judge().validate(tokens.getIDToken(), new Nonce(asked.nonce()));
            String login = login(provider.says(), tokens, token);
            if (login == null) {
                log.warn("The identity provider does not say the claim {}", claim);
            }
            List<AMR> ways = token.getAMR();
            return Optional.of(new Identity(
                    login == null ? "" : login,
                    ways != null && ways.contains(AMR.MFA),
                    token.getAuthenticationTime() == null
                            ? null
                            : token.getAuthenticationTime().toInstant()));
        } catch (KeySourceException away) {
            throw away;
        } catch (BadJOSEException | JOSEException | ParseException unfit) {
            log.warn("What the identity provider gave is not right: {}", unfit.toString());
            return Optional.empty();
        }
    }

    private static String error(TokenResponse answer) {
        ErrorObject error =
                answer.indicatesSuccess() ? null : answer.toErrorResponse().getErrorObject();
        return error == null ? "" : String.valueOf(error.getCode());
    }

    private ClientAuthentication itself(OIDCProviderMetadata provider) {
        List<ClientAuthenticationMethod> ways = provider.getTokenEndpointAuthMethods();
        return ways == null || ways.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                ? new ClientSecretBasic(client, secret)
                : new ClientSecretPost(client, secret);
    }

    /** Some providers put names into the user info only. */
    private @Nullable String login(OIDCProviderMetadata provider, OIDCTokens tokens, IDTokenClaimsSet token)
            throws IOException, ParseException {
        String login = token.getStringClaim(claim);
        URI more = provider.getUserInfoEndpointURI();
        if (login != null || !isThere(more)) {
            return login;
        }
        UserInfoResponse answer =
                UserInfoResponse.parse(sent(new UserInfoRequest(more, tokens.getAccessToken()).toHTTPRequest()));
        UserInfo info = answer.indicatesSuccess() ? answer.toSuccessResponse().getUserInfo() : null;
        return info != null && info.getSubject().equals(token.getSubject()) ? info.getStringClaim(claim) : null;
    }

    private Known known() throws IOException, GeneralException {
        Known before = known;
        if (before != null) {
            return before;
        }
        OIDCProviderMetadata says = OIDCProviderMetadata.resolve(issuer, OpenIdConnect::carefully);
        if (!isThere(says.getTokenEndpointURI()) || !isThere(says.getJWKSetURI())) {
            throw new GeneralException("it names no address on the issuer's host for tokens or keys: "
                    + says.getTokenEndpointURI() + " " + says.getJWKSetURI());
        }
        URI door = says.getAuthorizationEndpointURI();
        if (door == null || (!"https".equals(door.getScheme()) && !isThere(door))) {
            throw new GeneralException("it names no safe address for browsers: " + door);
        }
        Known now = new Known(says, judge(says));
        known = now;
        return now;
    }

    private IDTokenValidator judge(OIDCProviderMetadata provider) throws IOException {
        List<JWSAlgorithm> named =
                Objects.requireNonNullElse(provider.getIDTokenJWSAlgs(), List.of(JWSAlgorithm.RS256));
        Set<JWSAlgorithm> signatures =
                named.stream().filter(JWSAlgorithm.Family.SIGNATURE::contains).collect(Collectors.toSet());
        if (signatures.isEmpty()) {
            throw new IOException("it signs in no way known here: " + named);
        }
        URL keys = provider.getJWKSetURI().toURL();
        IDTokenValidator judge = new IDTokenValidator(
                issuer,
                client,
                new JWSVerificationKeySelector<SecurityContext>(
                        signatures,
                        JWKSourceBuilder.<SecurityContext>create(keys, OpenIdConnect::fetched)
                                .refreshAheadCache(false)
                                .build()),
                null);
        judge.setMaxClockSkew(CLOCKS_DIFFER);
        return judge;
    }

    private boolean isThere(@Nullable URI address) {
        URI here = URI.create(issuer.getValue());
        return address != null
                && Objects.equals(here.getScheme(), address.getScheme())
                && Objects.equals(here.getRawAuthority(), address.getRawAuthority());
    }

    private static void carefully(HTTPRequest request) {
        request.setConnectTimeout(PATIENCE);
        request.setReadTimeout(PATIENCE);
        request.setFollowRedirects(false);
    }

    /** The answer; that of a provider in trouble is none. */
    private static HTTPResponse sent(HTTPRequest request) throws IOException {
        carefully(request);
        HTTPResponse answer = request.send();
        if (answer.getStatusCode() >= 500) {
            throw new IOException("it answered " + answer.getStatusCode());
        }
        return answer;
    }

    private static Resource fetched(URL address) throws IOException {
        HTTPResponse answer = sent(new HTTPRequest(HTTPRequest.Method.GET, address));
        if (answer.getStatusCode() != HTTPResponse.SC_OK) {
            throw new IOException("its keys are not to be had: " + answer.getStatusCode());
        }
        return new Resource(answer.getBody(), null);
    }

    private <T> T talk(Talk<T> talk) {
        boolean place = false;
        try {
            place = places.tryAcquire(PATIENCE, TimeUnit.MILLISECONDS);
            if (!place) {
                throw new IOException("too many wait for it");
            }
            return talk.talk();
        } catch (IOException | GeneralException | KeySourceException trouble) {
            log.warn("The identity provider cannot be asked: {}", trouble.toString());
            throw away();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw away();
        } finally {
            if (place) {
                places.release();
            }
        }
    }

    private static RefusedException away() {
        return RefusedException.because(RefusedException.Reason.BUSY, "refused.provider");
    }
}
