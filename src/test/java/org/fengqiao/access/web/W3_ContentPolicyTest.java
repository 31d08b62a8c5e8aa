package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.TreeSet;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InAHouseOfItsOwn;
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
        TreeSet<String> opened = new TreeSet<>();
        for (WholeHouse.Who who : WholeHouse.READERS) {
            try (Browser.Window window = browser.desktop()) {
                Page tab = window.signedIn(house.person(who));
                for (String path : house.pages(who)) {
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
        }
        System.out.println("W3: " + opened.size() + " kinds of pages without a complaint: " + opened);
        assertThat(opened).hasSizeGreaterThan(30).anyMatch(path -> path.startsWith("/matters/#"));
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
