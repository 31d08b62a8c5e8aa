package org.fengqiao.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.fengqiao.access.SignedIn;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Bridges;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class MessagePagesTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Robots robots;

    @Autowired
    Browser browser;

    @Autowired
    Bridges bridges;

    @Autowired
    AddGroup addGroup;

    @Autowired
    PostWarning postWarning;

    private BridgeRobot robot() {
        return robots.robot(port, robots.bridge(town.hewan, Bridge.Opens.DESK));
    }

    private void look(SignedIn who, String... paths) {
        for (Browser.Window window : List.of(browser.phone(), browser.desktop())) {
            try (window) {
                Page tab = window.signedIn(who);
                for (String path : paths) {
                    tab.navigate(path);
                    assertThat(tab.locator("main h1").first().isVisible())
                            .as(path)
                            .isTrue();
                    assertThat((Boolean) tab.evaluate(
                                    "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                            .as("nothing of %s is wider than the screen".formatted(path))
                            .isTrue();
                    tab.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of(
                                    "target/looks",
                                    path.replaceAll("\\W", "_") + "-" + tab.viewportSize().width + ".png")));
                }
                assertThat(window.complaints()).isEmpty();
            }
        }
    }

    @Test
    void theInboxReadsWellOnPhoneAndDesktop() {
        BridgeRobot robot = robot();
        robot.send("[" + BridgeRobot.message("a", "三号楼二单元的路灯坏了三天") + "," + BridgeRobot.message("b", "老人晚上看不见路") + ","
                + "{\"id\":\"c\",\"text\":\"有人知道几点来水吗\",\"sender\":{\"name\":\"李哥\"}}" + "]");
        robot.send("{\"id\":\"x\",\"text\":");
        look(town.wu, "/inbox", "/inbox/quarantine");
    }

    @Test
    void theTextsForGroupsReadWellOnPhoneAndDesktop() {
        List<Integer> groups = List.of(
                town.as(town.wu, () -> addGroup.add(town.hewan, GroupFacts.of("河湾一村1号群", "1至6号楼"))),
                town.as(town.wu, () -> addGroup.add(town.hewan, GroupFacts.of("河湾一村2号群", "7至12号楼"))),
                town.as(town.wu, () -> addGroup.add(town.hewan, GroupFacts.of("河湾市场商户群", "农贸市场"))));
        town.as(town.wu, () -> postWarning.post(town.wu, "【提醒】有人冒充收水费的上门，请勿开门、勿扫码，遇到请拨 110。", groups, 0));
        look(town.wu, "/posts", "/posts/new", "/posts/done", "/posts/callouts");
    }

    @Test
    void theBridgesReadWellOnPhoneAndDesktop() {
        robot().send(BridgeRobot.message(UUID.randomUUID().toString(), "路灯坏了"));
        look(town.he, "/bridges");
        look(town.zhou, "/bridges");
    }

    @Test
    void aTickOpensAMatterAndATapSaysPosted() {
        String words = "路灯坏了 " + UUID.randomUUID();
        robot().send(BridgeRobot.message(UUID.randomUUID().toString(), words));
        int group = town.as(town.wu, () -> addGroup.add(town.hewan, GroupFacts.of("河湾二村群", "")));
        long post = town.as(town.wu, () -> postWarning.post(town.wu, "今晚停水", List.of(group), 0))
                .getFirst();
        try (Browser.Window window = browser.phone()) {
            Page tab = window.signedIn(town.wu);
            tab.navigate("/inbox");
            Locator turn = tab.locator(".turn", new Page.LocatorOptions().setHasText(words));
            turn.locator("input[name=tick]").check();
            tab.locator("button[name=open]").click();
            tab.locator(".alert-success").waitFor();
            assertThat(tab.locator(".turn", new Page.LocatorOptions().setHasText(words))
                            .count())
                    .isZero();
            tab.navigate("/posts/" + post);
            tab.locator("form[action$='/receipts'] button").click();
            tab.locator(".ti-circle-check").first().waitFor();
            assertThat(tab.locator("form[action$='/receipts']").count()).isZero();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void aFreshSecretIsShownOnce() {
        try (Browser.Window window = browser.desktop()) {
            Page tab = window.signedIn(town.he);
            tab.navigate("/bridges");
            tab.locator("form[action$='/bridges'] input[name=name]").fill("新的助手");
            tab.locator("form[action$='/bridges'] button[type=submit]").click();
            tab.locator("#fresh-secret").waitFor();
            assertThat(tab.locator("#fresh-secret").inputValue()).startsWith("whsec_");
            tab.navigate("/bridges");
            assertThat(tab.locator("#fresh-secret").count()).isZero();
        }
    }
}
