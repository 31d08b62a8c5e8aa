package org.fengqiao.intake.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.AskResident;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.ShowPhoto;
import org.fengqiao.matter.Stage;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The residents' page as it lies in the hand: on a phone, on a phone without script, with large type. */
@InTheHouse
class InTheHandTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    AddGroup addGroup;

    @Autowired
    GroupSheets groups;

    @Autowired
    MatterSheets sheets;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    AskResident askResident;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    ShowPhoto showPhoto;

    private ChatGroup group;

    @BeforeEach
    void aPosterHangsInWillowLane() {
        group = town.as(
                town.chen,
                () -> groups.require(addGroup.add(
                        town.qingshi,
                        GroupFacts.of("柳树巷一号群", "柳树巷 1—12 号楼")
                                .ownedBy(town.chen.officer())
                                .of(480))));
    }

    private MatterView matter(Page page) {
        String tracking = page.url().replaceAll(".*/t/([0-9A-Z]{16}).*", "$1");
        return town.as(town.chen, () -> sheets.findByTracking(tracking)).orElseThrow();
    }

    private void atTheDesk(Consumer<Actor> work) {
        town.as(town.chen, () -> {
            work.accept(Actor.of(town.chen));
            return true;
        });
    }

    private void withoutScript(Consumer<Page> story) {
        try (Browser.Window window = browser.phone();
                BrowserContext plain = window.context()
                        .browser()
                        .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                                .setJavaScriptEnabled(false)
                                .setViewportSize(390, 844)
                                .setBaseURL("http://localhost:" + port))) {
            plain.setDefaultTimeout(15_000);
            story.accept(plain.newPage());
        }
    }

    @Test
    void theWholeWayWorksWithoutScript() {
        withoutScript(page -> {
            page.navigate("/r/" + group.door());
            page.locator("#words").fill("三单元楼道灯坏了，晚上看不见");
            page.locator("#photos").setInputFiles(picture("灯.png", 800, 600));
            page.locator("#place").fill("柳树巷 3 号楼");
            page.locator("#name").fill("老马");
            picture(page, "door");
            page.locator("form .send").click();
            assertThat(page.locator(".done").innerText()).contains("已收到");
            picture(page, "received");
            MatterView matter = matter(page);
            assertThat(town.as(town.chen, () -> showPhoto.of(matter.id()))).hasSize(1);

            atTheDesk(chen -> {
                takeMatter.take(matter.id(), null, chen);
                askResident.ask(matter.id(), null, chen, "请问是几层？");
            });
            page.navigate("/t/" + matter.tracking());
            picture(page, "question");
            page.locator("#words").fill("四层到五层之间");
            page.locator("#add .send").click();
            assertThat(page.locator(".story").innerText()).contains("四层到五层之间");

            atTheDesk(chen -> answerMatter.answer(matter.id(), null, chen, "物业今晚换灯，请放心。"));
            page.navigate("/t/" + matter.tracking());
            page.locator("label:has(input[value=true])").click();
            page.locator(".stars label").nth(4).click();
            picture(page, "answered");
            page.locator("form:has(.stars) .send").click();
            assertThat(page.locator("main").innerText()).contains("谢谢您的评价", "您说已经解决", "5 星");
            picture(page, "rated");
            assertThat(matter(page).stage()).isEqualTo(Stage.CALLED_BACK);
        });
    }

    @Test
    void withAScriptPhotosAreMadeSmallerAndThePositionIsTaken() {
        try (Browser.Window window = browser.phone()) {
            window.context().grantPermissions(List.of("geolocation"));
            window.context().setGeolocation(new com.microsoft.playwright.options.Geolocation(39.915, 116.404));
            Page page = window.tab();
            page.navigate("/r/" + group.door());
            page.locator("#words").fill("树倒在路上");
            page.locator("#photos").setInputFiles(picture("树.png", 3000, 2000));
            page.locator(".previews img").waitFor();
            page.locator("[data-here]").click();
            page.locator("[data-forget]").waitFor();
            page.locator("form .send").dblclick();
            page.waitForURL(url -> url.contains("/t/"));
            MatterView matter = matter(page);
            assertThat(matter.place())
                    .isNotNull()
                    .satisfies(place -> assertThat(place.longitude())
                            .isCloseTo(116.410244, org.assertj.core.api.Assertions.within(1e-5)));
            assertThat(town.as(town.chen, () -> showPhoto.of(matter.id())))
                    .singleElement()
                    .satisfies(photo -> assertThat(photo.width()).isEqualTo(2048));
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void withTypeTwiceAsLargeNothingRunsOutOfTheScreen() {
        try (Browser.Window window = browser.phone()) {
            Page page = window.tab();
            for (String path : List.of("/r/" + group.door(), "/t", "/t/ABCD")) {
                page.navigate(path);
                page.evaluate("document.documentElement.style.fontSize = '225%'");
                picture(page, "large" + path.replace('/', '-').replace(group.door(), "door"));
                assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                        .as(path)
                        .isEqualTo(true);
            }
        }
    }

    @Test
    void everyFieldHasALabelAndEveryTargetIsLargeEnoughForAThumb() {
        try (Browser.Window window = browser.phone()) {
            Page page = window.tab();
            page.navigate("/r/" + group.door());
            for (Locator field : page.locator("main input:not([type=hidden]):not([name=homepage]), main textarea")
                    .all()) {
                Locator label = page.locator("label[for=" + field.getAttribute("id") + "]");
                assertThat(label.count()).as(field.getAttribute("id")).isEqualTo(1);
                // A tick is set by its words.
                Locator target = "checkbox".equals(field.getAttribute("type")) ? label : field;
                assertThat(target.boundingBox().height).isGreaterThanOrEqualTo(44);
            }
            assertThat(page.locator("form .send").boundingBox().height).isGreaterThanOrEqualTo(44);
        }
    }

    private static void picture(Page page, String name) {
        String folder = System.getProperty("pictures");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, name + ".png"))
                    .setFullPage(true));
        }
    }

    private static FilePayload picture(String name, int width, int height) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FilePayload(name, "image/png", file.toByteArray());
    }
}
