package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.town.Browser;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * R11: an impatient hand in a real browser. Whoever clicks twice, whose request is sent again on the way, or who goes back and saves
 * once more, has one matter, with and without script.
 */
@InTheHouse
@Tag("fault")
class R11_DoubleClickTest {

    private static final int RUNS = Soak.times(10, 200);

    /** Sends what the form holds twice at the same moment, as a browser or a proxy does that tries again. */
    private static final String TWICE = """
            form => Promise.all([0, 1].map(() => fetch(form.action, {
              method: 'post',
              body: form.enctype === 'multipart/form-data' ? new FormData(form) : new URLSearchParams(new FormData(form))
            }).then(answer => answer.status)))""";

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    AddGroup addGroup;

    @Autowired
    GroupSheets groups;

    @Autowired
    EveryRow rows;

    private final AtomicInteger sent = new AtomicInteger();

    private void posts(Page page) {
        page.onRequest(request -> {
            if (request.method().equals("POST")) {
                sent.incrementAndGet();
            }
        });
    }

    private String door() {
        return town.as(
                town.chen,
                () -> groups.require(addGroup.add(town.qingshi, GroupFacts.of("双击群", "")))
                        .door());
    }

    /** The ways of an impatient hand; each fills in the words and sends them more than once. */
    private static List<BiConsumer<Page, Runnable>> ways(String button) {
        return List.of(
                (page, fill) -> {
                    fill.run();
                    page.locator(button).dblclick();
                    page.waitForURL(url -> !url.endsWith("/new") && !url.contains("/r/"));
                },
                (page, fill) -> {
                    fill.run();
                    assertThat(page.locator("form:has(#words)").evaluate(TWICE)).isEqualTo(List.of(200, 200));
                },
                (page, fill) -> {
                    fill.run();
                    page.locator(button).click();
                    page.waitForURL(url -> !url.endsWith("/new") && !url.contains("/r/"));
                    page.goBack();
                    page.waitForLoadState(LoadState.LOAD);
                    fill.run();
                    page.locator(button).click();
                    page.waitForURL(url -> !url.endsWith("/new") && !url.contains("/r/"));
                });
    }

    private void eachWay(String name, Page page, String path, String button) {
        posts(page);
        List<BiConsumer<Page, Runnable>> ways = ways(button);
        int runs = Math.max(ways.size(), RUNS / 3);
        for (int run = 0; run < runs; run++) {
            String words = name + "，第 " + run + " 次，楼道灯不亮";
            page.navigate(path);
            ways.get(run % ways.size())
                    .accept(page, () -> page.locator("#words").fill(words));
            assertThat(rows.count("matter.matter where words = ?", words))
                    .as("matters from way %d of %s", run % ways.size(), name)
                    .isEqualTo(1);
        }
        Hits.atLeast(runs + 1, "requests that were sent", sent.getAndSet(0));
        System.out.printf("R11: %s, %d runs, one matter each%n", name, runs);
    }

    @Test
    void atTheDesk() {
        try (Browser.Window window = browser.desktop()) {
            eachWay("值班台", window.signedIn(town.chen), "/matters/new", "form.new button[type=submit]");
        }
    }

    @Test
    void onTheResidentsPage() {
        try (Browser.Window window = browser.phone()) {
            eachWay("居民页", window.tab(), "/r/" + door(), "form .send");
        }
    }

    @Test
    void onAPhoneWithoutScript() {
        try (Browser.Window window = browser.phone();
                BrowserContext plain = window.context()
                        .browser()
                        .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                                .setJavaScriptEnabled(false)
                                .setBaseURL("http://localhost:" + port))) {
            Page page = plain.newPage();
            posts(page);
            String path = "/r/" + door();
            for (int run = 0; run < Math.max(1, RUNS / 3); run++) {
                String words = "无脚本，第 " + run + " 次";
                page.navigate(path);
                page.locator("#words").fill(words);
                page.locator("form .send").dblclick();
                page.waitForURL(url -> !url.contains("/r/"));
                assertThat(rows.count("matter.matter where words = ?", words)).isEqualTo(1);
            }
            assertThat(sent.get()).as("requests that were sent").isPositive();
        }
    }
}
