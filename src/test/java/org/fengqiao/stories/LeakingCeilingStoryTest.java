package org.fengqiao.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
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
import org.junit.jupiter.api.Test;
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

    /** A resident reports with a photo on her phone, the heating company does its part, and she says herself that it is settled. */
    @Test
    void theCeilingStopsLeaking() throws IOException {
        int group = town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of("三号楼群", "三号楼")));
        String door = town.as(town.chen, () -> groups.find(group)).orElseThrow().door();
        try (Browser.Window hers = browser.phone();
                Browser.Window his = browser.desktop();
                Browser.Window theirs = browser.phone()) {
            Page phone = hers.tab();
            phone.navigate("/r/" + door);
            phone.locator("#words").fill("三号楼二单元 301 天花板一直滴水，暖气管也不热");
            phone.locator("#place").fill("三号楼二单元");
            phone.locator("#name").fill("高秀云");
            phone.locator("input[type=file]").setInputFiles(new FilePayload("ceiling.png", "image/png", picture()));
            phone.waitForNavigation(() -> phone.locator("main form[action^='/r/'] button[type=submit]")
                    .click());
            String number = new Walk(phone).number();
            String progress = phone.url();
            assertThat(progress).contains("/t/");

            Page desk = his.signedIn(town.chen);
            desk.navigate("/matters?open=false&words="
                    + java.net.URLEncoder.encode(number, java.nio.charset.StandardCharsets.UTF_8));
            long deadline = System.nanoTime() + 15_000_000_000L;
            while (desk.locator("main a[href^='/matters/']")
                            .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("天花板"))
                            .count()
                    == 0) {
                assertThat(System.nanoTime()).as("found within fifteen seconds").isLessThan(deadline);
                desk.reload();
            }
            desk.waitForNavigation(() -> desk.locator("main a[href^='/matters/']")
                    .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("天花板"))
                    .first()
                    .click());
            String matter = desk.url();
            Walk walk = new Walk(desk);
            assertThat(desk.locator("main img[src*='/photos/']").count()).isPositive();
            walk.press("take");
            var partner = desk.locator("main form[action$='/partners']").first();
            partner.evaluate(
                    "form => { for (let up = form.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true; }");
            partner.locator("select[name=partner]")
                    .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel("青石热力公司"));
            walk.write("partners", "请今天上门看暖气管");

            Page company = theirs.signedIn(town.liu);
            company.navigate(matter);
            assertThat(company.locator("main").innerText()).contains("天花板").doesNotContain("高秀云");
            new Walk(company).write("report", "已更换阀门，管道不漏了");

            desk.navigate(matter);
            walk.isNow("已更换阀门");
            walk.write("answer", "热力公司已换阀门，天花板不再滴水，请您看看。");
            walk.isNow("已答复");

            phone.navigate(progress);
            phone.reload();
            phone.locator("main").getByText("天花板不再滴水").first().waitFor();
            phone.locator("label:has(input[name=settled][value=true])").click();
            phone.locator("label:has(input[name=stars][value='5'])").click();
            phone.waitForNavigation(() -> phone.locator("form[action$='/settled'] button[type=submit]")
                    .click());

            desk.navigate(matter);
            walk.isNow("已回访");
            walk.press("close");
            walk.isNow("办结");
            assertThat(hers.complaints()).isEmpty();
            assertThat(his.complaints()).isEmpty();
            assertThat(theirs.complaints()).isEmpty();
        }
    }

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        var brush = image.createGraphics();
        brush.setColor(Color.LIGHT_GRAY);
        brush.fillRect(0, 0, 640, 480);
        brush.setColor(Color.DARK_GRAY);
        brush.fillOval(200, 120, 240, 180);
        brush.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
