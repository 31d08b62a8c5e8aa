package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** W5: what stands in the head of every answer. */
@InAHouseOfItsOwn
class W5_HeadersTest {

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    private WholeHouse house;

    @BeforeEach
    void everybodyIsHere() {
        house = WholeHouse.of(context, port);
    }

    @Test
    void everyPageCarriesTheHeadersThatKeepItsReaderSafe() {
        List<String> wrong = new ArrayList<>();
        int looked = 0;
        for (Endpoint endpoint : house.endpoints) {
            if (!endpoint.isSafe()) {
                continue;
            }
            for (WholeHouse.Who who : EnumSet.of(
                    WholeHouse.Who.STRANGER,
                    WholeHouse.Who.OFFICER,
                    WholeHouse.Who.ADMINISTRATOR,
                    WholeHouse.Who.READS)) {
                for (WholeHouse.Whose whose : EnumSet.of(WholeHouse.Whose.OWN, WholeHouse.Whose.ABSENT)) {
                    Visitor.Answer answer = house.ask(endpoint, who, house.path(endpoint, whose, false));
                    looked++;
                    for (String fault : faults(endpoint, answer)) {
                        wrong.add(who + " " + endpoint.path() + " (" + answer.status() + "): " + fault);
                    }
                }
            }
        }
        assertThat(looked).isGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    private static List<String> faults(Endpoint endpoint, Visitor.Answer answer) {
        List<String> faults = new ArrayList<>();
        String policy = head(answer, "Content-Security-Policy");
        if (!policy.contains("default-src 'none'") || policy.contains("unsafe-") || policy.contains("script-src *")) {
            faults.add("Content-Security-Policy: " + policy);
        }
        if (!head(answer, "X-Content-Type-Options").equals("nosniff")) {
            faults.add("X-Content-Type-Options is missing");
        }
        if (!head(answer, "X-Frame-Options").equals("DENY") && !policy.contains("frame-ancestors 'none'")) {
            faults.add("may be framed");
        }
        if (head(answer, "Referrer-Policy").isEmpty()) {
            faults.add("Referrer-Policy is missing");
        }
        if (!endpoint.isForPrograms() && head(answer, "Permissions-Policy").isEmpty()) {
            faults.add("Permissions-Policy is missing");
        }
        boolean fixed =
                endpoint.path().startsWith("/assets/") || endpoint.path().startsWith("/webjars/");
        boolean picture = head(answer, "Content-Type").startsWith("image/");
        String cache = head(answer, "Cache-Control");
        if (picture
                ? !cache.contains("private") && !cache.contains("no-store")
                : !fixed && !cache.contains("no-store")) {
            faults.add("Cache-Control: " + cache);
        }
        for (String revealing : List.of("Server", "X-Powered-By")) {
            if (!head(answer, revealing).isEmpty()) {
                faults.add(revealing + ": " + head(answer, revealing));
            }
        }
        answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> !isSafe(cookie))
                .forEach(cookie -> faults.add("cookie " + cookie.replaceFirst("=[^;]*", "=…")));
        return faults;
    }

    private static boolean isSafe(String cookie) {
        String flags = cookie.toLowerCase(Locale.ROOT);
        return cookie.startsWith("__Host-")
                && flags.contains("; secure")
                && flags.contains("; httponly")
                && flags.contains("; samesite=")
                && flags.contains("; path=/;")
                && !flags.contains("domain=");
    }

    private static String head(Visitor.Answer answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void whoLeavesLeavesNothingInTheBrowser() {
        Visitor visitor = Visitor.signedIn(port, house.town.sun);
        visitor.see("/password");
        Visitor.Answer left =
                visitor.ask("POST", "/sign-out", "application/x-www-form-urlencoded", house.form(visitor.token()));
        assertThat(left.status()).isEqualTo(302);
        assertThat(head(left, "Clear-Site-Data")).contains("\"cache\"", "\"storage\"");
        assertThat(visitor.see("/password").statusCode()).isEqualTo(302);
    }

    @Test
    void aSessionGetsANewNameWhenSomebodySignsIn() {
        Visitor visitor = Visitor.stranger(port);
        visitor.ask("GET", "/password", null, null, "Accept", "text/html");
        String before = visitor.cookie("__Host-fengqiao");
        visitor.see("/sign-in");
        visitor.send("/sign-in", "login", "sun", "password", org.fengqiao.town.Town.PASSWORD);
        assertThat(visitor.cookie("__Host-fengqiao")).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void aLanguageIsChineseOrEnglishAndNothingElse() {
        Visitor visitor = Visitor.stranger(port);
        assertThat(visitor.see("/sign-in?lang=en").body()).contains("Sign in");
        for (String odd : new String[] {"de", "zh-TW", "%3Cscript%3E", "x".repeat(500), "", "en_US_%00"}) {
            Visitor.Answer answer = visitor.ask("GET", "/sign-in?lang=" + odd, null, null);
            assertThat(answer.status()).as(odd).isLessThan(500);
            assertThat(answer.body())
                    .as(odd)
                    .doesNotContain("lang=\"de\"", "<script>")
                    .containsAnyOf("登录", "Sign in");
        }
    }

    @Test
    void nobodyIsSentToAnotherHouseAfterSigningIn() {
        for (String trap :
                List.of("/sign-in?continue=https://evil.example/", "/sign-in?redirect=//evil.example", "/password")) {
            Visitor visitor = Visitor.stranger(port);
            visitor.ask("GET", trap, null, null, "Accept", "text/html");
            visitor.see("/sign-in");
            var answer = visitor.send("/sign-in", "login", "sun", "password", org.fengqiao.town.Town.PASSWORD);
            assertThat(answer.headers().firstValue("Location").orElse(""))
                    .startsWith("http://localhost:" + port + "/")
                    .doesNotContain("evil");
        }
    }
}
