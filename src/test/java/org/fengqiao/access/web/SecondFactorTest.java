package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.access.Door;
import org.fengqiao.access.Factors;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.PhoneApp;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.util.ReflectionTestUtils;

/** The second factor, the question whether it is still the same person, and where one is signed in. */
@InTheHouse
class SecondFactorTest {

    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([0-9a-f]+)\"");
    private static final Pattern SECRET = Pattern.compile("<code class=\"text-break\">([A-Z2-7]+)</code>");
    private static final Pattern PAPER = Pattern.compile("<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>");

    @Autowired
    Town town;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    Door door;

    @Autowired
    Factors factors;

    @Autowired
    EveryRow rows;

    @LocalServerPort
    int port;

    private SignedIn somebody(Role role) {
        String login = "f2-" + UUID.randomUUID().toString().substring(0, 8);
        Sight.HOUSE.see(() -> giveAccount.give(town.qingshi, "唐某", role, "F2" + login, login, Town.PASSWORD, false));
        return door.letIn(login, Town.PASSWORD).orElseThrow();
    }

    private static String to(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]+", "");
    }

    private static String found(Pattern pattern, String page) {
        Matcher found = pattern.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private record Phone(PhoneApp app, String first, List<String> paper) {}

    private static Phone setUp(Visitor visitor) {
        String page = visitor.see("/second-factor/new").body();
        PhoneApp app = new PhoneApp(found(SECRET, page));
        String code = app.code(0);
        HttpResponse<String> done = visitor.send("/second-factor/new", "nonce", found(NONCE, page), "code", code);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(done.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        List<String> paper = new ArrayList<>();
        Matcher codes = PAPER.matcher(done.body());
        while (codes.find()) {
            paper.add(codes.group(1));
        }
        return new Phone(app, code, paper);
    }

    private static HttpResponse<String> confirm(Visitor visitor, String code) {
        visitor.see("/confirm?next=/tokens");
        return visitor.send("/confirm", "code", code, "next", "/tokens");
    }

    @Test
    void aMistypedCodeIsAskedForAgainWithTheSecretThatIsInTheAppAlready() {
        Visitor visitor = Visitor.signedIn(port, somebody(Role.OFFICER));
        String page = visitor.see("/second-factor/new").body();
        String nonce = found(NONCE, page);
        HttpResponse<String> again = visitor.send("/second-factor/new", "nonce", nonce, "code", "000000");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("验证码不对");
        assertThat(found(SECRET, again.body())).isEqualTo(found(SECRET, page));
        String code = new PhoneApp(found(SECRET, page)).code(0);
        assertThat(visitor.send("/second-factor/new", "nonce", nonce, "code", code)
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> inUse = visitor.send("/second-factor/new", "nonce", nonce, "code", "000000");
        assertThat(inUse.body()).as("the secret in use is never shown again").doesNotContain(found(SECRET, page));
    }

    @Test
    void whoHasOneIsLetInByPasswordAndCodeAndByEachCodeOnce() {
        SignedIn officer = somebody(Role.OFFICER);
        Visitor first = Visitor.signedIn(port, officer);
        Phone phone = setUp(first);
        assertThat(first.see("/tokens").statusCode())
                .as("the session it was set up in")
                .isEqualTo(200);

        Visitor second = Visitor.signedIn(port, officer);
        assertThat(to(second.see("/tokens"))).isEqualTo("/confirm?next=%2Ftokens");
        assertThat(second.see("/confirm?next=/tokens").body()).doesNotContain("href=\"/matters\"");
        assertThat(confirm(second, phone.first()).statusCode())
                .as("the code it was set up with")
                .isEqualTo(400);
        String code = phone.app().code(1);
        assertThat(to(confirm(second, code))).isEqualTo("/tokens");
        assertThat(second.see("/tokens").statusCode()).isEqualTo(200);

        Visitor third = Visitor.signedIn(port, officer);
        assertThat(confirm(third, code).statusCode()).as("a code used before").isEqualTo(400);
        assertThat(phone.paper()).hasSize(10).doesNotHaveDuplicates();
        String paper = phone.paper().getFirst();
        assertThat(to(confirm(third, paper.toUpperCase(java.util.Locale.ROOT)))).isEqualTo("/tokens");
        assertThat(confirm(Visitor.signedIn(port, officer), paper).statusCode())
                .as("a paper code used before")
                .isEqualTo(400);
    }

    @Test
    void fiveWrongCodesLockItAndTheRightOneIsRefusedThen() {
        SignedIn officer = somebody(Role.OFFICER);
        Phone phone = setUp(Visitor.signedIn(port, officer));
        Visitor visitor = Visitor.signedIn(port, officer);
        for (int i = 0; i < 5; i++) {
            assertThat(confirm(visitor, "00000" + i).statusCode()).isEqualTo(400);
        }
        String code = phone.app().code(1);
        assertThat(confirm(visitor, code).statusCode()).as("while locked").isEqualTo(400);
        assertThat(confirm(visitor, phone.paper().get(1)).statusCode()).isEqualTo(400);
        rows.write("delete from access.recovery_code where officer_id = ? and used_at is not null", officer.officer());
        assertThat(rows.count("access.recovery_code where officer_id = ?", officer.officer()))
                .as("paper codes kept")
                .isEqualTo(10);
        assertThat(rows.count("audit.line where what = 'second-factor.refused' and officer_id = ?", officer.officer()))
                .isEqualTo(7);
    }

    @Test
    void noSecretAndNoPaperCodeStandsInTheDatabase() {
        SignedIn officer = somebody(Role.OFFICER);
        Phone phone = setUp(Visitor.signedIn(port, officer));
        String factor = rows.read(
                "select f::text from access.second_factor f where officer_id = ?", String.class, officer.officer());
        String paper = rows.read(
                "select string_agg(encode(hash, 'escape'), ' ') from access.recovery_code where officer_id = ?",
                String.class,
                officer.officer());
        assertThat(factor).doesNotContain(phone.app().hex());
        assertThat(paper).doesNotContain(phone.paper().getFirst());
    }

    @Test
    void aRoleThatNeedsOneIsLedToSetItUpBeforeAnythingElse() {
        ReflectionTestUtils.setField(factors, "required", EnumSet.of(Role.SUPERVISOR));
        try {
            SignedIn supervisor = somebody(Role.SUPERVISOR);
            Visitor visitor = Visitor.signedIn(port, supervisor);
            assertThat(to(visitor.see("/matters"))).isEqualTo("/second-factor/new");
            assertThat(visitor.see("/second-factor/new").body())
                    .contains("设置好之后才能继续")
                    .doesNotContain("href=\"/matters\"");
            setUp(visitor);
            assertThat(visitor.see("/matters").statusCode()).isEqualTo(200);
            assertThat(Visitor.signedIn(port, town.chen).see("/matters").statusCode())
                    .as("a role that needs none")
                    .isEqualTo(200);
        } finally {
            ReflectionTestUtils.setField(factors, "required", EnumSet.noneOf(Role.class));
        }
    }

    @Test
    void whatIsSensitiveAsksAgainAndThenGoesOnWhereOneWas() {
        SignedIn officer = somebody(Role.OFFICER);
        Visitor visitor = Visitor.signedIn(port, officer);
        Duration before = (Duration) ReflectionTestUtils.getField(factors, "fresh");
        assertThat(visitor.see("/matters.xlsx?words=x").statusCode()).isEqualTo(200);
        ReflectionTestUtils.setField(factors, "fresh", Duration.ofSeconds(-1));
        try {
            assertThat(to(visitor.see("/matters.xlsx?words=x"))).isEqualTo("/confirm?next=%2Fmatters.xlsx%3Fwords%3Dx");
            assertThat(visitor.see("/matters").statusCode())
                    .as("what is not sensitive")
                    .isEqualTo(200);
            assertThat(visitor.see("/confirm?next=/matters.xlsx").body()).contains("再输入一次密码");
            assertThat(visitor.send("/confirm", "password", "not-the-password-1", "next", "/matters")
                            .statusCode())
                    .isEqualTo(400);
            ReflectionTestUtils.setField(factors, "fresh", Duration.ofSeconds(30));
            assertThat(to(visitor.send("/confirm", "password", Town.PASSWORD, "next", "/matters.xlsx")))
                    .isEqualTo("/matters.xlsx");
            assertThat(visitor.see("/matters.xlsx").statusCode()).isEqualTo(200);
        } finally {
            ReflectionTestUtils.setField(factors, "fresh", before);
        }
    }

    @Test
    void afterConfirmingNobodyIsSentToAnotherHouse() {
        for (String elsewhere :
                List.of("https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\r\nb", "/\t/e")) {
            assertThat(Next.safe(elsewhere)).isEqualTo("/");
        }
        assertThat(Next.safe("/matters?words=%E7%81%AF&stage=RECEIVED")).startsWith("/matters?");
    }

    @Test
    void aSecurityAdministratorTakesAwayTheFactorOfWhoLostThePhone() {
        SignedIn officer = somebody(Role.OFFICER);
        setUp(Visitor.signedIn(port, officer));
        Visitor su = Visitor.signedIn(port, town.su);
        su.see("/officers/" + officer.officer());
        assertThat(su.send("/officers/" + officer.officer() + "/second-factor").statusCode())
                .isEqualTo(302);
        assertThat(Visitor.signedIn(port, officer).see("/tokens").statusCode()).isEqualTo(200);
        assertThat(su.send("/officers/999999999/second-factor").statusCode()).isEqualTo(404);
    }

    @Test
    void sessionsAreListedWithTheirDeviceAndEndedFromElsewhere() {
        SignedIn officer = somebody(Role.OFFICER);
        Visitor here = Visitor.signedIn(port, officer);
        Visitor there = Visitor.signedIn(port, officer);
        Visitor third = Visitor.signedIn(port, officer);
        String page = here.see("/sessions").body();
        assertThat(page).contains("本机", "127.0.0.1").doesNotContain(there.cookie("__Host-fengqiao"));
        Matcher key = Pattern.compile("/sessions/([0-9a-f]{24})/end").matcher(page);
        assertThat(key.results().count()).isEqualTo(2);
        assertThat(here.send("/sessions/" + found(Pattern.compile("/sessions/([0-9a-f]{24})/end"), page) + "/end")
                        .statusCode())
                .isEqualTo(302);
        assertThat(List.of(there.see("/").statusCode(), third.see("/").statusCode()))
                .as("one of the two is out")
                .containsExactlyInAnyOrder(200, 302);
        here.see("/sessions");
        here.send("/sessions/end-others");
        assertThat(there.see("/").statusCode()).isEqualTo(302);
        assertThat(third.see("/").statusCode()).isEqualTo(302);
        assertThat(here.see("/").statusCode()).isEqualTo(200);

        Visitor su = Visitor.signedIn(port, town.su);
        assertThat(su.see("/officers/%d/sessions".formatted(officer.officer())).body())
                .contains("127.0.0.1");
        su.send("/officers/%d/sessions/end-others".formatted(officer.officer()));
        assertThat(here.see("/").statusCode()).isEqualTo(302);
        assertThat(Visitor.signedIn(port, town.zhou)
                        .see("/officers/%d/sessions".formatted(officer.officer()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aDeskIsShutWithinFiveSecondsAfterItsSessionWasEnded() throws Exception {
        SignedIn officer = somebody(Role.OFFICER);
        Visitor here = Visitor.signedIn(port, officer);
        Visitor desk = Visitor.signedIn(port, officer);
        try (var stream = desk.open("/desk/live")) {
            here.see("/sessions");
            long began = System.nanoTime();
            here.send("/sessions/end-others");
            byte[] rest = stream.readAllBytes();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("until the stream was shut, after %d bytes", rest.length)
                    .isLessThan(Duration.ofSeconds(5));
        }
    }
}
