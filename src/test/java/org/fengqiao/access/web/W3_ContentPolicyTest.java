package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fengqiao.access.SignedIn;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InAHouseOfItsOwn;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** W3: every page the running house has, opened in a browser by those who may, keeps to a policy that allows no inline script. */
@InAHouseOfItsOwn
class W3_ContentPolicyTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Browser browser;

    @LocalServerPort
    int port;

    @Test
    void noPageOfTheHouseBreaksItsContentSecurityPolicyAndHtmxIsHeldShort() {
        WholeHouse house = WholeHouse.of(context, port);
        Map<WholeHouse.Who, SignedIn> cast = Map.of(
                WholeHouse.Who.OFFICER, house.town.chen,
                WholeHouse.Who.ADMINISTRATOR, house.town.he,
                WholeHouse.Who.VOLUNTEER, house.town.sun);
        TreeSet<String> opened = new TreeSet<>();
        cast.forEach((who, person) -> {
            try (Browser.Window window = browser.desktop()) {
                Page tab = window.signedIn(person);
                for (String path : pages(house, who)) {
                    var answer = tab.navigate(path);
                    assertThat(answer.headerValue("Content-Security-Policy"))
                            .as(path)
                            .contains("default-src 'none'", "script-src 'self'")
                            .doesNotContain("unsafe-");
                    tab.waitForLoadState();
                    assertThat(window.complaints()).as(path).isEmpty();
                    htmxIsHeldShort(tab, path);
                    opened.add(path.replaceAll("\\d+", "#"));
                }
            }
        });
        System.out.println("W3: " + opened.size() + " kinds of pages without a complaint: " + opened);
        assertThat(opened).hasSizeGreaterThan(30).anyMatch(path -> path.startsWith("/matters/#"));
    }

    private static List<String> pages(WholeHouse house, WholeHouse.Who who) {
        List<String> pages = new ArrayList<>();
        for (Endpoint endpoint : house.endpoints) {
            if (!endpoint.isSafe()
                    || endpoint.isForPrograms()
                    || endpoint.path().equals("/desk/live")) {
                continue;
            }
            String path = house.path(endpoint, WholeHouse.Whose.OWN, false);
            Visitor.Answer answer = house.ask(endpoint, who, path);
            if (answer.status() == 200 && answer.body().startsWith("<!DOCTYPE html>")) {
                pages.add(path);
            }
        }
        return pages;
    }

    /** Pages that are read without htmx (a poster to print) have no settings for it. */
    private static void htmxIsHeldShort(Page tab, String path) {
        if (tab.locator("script[src*='htmx']").count() == 0) {
            return;
        }
        JsonNode settings = JsonMapper.shared()
                .readTree(tab.locator("meta[name=htmx-config]").getAttribute("content"));
        assertThat(settings.path("allowEval").asBoolean(true)).as(path).isFalse();
        assertThat(settings.path("includeIndicatorStyles").asBoolean(true))
                .as(path)
                .isFalse();
        assertThat(settings.path("selfRequestsOnly").asBoolean(false)).as(path).isTrue();
    }
}
