package org.fengqiao.stories;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class LeakingCeilingStoryTest {

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    AddGroup addGroup;

    @Autowired
    GroupSheets groups;

    /** A resident reports with a photo, the heating company does its part, and she says herself that it is settled. */
    @ParameterizedTest
    @EnumSource
    void theCeilingStopsLeaking(Device device) throws IOException {
        String flat = device == Device.PHONE ? "301" : "501";
        int group = town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of(flat + " 邻居群", "三号楼")));
        String door = town.as(town.chen, () -> groups.find(group)).orElseThrow().door();
        try (Browser.Window hers = device.of(browser);
                Browser.Window his = device.of(browser);
                Browser.Window theirs = device.of(browser)) {
            Page desk = his.signedIn(town.chen);

            Page home = hers.tab();
            home.navigate("/r/" + door);
            home.locator("#words").fill("三号楼二单元 " + flat + " 天花板一直滴水，暖气管也不热");
            home.locator("#place").fill("三号楼二单元");
            home.locator("#name").fill("高秀云");
            home.locator("input[type=file]").setInputFiles(new FilePayload("ceiling.png", "image/png", photo()));
            home.waitForNavigation(() -> home.locator("main .send").click());
            String number = new Walk(home).number();

            // Nobody touched the desk: it shows by itself what has come.
            Locator line = desk.locator("#lists a.line")
                    .filter(new Locator.FilterOptions().setHasText(number))
                    .first();
            desk.waitForNavigation(line::click);
            String matter = desk.url();
            Walk walk = new Walk(desk);
            assertThat(desk.locator("main img[src*='/photos/']").first()).isVisible();
            walk.press("take");
            walk.ask("青石热力公司", "请今天上门看暖气管");

            Page company = theirs.signedIn(town.liu);
            company.navigate(matter);
            assertThat(company.locator("main")).containsText("天花板");
            assertThat(company.locator("main")).not().containsText("高秀云");
            new Walk(company).write("report", "已更换阀门，管道不漏了");

            desk.navigate(matter);
            walk.isNow("已更换阀门");
            walk.write("answer", "热力公司已换阀门，天花板不再滴水，请您看看。");
            walk.isNow("已答复");

            home.reload();
            new Walk(home).isNow("天花板不再滴水");
            home.locator("label:has(input[name=settled][value=true])").click();
            home.locator("label:has(input[name=stars][value='5'])").click();
            home.waitForNavigation(
                    () -> home.locator("form[action$='/settled'] .send").click());

            desk.navigate(matter);
            walk.isNow("已回访");
            walk.press("close");
            walk.isNow("办结");
            assertThat(hers.complaints()).isEmpty();
            assertThat(his.complaints()).isEmpty();
            assertThat(theirs.complaints()).isEmpty();
        }
    }

    private static byte[] photo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
