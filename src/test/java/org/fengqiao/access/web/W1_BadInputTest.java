package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * W1: whatever is sent to whatever address, the house says in words what is wrong and breaks nowhere.
 */
@InAHouseOfItsOwn
class W1_BadInputTest {

    private static final int REQUESTS = Soak.times(2_000, 50_000);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final List<String> NASTY = List.of(
            "",
            " ",
            "0",
            "-1",
            "1.5",
            "1e99",
            "NaN",
            "99999999999999999999999",
            "2147483648",
            "9223372036854775808",
            "null",
            "true",
            "[]",
            "{}",
            "\u0000",
            "a\u0000b",
            "\uD83D",
            "\u202E倒过来",
            "😀👨‍👩‍👧",
            "张三",
            "<script>alert(1)</script>",
            "' or 1=1 --",
            "%s%n${7*7}#{x}",
            "../../etc/passwd",
            "2026-13-45",
            "e\u0301".repeat(200),
            "x".repeat(300),
            "长".repeat(6_000),
            "ADMINISTRATOR",
            "LIFE",
            "DEMAND",
            "STATION");

    private static final List<String> BODIES = List.of(
            "",
            "null",
            "[]",
            "\"words\"",
            "{",
            "{\"words\":null}",
            "{\"words\":123,\"kind\":[]}",
            "{\"words\":\"\\u0000\",\"kind\":\"DEMAND\",\"unit\":-1}",
            "{\"words\":\"\\ud800\"}",
            "{\"messages\":[null,1,{}]}",
            "{\"a\":1,\"a\":2}",
            "[".repeat(5_000),
            "{\"words\":\"" + "长".repeat(20_000) + "\"}");

    private static final Pattern TRACE = Pattern.compile(
            "Exception|\\bat (org|java|tools|jakarta)\\.|java\\.lang|org\\.postgresql|violates|SQLSTATE");

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
    void malformedRequestsAreAnsweredInWords() {
        Random random = Soak.chance("W1");
        List<Endpoint> endpoints = house.endpoints.stream()
                // Wrong passwords would lock the cast out.
                .filter(endpoint ->
                        !List.of("/sign-out", "/confirm", "/password").contains(endpoint.path()))
                .toList();
        Set<String> wrong = new TreeSet<>();
        int refused = 0;
        Duration slowest = Duration.ZERO;
        String slowestAt = "";
        for (int i = 0; i < REQUESTS; i++) {
            Endpoint endpoint = endpoints.get(random.nextInt(endpoints.size()));
            WholeHouse.Who who = one(List.of(WholeHouse.Who.values()), random);
            boolean english = random.nextInt(4) == 0;
            String query = query(endpoint, random, english);
            String path = path(endpoint, random) + (query.isEmpty() ? "" : "?" + query);
            long began = System.nanoTime();
            Visitor.Answer answer = send(endpoint, who, path, random);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (took.compareTo(slowest) > 0) {
                slowest = took;
                slowestAt = endpoint.method() + " " + endpoint.path();
            }
            if (answer.status() >= 400) {
                refused++;
            }
            String fault = fault(answer, endpoint);
            if (fault != null) {
                wrong.add(endpoint.method() + " " + endpoint.path() + " as " + who + ": " + fault + " at "
                        + path.substring(0, Math.min(160, path.length())));
            }
        }
        System.out.printf(
                "W1: %,d malformed requests to %d addresses by %d kinds of visitors, %,d refused, %d broke; slowest %,d ms (%s)%n",
                REQUESTS,
                endpoints.size(),
                WholeHouse.Who.values().length,
                refused,
                wrong.size(),
                slowest.toMillis(),
                slowestAt);
        assertThat(wrong).isEmpty();
        assertThat(slowest).as("answer of " + slowestAt).isLessThan(LONGEST);
        assertThat(refused).isGreaterThan(REQUESTS / 4);
    }

    private static @org.jspecify.annotations.Nullable String fault(Visitor.Answer answer, Endpoint endpoint) {
        if (answer.status() >= 500) {
            return "answers " + answer.status() + " "
                    + answer.body().replaceAll("\\s+", " ").replaceAll("<[^>]*>", "");
        }
        Matcher trace = TRACE.matcher(answer.body());
        String type = answer.headers().firstValue("Content-Type").orElse("");
        boolean ours = type.startsWith("text/html") || type.startsWith("application/problem+json");
        if (ours && answer.status() >= 400 && trace.find()) {
            return "shows " + trace.group();
        }
        if (answer.status() >= 400 && !endpoint.path().endsWith("/**")) {
            boolean words = answer.body()
                            .codePoints()
                            .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                    || answer.body().toLowerCase(Locale.ROOT).matches("(?s).*[a-z]{2,} [a-z]{2,}.*");
            return words ? null : answer.status() + " without a word: " + answer.body();
        }
        return null;
    }

