package org.fengqiao.stories;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.UUID;
import org.fengqiao.access.Door;
import org.fengqiao.access.GiveAccount;
import org.fengqiao.access.PhoneApp;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Sight;
import org.fengqiao.org.Role;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class StolenLaptopTest {

    private static final String KNOWN_TO_THE_OFFICER_ALONE = "lantern-bridge-rain-4";

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    GiveAccount giveAccount;

    @Autowired
    Door door;

    /**
     * Noon, at the noodle shop: the bag is gone, and in it the laptop, signed in, its desk open. The officer calls the bureau from the
     * shop's phone; before the noodles are cold the laptop shows the door and nothing else.
     */
    @Test
    void theThiefIsShutOutAndTheOfficerWorksOn() {
        String login = "stolen-" + UUID.randomUUID().toString().substring(0, 8);
        Sight.HOUSE.see(() -> giveAccount.give(town.qingshi, "唐宁", Role.OFFICER, "", login, Town.PASSWORD, false));
        SignedIn officer = door.letIn(login, Town.PASSWORD).orElseThrow();
        try (Browser.Window laptop = browser.desktop();
                Browser.Window bureau = browser.desktop();
                Browser.Window spare = browser.phone()) {
            Page stolen = laptop.signedIn(officer);
            setUpFactor(stolen);
            stolen.navigate("/");
            assertThat(stolen.locator("#live")).isVisible();

            Page security = bureau.signedIn(town.su);
            security.navigate("/officers/%d/sessions".formatted(officer.officer()));
            press(security, "/sessions/end-others");
            assertThat(stolen.locator("#live")).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(5_000));
            security.navigate("/officers/" + officer.officer());
            press(security, "/second-factor");
            press(security, "/password");
            String once = security.locator(".once-password").innerText();

            stolen.navigate("/matters");
            assertThat(stolen.url()).endsWith("/sign-in");
            for (String guess : List.of(Town.PASSWORD, "tangning1985", "qingshi-2026")) {
                signIn(stolen, login, guess);
                assertThat(stolen.url()).as("with %s", guess).endsWith("/sign-in?refused");
            }

            Page tab = spare.tab();
            tab.navigate("/sign-in");
            signIn(tab, login, once);
            assertThat(tab.url()).endsWith("/password");
            tab.locator("#old").fill(once);
            tab.locator("#password").fill(KNOWN_TO_THE_OFFICER_ALONE);
            tab.waitForNavigation(() -> tab.locator("main button[type=submit]").click());
            setUpFactor(tab);
            tab.navigate("/matters");
            assertThat(tab.url()).endsWith("/matters");

            Page audit = bureau.signedIn(town.fang);
            audit.navigate("/audit?about=officer/" + officer.officer());
            Locator trail = audit.locator("main .list-group");
            assertThat(trail).containsText("苏文静 安全管理员 结束了登录");
            assertThat(trail).containsText("苏文静 安全管理员 取消了双重验证");
            assertThat(trail).containsText("苏文静 安全管理员 重设了密码");
            assertThat(trail).containsText("唐宁 民警 修改了密码");
            assertThat(trail.locator("li").filter(new Locator.FilterOptions().setHasText("密码验证未通过")))
                    .hasCount(3);
            assertThat(trail.locator("li").filter(new Locator.FilterOptions().setHasText("设置了双重验证")))
                    .hasCount(2);
            assertThat(spare.complaints()).isEmpty();
        }
    }

    private static void setUpFactor(Page tab) {
        tab.navigate("/second-factor/new");
        PhoneApp app = new PhoneApp(tab.locator("main code.text-break").innerText());
        tab.locator("#code").fill(app.code(0));
        tab.waitForNavigation(() -> tab.locator("main button[type=submit]").click());
        assertThat(tab.locator(".recovery-codes li")).hasCount(10);
    }

    private static void signIn(Page tab, String login, String password) {
        tab.locator("#login").fill(login);
        tab.locator("#password").fill(password);
        tab.waitForNavigation(
                () -> tab.locator("main button[type=submit]").first().click());
    }

    private static void press(Page tab, String action) {
        tab.waitForNavigation(() -> tab.locator("main form[action$='" + action + "'] button[type=submit]")
                .click());
    }
}
