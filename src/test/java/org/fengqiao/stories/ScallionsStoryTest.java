package org.fengqiao.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Stream;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class ScallionsStoryTest {

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    AddGroup addGroup;

    /** At ten the scallions are gone, three groups are warned, at twelve they are back, and the matter ends with a rating. */
    @ParameterizedTest
    @EnumSource
    void theScallionsAreBackByNoon(Device device) {
        List<Integer> groups = town.as(
                town.chen,
                () -> Stream.of("柳树巷", "桥头", "老街")
                        .map(name -> addGroup.add(town.qingshi, GroupFacts.of(name + "邻里群 " + device, "柳树巷一带")))
                        .toList());
        try (Browser.Window window = device.of(browser)) {
            Page tab = window.signedIn(town.chen);
            Walk walk = new Walk(tab);
            walk.paste(groups.getFirst(), """
                    王婶 2026/11/20 9:41
                    今天太阳真好，大家出来晒被子

                    李大娘 2026/11/20 10:00
                    我家门口晒的两捆葱让人拿走了，刚才还在，有谁看见吗（%s）

                    老赵 2026/11/20 10:01
                    没看见
                    """.formatted(device));
            walk.turn("两捆葱").locator("input[name=tick]").check();
            walk.turn("两捆葱").locator("select[name^=kind]").selectOption("LEAD");
            walk.sort();
            tab.waitForNavigation(
                    () -> tab.locator("main a[href^='/matters/']").first().click());

            String matter = tab.url();
            walk.press("take");
            walk.isNow("办理中");

            tab.navigate("/posts/new?matter=" + matter.replaceAll(".*/(\\d+).*", "$1"));
            tab.locator("#words").fill("提醒各位邻居：今早柳树巷丢了两捆葱，看见的请告诉派出所。");
            for (int group : groups) {
                tab.locator("#g" + group).check();
            }
            tab.waitForNavigation(
                    () -> tab.locator("main form button[type=submit]").first().click());
            tab.navigate("/posts");
            for (int turnOf = 0; turnOf < 3; turnOf++) {
                var warning = tab.locator(".post")
                        .filter(new Locator.FilterOptions()
                                .setHasText("丢了两捆葱")
                                .setHas(tab.getByText("邻里群 " + device).first()))
                        .first();
                tab.waitForNavigation(() -> warning.locator("form[action$='/receipts'] button")
                        .first()
                        .click());
            }

            tab.navigate(matter);
            walk.write("answer", "葱已经找回，是邻居收错了，中午十二点已送回您家。");
            walk.isNow("已答复");
            walk.callBack(true, 5);
            walk.isNow("已回访");
            walk.press("close");
            walk.isNow("办结");
            assertThat(tab.locator("main").innerText())
                    .contains("两捆葱")
                    .contains("十二点")
                    .doesNotContain("晒被子");
            assertThat(window.complaints()).isEmpty();
        }
    }
}
