package org.fengqiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.fengqiao.database.CannotStartException;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.util.ReflectionTestUtils;

/** A house beside an identity provider: a real OpenID Connect server on this machine, asked over HTTP. */
@InTheHouse
class IdentityProviderTest {

    private static final String CLIENT = "fengqiao";
    private static final String SECRET = "between-house-and-provider-1";
    private static final String REALM = "qingshi";
    private static final String SESSION = "__Host-fengqiao";

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    ChangeOfficer changeOfficer;

    @Autowired
    ChangePassword changePassword;

    @Autowired
    SecondFactor secondFactor;

    @Autowired
    OpenSessions sessions;

    @Autowired
    IdentityProvider provider;

    @Autowired
    Factors factors;

    @Autowired
    Door door;

    @Autowired
    EveryRow rows;

    @LocalServerPort
    int port;

    private final HttpClient browser = HttpClient.newHttpClient();
    private MockOAuth2Server peer;
    private String login;
    private long before;

    @BeforeEach
    void aProviderThatKnowsOnePerson() throws IOException {
        login = "oidc-" + UUID.randomUUID().toString().substring(0, 8);
        peer = new MockOAuth2Server();
        peer.start();
        ReflectionTestUtils.setField(
                provider, "provider", IdentityProvider.at(peer.issuerUrl(REALM).toString(), CLIENT, SECRET, ""));
        before = lastLine();
    }

    @AfterEach
    void theHouseIsByItselfAgain() {
        ReflectionTestUtils.setField(provider, "provider", null);
        peer.shutdown();
    }

    private int account(Role role, boolean mustChange) {
        int officer = Sight.HOUSE
                .see(() -> giveAccount.give(
                        town.qingshi, "唐某", role, role.keepsTheHouse() ? login : "", login, Town.PASSWORD, mustChange))
                .officer();
        before = lastLine();
        return officer;
    }

    /** Of the chain in which the house writes down what strangers try at its door. */
    private long lastLine() {
        return rows.read("select coalesce(max(n), 0) from audit.line where officer_id = 0", Long.class);
    }

