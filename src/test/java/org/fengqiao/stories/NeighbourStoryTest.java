package org.fengqiao.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.fengqiao.people.KeepResident;
import org.fengqiao.people.NewResident;
import org.fengqiao.shared.PhoneNumber;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The clerk who looked up a neighbour. */
@InTheHouse
class NeighbourStoryTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    KeepResident keepResident;

    private long neighbour;

    @BeforeEach
    void aNeighbourIsOnTheList() {
        neighbour = town.as(
                town.chen,
                () -> keepResident.keep(
                        town.qingshi,
                        NewResident.of("乔阿姨", PhoneNumber.of("19900006612")).living("桥西街 9 号")));
    }

    /**
     * 李文 wants to know the number of the woman next door and writes a thin reason. The house shows it, for it cannot know better, and
     * keeps who, when, of whom and why. The auditor comes upon it, takes the lines along and tells the chief, who knows whom it was about;
     * the auditor does not.
     */
    @ParameterizedTest
    @EnumSource
    void theAuditorFindsItAndTheChiefKnowsWhomItWasAbout(Device device) {
        Visitor li = Visitor.signedIn(port, town.li);
        li.see("/residents/" + neighbour);
        assertThat(li.send("/residents/" + neighbour + "/reveal", "purpose", "OTHER", "words", "随便看看")
                        .body())
                .contains("19900006612");

        try (Browser.Window window = device.of(browser)) {
            Page tab = window.signedIn(town.fang);
            tab.navigate("/audit");
            Locator first = tab.locator(".audit-line").first();
            assertThat(first.boundingBox().y)
                    .as("lines are on the first screen")
                    .isLessThan(tab.viewportSize().height);
            tab.locator("#audit-who").fill("李文");
            tab.waitForNavigation(
                    () -> tab.locator("main form button[type=submit]").first().click());
            String line = tab.locator(".audit-line")
                    .filter(new Locator.FilterOptions().setHasText("群众 " + neighbour))
                    .first()
                    .innerText();
            assertThat(line).contains("李文", "查看完整号码", "随便看看").doesNotContain("19900006612");
            assertThat(window.complaints()).isEmpty();
        }

        Visitor fang = Visitor.signedIn(port, town.fang);
        String table = fang.see("/audit.csv?what=resident.unmasked&who=%E6%9D%8E%E6%96%87")
                .body();
        assertThat(table).contains("\"李文\"", "resident/" + neighbour, "随便看看");
        assertThat(fang.see("/residents/" + neighbour).statusCode())
                .as("the auditor asks who it was about")
                .isEqualTo(403);
        assertThat(Visitor.signedIn(port, town.zhou)
                        .see("/residents/" + neighbour)
                        .body())
                .as("the chief, told the number of the line")
                .contains("桥西街 9 号");
    }
}
