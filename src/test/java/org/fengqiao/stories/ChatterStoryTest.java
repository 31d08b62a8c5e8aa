package org.fengqiao.stories;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.town.Browser;
import org.fengqiao.town.EveryTable;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class ChatterStoryTest {

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    AddGroup addGroup;

    @Autowired
    EveryTable everyTable;

    /** One matter in the chatter of a morning: it is opened, and of all the rest not a word is left anywhere in the house. */
    @ParameterizedTest
    @EnumSource
    void ofTheChatterNotAWordIsKept(Device device) {
        int group = town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of("四号楼群 " + device, "四号楼")));
        // Words that no other test says: all tests share one house.
        String cake = "红薯饼" + device;
        String mother = "豆豆妈" + device;
        String dance = "老地方跳舞" + device;
        String lid = "井盖翘起来了" + device;
        String thanks = "辛苦警察同志" + device;
        String morning = """
                %s 2026/11/20 8:12
                今天蒸了%s，谁家孩子要吃上我家拿

                老葛 2026/11/20 8:15
                四号楼前的%s，孩子差点绊倒

                队长 2026/11/20 8:20
                今晚七点半%s，都来
                """.formatted(mother, cake, lid, dance);
        try (Browser.Window window = device.of(browser)) {
            Page tab = window.signedIn(town.chen);
            Walk walk = new Walk(tab);
            walk.paste(group, morning);
            assertThat(walk.turn(cake)).isVisible();
            walk.turn(lid).locator("input[name=tick]").check();
            walk.sort();
            String number = walk.number();

            assertThat(everyTable.holding(lid)).contains("matter.matter", "matter.ledger");
            assertThat(everyTable.holding(cake)).isEmpty();
            assertThat(everyTable.holding(mother)).isEmpty();
            assertThat(everyTable.holding(dance)).isEmpty();

            walk.paste(group, morning.substring(morning.indexOf("老葛")) + """

                    %s 2026/11/20 9:02
                    %s
                    """.formatted(mother, thanks));
            Locator known = walk.turn(lid);
            assertThat(known.locator("a[href^='/matters/']")).containsText(number);
            assertThat(known.locator("input[name=tick]")).hasCount(0);
            assertThat(walk.turn(dance)).containsText("看过，没有立");
            assertThat(walk.turn(thanks)).not().containsText("看过，没有立");
            walk.sort();
            assertThat(tab.locator(".alert-success")).containsText("1 条");
            assertThat(everyTable.holding(thanks)).isEmpty();
            assertThat(window.complaints()).isEmpty();
        }
    }
}