    /** What the provider will say about whoever comes next besides the login: names and values in turn. */
    private void says(Object... more) {
        Map<String, Object> claims = new HashMap<>(Map.of("preferred_username", login));
        for (int i = 0; i < more.length; i += 2) {
            claims.put((String) more[i], more[i + 1]);
        }
        peer.enqueueCallback(new DefaultOAuth2TokenCallback(REALM, "person-1", "JWT", List.of(CLIENT), claims, 3600));
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private HttpResponse<String> atProvider(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String path(String address) {
        URI uri = URI.create(address);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /** Goes to the provider, which knows its person already; returns the address it sends back to. */
    private String sentBack(Visitor visitor) throws IOException, InterruptedException {
        String there = location(visitor.see("/sign-in/oidc"));
        assertThat(there).startsWith(peer.authorizationEndpointUrl(REALM).toString());
        return path(location(atProvider(HttpRequest.newBuilder(URI.create(there)))));
    }

    /** Comes through the provider; returns where the house leads on to. */
    private String come(Visitor visitor) throws IOException, InterruptedException {
        return location(visitor.see(sentBack(visitor)));
    }

    private Visitor whoCame() throws IOException, InterruptedException {
        Visitor visitor = Visitor.stranger(port);
        assertThat(come(visitor)).endsWith("/");
        return visitor;
    }

    /** How many were refused for this since the account was given. */
    private long refusals(String about, String why) {
        return rows.count(
                "audit.line where officer_id = 0 and n > ? and what = 'provider.refused' and about = ? and data ->> 'why' = ?",
                before,
                about,
                why);
    }

    private long lines() {
        return rows.count("audit.line where officer_id = 0 and n > ?", before);
    }

    @Test
    void whomTheProviderKnowsComesInToTheAccountWithTheSameLogin() throws Exception {
        int officer = account(Role.OFFICER, true);
        says("preferred_username", " " + login.toUpperCase(Locale.ROOT) + " ");
        Visitor visitor = whoCame();
        assertThat(visitor.see("/matters").statusCode())
                .as("no password of ours to change")
                .isEqualTo(200);
        assertThat(rows.count(
                        "audit.line where what = 'session.opened' and officer_id = ? and data ->> 'by' = 'provider'",
                        officer))
                .isOne();
        assertThat(lines()).isZero();
        assertThat(visitor.see("/sign-in/oidc").headers().firstValue("Location"))
                .as("who is in already stays who it is")
                .hasValueSatisfying(where -> assertThat(where).endsWith("/"));
    }

    @Test
    void theWayThereCarriesStateNonceAndChallengeAndNoSecret() {
        String there = location(Visitor.stranger(port).see("/sign-in/oidc"));
        assertThat(there)
                .contains("response_type=code", "scope=openid", "state=", "nonce=", "code_challenge_method=S256")
                .contains("redirect_uri=" + encoded("http://localhost:" + port + IdentityProvider.BACK))
                .doesNotContain(SECRET, "prompt=", "code_verifier");
        assertThat(location(Visitor.stranger(port).see("/sign-in/oidc")))
                .as("each time others")
                .isNotEqualTo(there);
    }

    @Test
    void anotherClaimMayBeTheLoginAndMayStandInTheUserInfoOnly() throws Exception {
        account(Role.OFFICER, false);
        ReflectionTestUtils.setField(
                provider,
                "provider",
                IdentityProvider.at(peer.issuerUrl(REALM).toString(), CLIENT, SECRET, "police_login"));
        says("preferred_username", "somebody-else", "police_login", login);
        whoCame();
    }

    @Test
    void whoHasNoAccountHereStaysOutsideAndIsGivenNone() throws Exception {
        says();
        Visitor visitor = Visitor.stranger(port);
        String where = come(visitor);
        assertThat(where).endsWith("/sign-in?provider=unknown");
        assertThat(visitor.see(path(where)).body()).contains("还没有账号");
        assertThat(rows.count("access.credential where login = ?", login)).isZero();
        assertThat(refusals("", "unknown")).isOne();
        assertThat(lines()).isOne();
        assertThat(visitor.see("/matters").statusCode()).isEqualTo(302);
        assertThat(rows.count("audit.line as line where n > ? and line::text like ?", before, "%" + login + "%"))
                .as("what the provider said is written nowhere")
                .isZero();
    }

    @Test
    void theThreeWhoKeepTheHouseAreNotLetInByIt() throws Exception {
        int officer = account(Role.SECURITY, false);
        says();
        assertThat(come(Visitor.stranger(port))).endsWith("/sign-in?provider=keeper");
        assertThat(refusals("officer/" + officer, "keeper")).isOne();
        assertThat(door.letIn(login, Town.PASSWORD)).isPresent();
    }

    @Test
    void aDisabledAccountAndALockedOneStayShut() throws Exception {
        int officer = account(Role.OFFICER, false);
        for (int i = 0; i < SignIn.ATTEMPTS; i++) {
            door.letIn(login, "wrong-" + i);
        }
        says();
        assertThat(come(Visitor.stranger(port))).as("locked").endsWith("/sign-in?provider=closed");
        rows.write("update access.credential set failures = 0, locked_until = null where officer_id = ?", officer);
        change(officer, Role.OFFICER, true);
        says();
        assertThat(come(Visitor.stranger(port))).as("disabled").endsWith("/sign-in?provider=closed");
        assertThat(refusals("officer/" + officer, "closed")).isEqualTo(2);
    }

    private void change(int officer, Role role, boolean disabled) {
        town.as(town.su, () -> {
            changeOfficer.change(town.su, officer, town.qingshi, "唐某", role, "", disabled);
            return 0;
        });
    }

    @ParameterizedTest
    @CsvSource({"iss, https://other.example/realms/police", "aud, another-house", "nonce, of-another-question"})
    void whatIsSignedForSomebodyElseOpensNothing(String claim, String value) throws Exception {
        account(Role.OFFICER, false);
        says(claim, value);
        assertThat(come(Visitor.stranger(port))).endsWith("/sign-in?provider=denied");
        assertThat(refusals("", "denied")).isOne();
        assertThat(lines()).isOne();
    }

    @Test
    void anAnswerIsGoodOnceAndInTheBrowserThatAskedOnly() throws Exception {
        account(Role.OFFICER, false);
        says();
        Visitor visitor = Visitor.stranger(port);
        String back = sentBack(visitor);
        Visitor thief = Visitor.stranger(port);
        assertThat(location(thief.see(back))).as("without a question").endsWith("/sign-in?provider=denied");
        thief.see("/sign-in/oidc");
        assertThat(location(thief.see(back))).as("with another question").endsWith("/sign-in?provider=denied");
        assertThat(refusals("", "denied")).isEqualTo(2);
        assertThat(location(visitor.see(back))).endsWith("/");
        assertThat(location(visitor.see(back))).as("again").endsWith("/sign-in?provider=denied");
    }

    @Test
    void aStolenCodeIsWorthNothingInAnotherSession() throws Exception {
        account(Role.OFFICER, false);
        String stolen = sentBack(Visitor.stranger(port)).replaceFirst(".*code=([^&]*).*", "$1");
        Visitor thief = Visitor.stranger(port);
        String own = location(thief.see("/sign-in/oidc")).replaceFirst(".*[?&]state=([^&]*).*", "$1");
        says();
        assertThat(location(thief.see(IdentityProvider.BACK + "?code=" + stolen + "&state=" + own)))
                .as("the challenge was another")
                .endsWith("/sign-in?provider=denied");
    }

    @Test
    void whoTurnsBackAtTheProviderIsToldSo() throws Exception {
        Visitor visitor = Visitor.stranger(port);
        String state = location(visitor.see("/sign-in/oidc")).replaceFirst(".*[?&]state=([^&]*).*", "$1");
        String where = location(visitor.see(IdentityProvider.BACK + "?error=access_denied&state=" + state));
        assertThat(where).endsWith("/sign-in?provider=denied");
        assertThat(visitor.see(path(where)).body()).contains("统一身份认证没有通过");
        assertThat(refusals("", "denied")).isOne();
    }

    @Test
    void whileTheProviderIsAwayPasswordsOpenAndNothingIsHeldAgainstAnybody() throws Exception {
        account(Role.OFFICER, false);
        Visitor halfway = Visitor.stranger(port);
        says();
        String back = sentBack(halfway);
        peer.shutdown();
        assertThat(location(halfway.see(back))).as("away half-way").endsWith("/sign-in?provider=away");
        ReflectionTestUtils.setField(
                provider, "provider", IdentityProvider.at(peer.issuerUrl(REALM).toString(), CLIENT, SECRET, ""));
        Visitor visitor = Visitor.stranger(port);
        String where = location(visitor.see("/sign-in/oidc"));
        assertThat(where).as("away from the start").endsWith("/sign-in?provider=away");
        assertThat(visitor.see(path(where)).body()).contains("暂时没有应答");
        assertThat(lines()).isZero();
        Visitor.signedIn(port, login, Town.PASSWORD);
    }

    @Test
    void theSessionIsAnotherOneAfterwardsAndIsListedAndEnded() throws Exception {
        int officer = account(Role.OFFICER, false);
        says();
        Visitor visitor = Visitor.stranger(port);
        String back = sentBack(visitor);
        String known = visitor.cookie(SESSION);
        visitor.see(back);
        assertThat(known).isNotEmpty();
        assertThat(visitor.cookie(SESSION)).isNotEmpty().isNotEqualTo(known);
        assertThat(Visitor.stranger(port)
                        .see("/matters", "Cookie", SESSION + "=" + known)
                        .statusCode())
                .as("whoever knew the session before")
                .isEqualTo(302);
        assertThat(sessions.of(login, ""))
                .hasSize(1)
                .first()
                .satisfies(row -> assertThat(row.address()).isNotEmpty());
        town.as(town.su, () -> {
            sessions.endOthers(officer, login, "");
            return 0;
        });
        assertThat(visitor.see("/matters").statusCode()).isEqualTo(302);
    }

    @Test
    void aChangeOfRoleOrPasswordEndsTheSession() throws Exception {
        int officer = account(Role.OFFICER, false);
        says();
        Visitor visitor = whoCame();
        assertThat(visitor.see("/matters").statusCode()).isEqualTo(200);
        change(officer, Role.AUXILIARY, false);
        assertThat(visitor.see("/matters").statusCode()).as("role").isEqualTo(302);
        says();
        Visitor again = whoCame();
        town.as(town.su, () -> changePassword.reset(town.su, officer));
        assertThat(again.see("/matters").statusCode()).as("password").isEqualTo(302);
    }

    @Test
    void theSecondFactorOfTheRoleIsAskedForUnlessTheProviderSaysItAskedForTwo() throws Exception {
        account(Role.SUPERVISOR, false);
        ReflectionTestUtils.setField(factors, "required", EnumSet.of(Role.SUPERVISOR));
        try {
            says("amr", List.of("pwd"));
            assertThat(location(whoCame().see("/matters"))).endsWith("/second-factor/new");
            says("amr", List.of("pwd", "otp", "mfa"));
            assertThat(whoCame().see("/matters").statusCode()).isEqualTo(200);
        } finally {
            ReflectionTestUtils.setField(factors, "required", EnumSet.noneOf(Role.class));
        }
    }

    @Test
    void whoHasASecondFactorHereIsAskedForItUnlessTheProviderSaysItAskedForTwo() throws Exception {
        account(Role.OFFICER, false);
        SignedIn me = door.letIn(login, Town.PASSWORD).orElseThrow();
        SecondFactor.Pending pending = secondFactor.begin(me);
        town.as(me, () -> secondFactor.setUp(me, pending.nonce(), new PhoneApp(pending.secret()).code(0)));
        says("auth_time", now());
        assertThat(location(whoCame().see("/matters"))).contains("/confirm?next=");
        says("auth_time", now(), "amr", List.of("mfa"));
        assertThat(whoCame().see("/matters").statusCode()).isEqualTo(200);
    }

    @Test
    void beforeWhatIsSensitiveTheProviderIsAskedOnceMore() throws Exception {
        String sensitive = "/second-factor/new";
        account(Role.OFFICER, true);
        says();
        Visitor visitor = whoCame();
        assertThat(location(visitor.see(sensitive)))
                .as("nobody says when it was proved")
                .contains("/confirm?next=");
        assertThat(visitor.see("/confirm?next=" + sensitive).body()).contains("/confirm/oidc?next=" + sensitive);
        assertThat(confirmed(visitor, sensitive, login, now() - 36_000))
                .as("the provider let pass whom it knew since the morning")
                .contains("/confirm?provider=denied&next=");
        int officer = rows.read("select officer_id from access.credential where login = ?", Integer.class, login);
        assertThat(confirmed(visitor, sensitive, town.wu.login(), now()))
                .as("it was somebody else")
                .contains("/confirm?provider=denied&next=");
        assertThat(rows.count(
                        "audit.line where officer_id = ? and what = 'provider.refused' and about = ?",
                        officer,
                        "officer/" + officer))
                .isOne();
        assertThat(visitor.see("/confirm?provider=denied&next=" + sensitive).body())
                .contains("没有证明您本人");
        assertThat(confirmed(visitor, sensitive, login, now())).endsWith(sensitive);
        assertThat(visitor.see(sensitive).statusCode()).isEqualTo(200);
    }

    /** Proves to the provider anew who one is; returns where the house leads on to. */
    private String confirmed(Visitor visitor, String next, String who, long since)
            throws IOException, InterruptedException {
        String there = location(visitor.see("/confirm/oidc?next=" + next));
        assertThat(there).contains("prompt=login", "max_age=0");
        String claims = "{\"preferred_username\":\"%s\",\"auth_time\":%d}".formatted(who, since);
        return location(visitor.see(path(location(atProvider(HttpRequest.newBuilder(URI.create(there))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=person-1&claims=" + encoded(claims))))))));
    }

    private static String encoded(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    @Test
    void thePageForSigningInShowsItOnlyWhereThereIsOne() {
        assertThat(Visitor.stranger(port).see("/sign-in").body()).contains("用统一身份认证登录", "href=\"/sign-in/oidc\"");
        ReflectionTestUtils.setField(provider, "name", "青石通");
        try {
            assertThat(Visitor.stranger(port).see("/sign-in?left").body()).contains("用青石通登录", "请到那边也退出");
        } finally {
            ReflectionTestUtils.setField(provider, "name", "");
        }
        ReflectionTestUtils.setField(provider, "provider", null);
        assertThat(Visitor.stranger(port).see("/sign-in?left").body()).doesNotContain("/sign-in/oidc", "那边");
        assertThat(Visitor.stranger(port).see("/sign-in/oidc").statusCode()).isEqualTo(404);
        assertThat(Visitor.stranger(port)
                        .see(IdentityProvider.BACK + "?code=1&state=1")
                        .statusCode())
                .isEqualTo(404);
        assertThat(lines()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "https://sso.example, '', secret",
        "https://sso.example, fengqiao, ''",
        "'', fengqiao, secret",
        "http://sso.example, fengqiao, secret",
        "https://sso.example/?realm=1, fengqiao, secret",
        "https://sso.example/#, fengqiao, secret",
        "https://me@sso.example, fengqiao, secret",
        "sso.example, fengqiao, secret",
        "https://, fengqiao, secret"
    })
    void aProviderSetByHalfOrWithoutTlsStopsTheStart(String issuer, String client, String secret) {
        assertThatThrownBy(() -> IdentityProvider.at(issuer, client, secret, ""))
                .isInstanceOf(CannotStartException.class);
    }

    @Test
    void aWholeSettingStartsWithoutTheProviderBeingThere() {
        HouseAddress nowhere = new HouseAddress("");
        assertThat(new IdentityProvider(nowhere, "https://sso.example/", "fengqiao", "secret", "", "").isThere())
                .isTrue();
        assertThat(new IdentityProvider(nowhere, " ", "", "", "", "").isThere()).isFalse();
        assertThatThrownBy(() -> new IdentityProvider(nowhere, "", "", "", "", "青石通"))
                .isInstanceOf(CannotStartException.class);
        assertThatThrownBy(() -> new IdentityProvider(nowhere, "", "", "", "", "").ask(""))
                .isInstanceOf(RefusedException.class);
    }
}
