package org.fengqiao.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.org.Role;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class FrameTest {

    private static final String TOO_WIDE = """
            () => [...document.querySelectorAll('body *')].filter(it => it.getBoundingClientRect().right > innerWidth)
                .map(it => it.tagName + '.' + it.className).join(' ')""";

    private static final List<String> EVERYBODY = List.of("/", "/password", "/guide", "/guide/officer", "/nowhere");
    private static final List<String> AT_THE_DESK = List.of(
            "/matters", "/matters/new", "/paste", "/inbox", "/posts", "/callbacks", "/groups", "/residents", "/grids");
    private static final List<String> ADMINISTRATION = List.of(
            "/units", "/first-security", "/grids", "/grids/new", "/groups", "/bridges", "/followers", "/imports");

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Test
    void noPageBreaksTheContentSecurityPolicyOrIsWiderThanAPhone() {
        for (SignedIn who : List.of(town.chen, town.he, town.su, town.fang, town.sun)) {
            try (Browser.Window phone = browser.window(390, 844, ColorScheme.DARK)) {
                Page page = phone.signedIn(who);
                List<String> paths = new ArrayList<>(EVERYBODY);
                paths.addAll(who.role() == Role.ADMINISTRATOR ? ADMINISTRATION : List.of());
                paths.addAll(who.role() == Role.SECURITY ? List.of("/officers") : List.of());
                paths.addAll(who.role().worksAtDesk() ? AT_THE_DESK : List.of());
                for (String path : paths) {
                    assertThat(page.navigate(path).headerValue("Content-Security-Policy"))
                            .contains("default-src 'none'")
                            .doesNotContain("unsafe-inline");
                    assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                            .as(
                                    "%s of %s is not wider than the phone, but there is %s",
                                    path, who.name(), page.evaluate(TOO_WIDE))
                            .isZero();
                    assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
                }
                assertThat(phone.complaints()).isEmpty();
            }
        }
    }

    @Test
    void whatWasTypedStaysWhenTheHouseRefuses() {
        try (Browser.Window phone = browser.phone()) {
            Page page = phone.signedIn(town.li);
            page.navigate("/password");
            page.locator("#old").fill("not-my-password");
            page.locator("#password").fill("lantern-bridge-rain");
            page.locator("main form button[type=submit]").click();
            assertThat(page.locator("#toasts [role=alert]")).containsText("原密码不对");
            assertThat(page.locator("#password")).hasValue("lantern-bridge-rain");
            assertThat(page.locator("main form button[type=submit]")).isEnabled();
            assertThat(phone.complaints()).isEmpty();
        }
    }

    @Test
    void everyRoleIsShownItsOwnPlacesOnly() {
        try (Browser.Window desktop = browser.desktop()) {
            Page page = desktop.signedIn(town.chen);
            assertThat(page.locator(".side nav a[href='/matters']")).isVisible();
            assertThat(page.locator(".side nav a[href='/bridges']")).hasCount(0);
            assertThat(page.locator(".side nav a[aria-current=page]")).hasAttribute("href", "/");
        }
        for (SignedIn who : List.of(town.zhou, town.zheng)) {
            try (Browser.Window desktop = browser.desktop()) {
                Page page = desktop.signedIn(who);
                page.locator(".side nav a[href='/bridges']").click();
                assertThat(page.locator(".side nav a[aria-current=page]")).hasAttribute("href", "/bridges");
            }
        }
        try (Browser.Window desktop = browser.desktop()) {
            Page page = desktop.signedIn(town.he);
            assertThat(page.locator(".side nav a[href='/bridges']")).isVisible();
            assertThat(page.locator(".side nav a[href='/matters']")).hasCount(0);
        }
    }

    @Test
    void theHouseSpeaksEnglishToWhoAsksForIt() {
        try (Browser.Window desktop = browser.desktop()) {
            Page page = desktop.signedIn(town.chen);
            page.navigate("/password?lang=en");
            assertThat(page.locator("h1")).hasText("Change password");
            page.navigate("/");
            assertThat(page.locator("html")).hasAttribute("lang", "en");
        }
    }
}
