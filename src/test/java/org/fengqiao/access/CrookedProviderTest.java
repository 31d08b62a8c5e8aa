package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fengqiao.access.IdentityProvider.Answer;
import org.fengqiao.access.IdentityProvider.Identity;
import org.fengqiao.access.IdentityProvider.Question;
import org.fengqiao.shared.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** An identity provider that does what an honest one cannot be made to do. */
class CrookedProviderTest {

    private static final String SECRET = "a-secret-of-at-least-thirty-two-bytes";
    private static final RSAKey KEY = key();

    private final Map<String, Object> says = new HashMap<>();
    private final Map<String, byte[]> answers = new HashMap<>();
    private final Map<String, Integer> statuses = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private String issuer;
    private OpenIdConnect house;

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("one").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void aProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        says.putAll(Map.of(
                "issuer",
                issuer,
                "authorization_endpoint",
                issuer + "/authorize",
                "token_endpoint",
                issuer + "/token",
                "jwks_uri",
                issuer + "/keys",
                "userinfo_endpoint",
                issuer + "/me",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256", "HS256", "none")));
        answers.put("/keys", json(new JWKSet(KEY.toPublicJWK()).toJSONObject()));
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            byte[] answer = path.endsWith("/openid-configuration") ? json(says) : answers.get(path);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Location", issuer + "/elsewhere");
            exchange.sendResponseHeaders(statuses.getOrDefault(path, answer == null ? 404 : 200), 0);
            exchange.getResponseBody().write(answer == null ? new byte[0] : answer);
            exchange.close();
        });
        server.start();
        house = IdentityProvider.at(issuer, "fengqiao", SECRET, "");
    }

    @AfterEach
    void itIsGone() {
        server.stop(0);
    }

    private static byte[] json(Map<String, Object> words) {
        return JsonMapper.shared().writeValueAsString(words).getBytes(StandardCharsets.UTF_8);
    }

    private Question question() {
        return house.ask("http://localhost/sign-in/oidc/callback", "");
    }

    private JWTClaimsSet.Builder claims(Question question) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("person-1")
                .audience("fengqiao")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("nonce", question.asked().nonce())
                .claim("preferred_username", "tang");
    }

    private static String signed(JWTClaimsSet claims, JWSHeader header, JWSSigner by) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(by);
        return token.serialize();
    }

    private static String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(
                claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), new RSASSASigner(KEY));
    }

    private Optional<Identity> identity(Question question, String token) {
        answers.put("/token", json(Map.of("access_token", "x", "token_type", "Bearer", "id_token", token)));
        return house.identity(question.asked(), new Answer(question.asked().state(), "code-1", null));
    }

    @Test
    void whatItSignsRightlyIsBelieved() throws Exception {
        Question question = question();
        assertThat(identity(question, signed(claims(question).build()))).contains(new Identity("tang", false, null));
        assertThat(asked).containsOnlyOnce("/keys").doesNotContain("/me");
    }

    @Test
    void whatAnotherKeySignedOrNobodyOrTheSharedSecretIsNot() throws Exception {
        Question question = question();
        JWTClaimsSet claims = claims(question).build();
        String right = signed(claims);
        assertThat(identity(question, right)).isPresent();
        assertThat(identity(
                        question,
                        signed(
                                claims,
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("one")
                                        .build(),
                                new RSASSASigner(
                                        new RSAKeyGenerator(2048).keyID("one").generate()))))
                .as("another key under the same name")
                .isEmpty();
        assertThat(identity(question, new PlainJWT(claims).serialize()))
                .as("nobody")
                .isEmpty();
        assertThat(identity(
                        question,
                        signed(claims, new JWSHeader.Builder(JWSAlgorithm.HS256).build(), new MACSigner(SECRET))))
                .as("the shared secret")
                .isEmpty();
        String[] parts = right.split("\\.");
        String changed = Base64URL.encode(
                        Base64URL.from(parts[1]).decodeToString().replace("tang", "chen"))
                .toString();
        assertThat(identity(question, parts[0] + "." + changed + "." + parts[2]))
                .as("words changed after signing")
                .isEmpty();
        assertThat(identity(question, "not.a.token")).as("nothing readable").isEmpty();
        assertThat(identity(question, right)).as("still").isPresent();
    }

    @Test
    void whatIsOverOrFromTheFutureIsNotTakenAndClocksMayDifferByAMinute() throws Exception {
        Question question = question();
        Instant now = Instant.now();
        assertThat(identity(question, signed(claims(question, now, now.minusSeconds(20)))))
                .isPresent();
        assertThat(identity(question, signed(claims(question, now, now.minusSeconds(120)))))
                .isEmpty();
        assertThat(identity(question, signed(claims(question, now.plusSeconds(20), now.plusSeconds(90)))))
                .isPresent();
        assertThat(identity(question, signed(claims(question, now.plusSeconds(120), now.plusSeconds(180)))))
                .isEmpty();
    }

    private JWTClaimsSet claims(Question question, Instant issued, Instant over) {
        return claims(question)
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(over))
                .build();
    }

    @Test
    void anAnswerOfAnotherProviderOrToAnotherQuestionIsNotTakenThere() throws Exception {
        Question question = question();
        String right = signed(claims(question).build());
        assertThat(identity(question, right)).isPresent();
        asked.clear();
        String state = question.asked().state();
        for (Answer answer : List.of(
                new Answer(state, "code-1", "https://other.example"),
                new Answer("other", "code-1", null),
                new Answer(null, "code-1", null),
                new Answer(state, null, null),
                new Answer(state, " ", null))) {
            assertThat(house.identity(question.asked(), answer)).isEmpty();
        }
        assertThat(asked).isEmpty();
        assertThat(house.identity(question.asked(), new Answer(state, "code-1", issuer)))
                .isPresent();
    }

    @Test
    void theUserInfoIsBelievedOfTheSamePersonOnly() throws Exception {
        Question question = question();
        String nameless =
                signed(claims(question).claim("preferred_username", null).build());
        answers.put("/me", json(Map.of("sub", "person-1", "preferred_username", "tang")));
        assertThat(identity(question, nameless))
                .get()
                .extracting(Identity::login)
                .isEqualTo("tang");
        answers.put("/me", json(Map.of("sub", "person-2", "preferred_username", "tang")));
        assertThat(identity(question, nameless))
                .get()
                .extracting(Identity::login)
                .isEqualTo("");
    }

    @Test
    void noAddressElsewhereIsCalledAndNoRedirectFollowed() throws Exception {
        says.put("token_endpoint", "http://169.254.169.254/latest");
        assertThatThrownBy(this::question)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.provider"));
        says.put("token_endpoint", issuer + "/token");
        says.put("jwks_uri", "https://127.0.0.1/keys");
        assertThatThrownBy(this::question).isInstanceOf(RefusedException.class);
        says.put("jwks_uri", issuer + "/keys");
        says.put("userinfo_endpoint", "http://169.254.169.254/latest");
        Question question = question();
        assertThat(identity(
                        question,
                        signed(claims(question)
                                .claim("preferred_username", null)
                                .build())))
                .get()
                .extracting(Identity::login)
                .isEqualTo("");
        statuses.put("/token", 307);
        assertThat(identity(question, signed(claims(question).build()))).isEmpty();
        assertThat(asked).contains("/token").doesNotContain("/elsewhere");
    }

    @Test
    void aProviderThatIsNotTheOneThatWasSetIsNotBelieved() {
        says.put("issuer", "https://other.example");
        assertThatThrownBy(this::question).isInstanceOf(RefusedException.class);
        assertThat(asked).as("and asked again for the next person").hasSize(1);
        says.put("issuer", issuer);
        assertThat(question().address().toString()).startsWith(issuer + "/authorize?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
    void aProviderWithoutAnAddressOrWithAnUnsafeOneIsAway(String address) {
        says.remove(address);
        assertThatThrownBy(this::question).isInstanceOf(RefusedException.class);
        says.put(address, "http://sso.example/here");
        assertThatThrownBy(this::question).isInstanceOf(RefusedException.class);
        says.put(address, "javascript:alert(1)");
        assertThatThrownBy(this::question).isInstanceOf(RefusedException.class);
    }

    @Test
    void aProviderInTroubleIsAwayAndNobodyIsRefused() throws Exception {
        Question question = question();
        String right = signed(claims(question).build());
        statuses.put("/keys", 503);
        assertThatThrownBy(() -> identity(question, right)).isInstanceOf(RefusedException.class);
        statuses.remove("/keys");
        statuses.put("/token", 502);
        assertThatThrownBy(() -> identity(question, right)).isInstanceOf(RefusedException.class);
        statuses.put("/token", 400);
        assertThat(identity(question, right)).as("a refusal of its own").isEmpty();
        answers.remove("/token");
        assertThat(house.identity(question.asked(), new Answer(question.asked().state(), "code-1", null)))
                .as("a refusal without a word")
                .isEmpty();
    }
}
