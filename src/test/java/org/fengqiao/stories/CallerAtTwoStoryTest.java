package org.fengqiao.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class CallerAtTwoStoryTest {

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    /** Two in the morning, the receiver in one hand: the officer types, presses Enter, and reads the number out to the caller. */
    @ParameterizedTest
    @EnumSource
    void theOfficerOnNightDutyNeedsOneHand(Device device) {
        try (Browser.Window window = device.of(browser)) {
            Page tab = window.signedIn(town.chen);
            tab.navigate("/matters/new");
            tab.keyboard().insertText("老伴半夜头晕站不起来，家里就我们两个人，桥头北街 12 号");
            tab.waitForNavigation(() -> {
                if (device == Device.PHONE) {
                    tab.locator("form[data-new] button[type=submit]").first().click();
                } else {
                    tab.keyboard().press("Enter");
                }
            });
            Walk walk = new Walk(tab);
            assertThat(walk.number()).contains("QSZ");
            walk.press("take");
            walk.write("answer", "已联系急救，民警同时上门。");
            walk.press("told");
            walk.callBack(true, 5);
            walk.press("close");
            walk.isNow("办结");
            assertThat(window.complaints()).isEmpty();
        }
    }
}
