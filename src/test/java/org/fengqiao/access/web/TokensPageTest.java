package org.fengqiao.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Program;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class TokensPageTest {

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @LocalServerPort
    int port;

    @Test
    void anOfficerIssuesATokenThatWorksUntilItIsRevoked() {
        try (Browser.Window window = browser.desktop()) {
            Page page = window.signedIn(town.li);
            page.navigate("/tokens");
            assertThat(page.getByText("还没有令牌").isVisible()).isTrue();
            picture(page, "tokens-empty");
            page.fill("#name", "大厅取号机");
            page.check("input[value='groups:read']");
            page.click("main form button[type=submit]");
            page.waitForSelector("#token");
            String token = page.inputValue("#token");
            assertThat(token).startsWith("fq_");
            picture(page, "token-issued");
            Program hall = new Program(port, token);
            assertThat(hall.get("/api/v1/matters").status()).isEqualTo(200);
            assertThat(hall.post("/api/v1/matters", "{}").status()).isEqualTo(403);
            page.navigate("/tokens");
            assertThat(page.content()).doesNotContain(token);
            picture(page, "tokens");
            page.click("summary:has-text('停用')");
            page.click("button:has-text('停用')");
            page.waitForSelector("text=还没有令牌");
            assertThat(hall.get("/api/v1/matters").status()).isEqualTo(401);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void theTokensPageFitsAPhone() {
        try (Browser.Window window = browser.phone()) {
            Page page = window.signedIn(town.sun);
            page.navigate("/tokens");
            Object overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth");
            assertThat(overflow).isEqualTo(false);
            picture(page, "tokens-phone");
        }
    }

    private static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "pictures", name + ".png")));
    }
}