    private Visitor.Answer send(Endpoint endpoint, WholeHouse.Who who, String path, Random random) {
        Visitor visitor = house.visitor(who);
        if (endpoint.isSafe()) {
            return visitor.ask("GET", path, null, null, house.headers(who));
        }
        if (endpoint.isForPrograms()) {
            String type = random.nextInt(10) == 0 ? "text/plain" : "application/json";
            return visitor.ask(endpoint.method(), path, type, one(BODIES, random), house.headers(who));
        }
        int kind = random.nextInt(10);
        if (kind == 0) {
            return visitor.ask(
                    endpoint.method(), path, "application/json", one(BODIES, random), "X-CSRF-TOKEN", visitor.token());
        }
        if (kind == 1) {
            return visitor.ask(
                    endpoint.method(),
                    path,
                    "multipart/form-data; boundary=x",
                    "--x\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.jpg\"\r\n\r\nnot a picture\r\n--x--\r\n",
                    "X-CSRF-TOKEN",
                    visitor.token());
        }
        if (kind == 2) {
            return visitor.ask(
                    endpoint.method(), path, "multipart/form-data", "no boundary", "X-CSRF-TOKEN", visitor.token());
        }
        StringBuilder form = new StringBuilder("_csrf=" + URLEncoder.encode(visitor.token(), StandardCharsets.UTF_8));
        for (String field : names(endpoint, random)) {
            for (int times = random.nextInt(6) == 0 ? 3 : 1; times > 0; times--) {
                form.append('&').append(field).append('=').append(value(random));
            }
        }
        return visitor.ask(endpoint.method(), path, "application/x-www-form-urlencoded", form.toString());
    }

    private static List<String> names(Endpoint endpoint, Random random) {
        List<String> names = new ArrayList<>(endpoint.fields());
        names.addAll(List.of("words", "seen", "after", "unit", "kind", "id", "matters", "stars"));
        names.removeIf(name -> random.nextInt(4) == 0);
        return names;
    }

    private static String query(Endpoint endpoint, Random random, boolean english) {
        StringBuilder query = new StringBuilder(english ? "lang=en" : "");
        if (endpoint.isSafe()) {
            for (String field : names(endpoint, random)) {
                query.append('&').append(field).append('=').append(value(random));
            }
        }
        return query.length() > 6_000 ? query.substring(0, 2) : query.toString();
    }

    /** Now and then bytes that are no UTF-8 at all. */
    private static String value(Random random) {
        return random.nextInt(12) == 0 ? "%FF%FE%C0" : URLEncoder.encode(one(NASTY, random), StandardCharsets.UTF_8);
    }

    private String path(Endpoint endpoint, Random random) {
        if (!endpoint.path().contains("{") || random.nextInt(3) == 0) {
            return house.path(endpoint, one(List.of(WholeHouse.Whose.values()), random), false);
        }
        String path = endpoint.path();
        while (path.contains("{")) {
            String odd = value(random);
            path = path.replaceFirst(
                    "\\{[^}]*}",
                    Matcher.quoteReplacement(odd.isEmpty() || odd.length() > 2_000 ? "%20" : odd.replace("+", "%20")));
        }
        URI.create(path);
        return path;
    }

    private static <T> T one(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    @Test
    void addressesInDisguiseOpenNothing() {
        for (String disguise : List.of(
                "/%6datters/1",
                "/matters/1/",
                "/MATTERS/1",
                "//matters/1",
                "/./password",
                "/assets/..%2fpassword",
                "/assets/%2e%2e/password",
                "/assets/../password",
                "/password;x=1",
                "/password%2f",
                "/webjars/..;/password",
                "/%61pi/v1/matters",
                "/api/v1/../../password")) {
            for (String method : List.of("GET", "HEAD", "OPTIONS")) {
                Visitor.Answer answer = Visitor.stranger(port).ask(method, disguise, null, null);
                assertThat(answer.status()).as(method + " " + disguise).isIn(302, 400, 401, 403, 404, 405, 200);
                assertThat(answer.body()).as(method + " " + disguise).doesNotContain("name=\"old\"");
                if (answer.status() == 200) {
                    assertThat(method).as(disguise).isEqualTo("OPTIONS");
                }
            }
        }
    }

    @Test
    void aTokenDoesNotGrowScopesByWritingTheAddressOtherwise() {
        for (Endpoint endpoint : house.endpoints) {
            if (endpoint.path().startsWith("/api/v1/matters")
                    && endpoint.method().equals("POST")) {
                String path =
                        house.path(endpoint, WholeHouse.Whose.ABSENT, false).replaceFirst("/api/", "/%61pi/");
                Visitor.Answer answer = house.ask(endpoint, WholeHouse.Who.READS, path);
                assertThat(answer.status()).as(path).isIn(400, 401, 403, 404);
                if (answer.status() == 404) {
                    assertThat(answer.body()).doesNotContain("refused.matter.absent");
                }
            }
        }
    }
}
