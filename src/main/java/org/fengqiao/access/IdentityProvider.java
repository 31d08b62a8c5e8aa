package org.fengqiao.access;

import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.shared.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The bureau's identity provider (OpenID Connect), where {@code FENGQIAO_OIDC_ISSUER} names one: it says who somebody is, by the login
 * both know, and nothing more. Accounts, roles and units are given here. Passwords of the house go on beside it.
 */
@Component("identityProvider")
public class IdentityProvider {

    /** Where the provider sends browsers back to; part of what is set down there. */
    public static final String BACK = "/sign-in/oidc/callback";

    private static final String USUAL_CLAIM = "preferred_username";

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HouseAddress address;
    private final String name;
    private final @Nullable OpenIdConnect provider;

    /**
     * @param issuer for example {@code https://sso.example/realms/police}, as the provider writes it; empty for none
     * @param claim what of the provider's words is the login; empty for {@code preferred_username}
     * @param name what people call it; empty for a general word
     */
    IdentityProvider(
            HouseAddress address,
            @Value("${fengqiao.oidc.issuer:}") String issuer,
            @Value("${fengqiao.oidc.client-id:}") String client,
            @Value("${fengqiao.oidc.client-secret:}") String secret,
            @Value("${fengqiao.oidc.claim:}") String claim,
            @Value("${fengqiao.oidc.name:}") String name) {
        this.address = address;
        this.name = name.strip();
        boolean none = Stream.of(issuer, client, secret, claim, name).allMatch(String::isBlank);
        this.provider = none ? null : at(issuer.strip(), client.strip(), secret.strip(), claim.strip());
    }

    /**
     * What a browser was sent to the provider with, kept in its session; good for one answer.
     *
     * @param state comes back with the browser
     * @param nonce stands in what the provider signs
     * @param verifier shows the provider that the one who asked is the one who comes for the answer (PKCE)
     * @param back where the browser was told to come back to
     * @param next the page to go on to after proving once more who one is; empty when signing in
     */
    public record Asked(String state, String nonce, String verifier, String back, String next)
            implements Serializable {}

    /** @param address of the provider, to send the browser to */
    public record Question(URI address, Asked asked) {}

    /**
     * What a browser brought back from the provider.
     *
     * @param issuer who answered, where the provider says so (RFC 9207)
     */
    public record Answer(
            @Nullable String state,
            @Nullable String code,
            @Nullable String issuer) {}

    /**
     * Who somebody is, by the word of the provider.
     *
     * @param login as it stands there; empty when the provider does not say it
     * @param twoFactors whether the provider says that it asked for two factors ({@code amr} with {@code mfa}, RFC 8176)
     * @param since when the person proved it there, null when the provider does not say
     */
    public record Identity(
            String login, boolean twoFactors, @Nullable Instant since) {}

    static OpenIdConnect at(String issuer, String client, String secret, String claim) {
        List<String> missing = Stream.of(
                        issuer.isEmpty() ? "FENGQIAO_OIDC_ISSUER" : "",
                        client.isEmpty() ? "FENGQIAO_OIDC_CLIENT_ID" : "",
                        secret.isEmpty() ? "FENGQIAO_OIDC_CLIENT_SECRET" : "")
                .filter(setting -> !setting.isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw new CannotStartException(
                    "统一身份认证的设置不全，缺 %s。FENGQIAO_OIDC_ISSUER、FENGQIAO_OIDC_CLIENT_ID 和 FENGQIAO_OIDC_CLIENT_SECRET 要一起设置；不用统一身份认证，就把 FENGQIAO_OIDC_ 开头的设置都去掉。"
                            .formatted(String.join("、", missing)),
                    "The identity provider is set by half, %s is missing. FENGQIAO_OIDC_ISSUER, FENGQIAO_OIDC_CLIENT_ID and FENGQIAO_OIDC_CLIENT_SECRET go together; for none, take all settings away that begin with FENGQIAO_OIDC_."
                            .formatted(String.join(", ", missing)));
        }
        if (!isSafe(issuer)) {
            throw new CannotStartException(
                    "FENGQIAO_OIDC_ISSUER 应是以 https:// 开头的地址，不带 ? 和 #，与平台自己公布的 issuer 一字不差，例如 https://sso.example/realms/police。",
                    "FENGQIAO_OIDC_ISSUER has to be an address that begins with https://, without ? and #, letter by letter what the provider calls its issuer, such as https://sso.example/realms/police.");
        }
        return new OpenIdConnect(issuer, client, secret, claim.isEmpty() ? USUAL_CLAIM : claim);
    }

    private static boolean isSafe(String issuer) {
        try {
            URI where = new URI(issuer);
            return where.getHost() != null
                    && where.getRawUserInfo() == null
                    && where.getRawQuery() == null
                    && where.getRawFragment() == null
                    && ("https".equals(where.getScheme())
                            || ("http".equals(where.getScheme()) && THIS_MACHINE.contains(where.getHost())));
        } catch (java.net.URISyntaxException malformed) {
            return false;
        }
    }

    /** Whether there is one. */
    public boolean isThere() {
        return provider != null;
    }

    /** What people call it; empty for a general word. */
    public String name() {
        return name;
    }

    /**
     * What to send a browser to the provider with; within a request.
     *
     * @param next empty for signing in; else the person has to prove anew who it is, and goes on to this page
     * @throws RefusedException when there is none, or it does not answer
     */
    public Question ask(String next) {
        return required().ask(address.of(BACK), next);
    }

    /**
     * Who the provider says it is that comes back; empty when the answer does not fit the question, or what proves it is not right.
     *
     * @param asked null when nothing was asked in this browser's session, or it was answered before
     * @throws RefusedException when there is none, or it does not answer
     */
    Optional<Identity> identity(@Nullable Asked asked, Answer answer) {
        OpenIdConnect there = required();
        return asked == null ? Optional.empty() : there.identity(asked, answer);
    }

    private OpenIdConnect required() {
        if (provider == null) {
            throw RefusedException.because(RefusedException.Reason.NOT_FOUND, "refused.http.404");
        }
        return provider;
    }
}
