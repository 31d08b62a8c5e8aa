package org.fengqiao.intake;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class PastePageTest {

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    AddGroup addGroup;

    @Test
    void onAPhoneOnePastesTicksAndOpens() {
        int group = group("桥头小区手机群");
        try (Browser.Window phone = browser.phone()) {
            Page page = phone.signedIn(town.chen);
            page.navigate("/paste?group=" + group);
            page.locator("#paste-text").fill(PasteTest.MORNING);
            page.locator("#paste-read button[type=submit]").click();
            page.locator("input.turn-tick").nth(1).check();
            assertThat(page.locator("#paste-count")).hasText("1");
            page.locator("#paste-open button[type=submit]").click();
            assertThat(page.locator(".alert-success")).containsText("立了 1 件事项");
            assertThat(phone.complaints()).isEmpty();
        }
    }

    @Test
    void withoutAMouseTheKeyboardReadsTicksAndOpens() {
        int group = group("桥头小区键盘群");
        try (Browser.Window desk = browser.desktop()) {
            Page page = desk.signedIn(town.chen);
            page.navigate("/paste?group=" + group);
            page.locator("#paste-text").fill(PasteTest.MORNING);
            page.keyboard().press("Control+Enter");
            assertThat(page.locator("input.turn-tick").first()).isFocused();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Space");
            assertThat(page.locator("#paste-count")).hasText("1");
            page.keyboard().press("Control+Enter");
            assertThat(page.locator(".alert-success")).containsText("手摸上去冰凉");
        }
    }

    private int group(String name) {
        return town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of(name, "1-8")));
    }
}
