package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** W6: nothing changes at the wish of another page, and nothing changes by looking. */
@InAHouseOfItsOwn
class W6_CsrfTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    private WholeHouse house;

    @BeforeEach
    void everybodyIsHere() {
        house = WholeHouse.of(context, port);
    }

    /** What all tables hold, once the followers have read everything. */
    private Map<String, String> settled() {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Map<String, String> before = house.anyRow.hashes();
        Map<String, String> after = house.anyRow.hashes();
        while (!before.equals(after) || !house.anyRow.isQuiet()) {
            assertThat(System.nanoTime()).as("the house comes to rest").isLessThan(deadline);
            before = after;
            after = house.anyRow.hashes();
        }
        return new TreeMap<>(after);
    }

    @Test
    void aChangeWithoutTheTokenOrFromAnotherPageIsRefused() {
        List<Endpoint> changing = house.endpoints.stream()
                .filter(endpoint -> !endpoint.isSafe() && !endpoint.isForPrograms())
                .toList();
        assertThat(changing).hasSizeGreaterThan(10);
        for (Endpoint endpoint : changing) {
            house.path(endpoint, WholeHouse.Whose.OWN, false);
        }
        Map<String, String> before = settled();
        List<String> accepted = new ArrayList<>();
        for (Endpoint endpoint : changing) {
            boolean withoutSession =
                    endpoint.path().startsWith("/r/") || endpoint.path().startsWith("/t/");
            for (WholeHouse.Who who :
                    EnumSet.of(WholeHouse.Who.STRANGER, WholeHouse.Who.CHIEF, WholeHouse.Who.ADMINISTRATOR)) {
                Visitor visitor = house.visitor(who);
                String path = house.path(endpoint, WholeHouse.Whose.OWN, false);
                String good = house.form(visitor.token());
                String here = "http://localhost:" + port;
                // Residents have no session that could be ridden on: there the origin alone is judged.
                String none = withoutSession ? "https://evil.example" : here;
                for (Visitor.Answer answer : List.of(
                        visitor.ask(endpoint.method(), path, FORM, house.form(""), "Origin", none),
                        visitor.ask(endpoint.method(), path, FORM, house.form("forged"), "Origin", none),
                        visitor.ask(endpoint.method(), path, FORM, good, "Origin", "https://evil.example"),
                        visitor.ask(endpoint.method(), path, FORM, good, "Origin", "null"),
                        visitor.ask(endpoint.method(), path, FORM, good, "Origin", here + "9"),
                        visitor.ask(
                                endpoint.method(), path, FORM, good, "Sec-Fetch-Site", "cross-site", "Origin", here),
                        visitor.ask(endpoint.method(), path, FORM, good, "Sec-Fetch-Site", "same-site"))) {
                    if (answer.status() != 403) {
                        accepted.add(who + " " + endpoint.method() + " " + path + ": " + answer.status());
                    }
                }
            }
        }
        assertThat(accepted).isEmpty();
        assertThat(settled()).isEqualTo(before);
    }

    @Test
    void lookingAtEverythingChangesNothing() {
        List<Endpoint> pages = house.endpoints.stream().filter(Endpoint::isSafe).toList();
        assertThat(pages).hasSizeGreaterThan(10);
        for (Endpoint endpoint : pages) {
            for (WholeHouse.Whose whose : WholeHouse.Whose.values()) {
                house.path(endpoint, whose, false);
            }
        }
        for (Endpoint endpoint : pages) {
            if (endpoint.path().startsWith("/api/")) {
                house.ask(endpoint, WholeHouse.Who.READS, house.path(endpoint, WholeHouse.Whose.OWN, false));
            }
        }
        Map<String, String> before = settled();
        before.remove("access.token");
        // What is taken along, and who looked under emergency access, is kept in the trail: that is its purpose.
        before.remove("audit.line");
        for (Endpoint endpoint : pages) {
            for (WholeHouse.Who who : WholeHouse.Who.values()) {
                for (WholeHouse.Whose whose : WholeHouse.Whose.values()) {
                    house.ask(endpoint, who, house.path(endpoint, whose, false));
                }
            }
        }
        Map<String, String> after = settled();
        after.remove("access.token");
        after.remove("audit.line");
        assertThat(after).isEqualTo(before);
    }
}
