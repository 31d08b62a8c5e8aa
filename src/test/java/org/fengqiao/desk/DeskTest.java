package org.fengqiao.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.town.Browser;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class DeskTest {

    @Autowired
    Town town;

    @Autowired
    Browser browser;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    MatterSheets sheets;

    @Autowired
    DeskWatch watch;

    @LocalServerPort
    int port;

    private OpenMatter.Opened opened(String words) {
        return town.as(
                town.li,
                () -> openMatter.open(NewMatter.of(town.qingshi, "HELP", words, Way.DESK), Town.actor(town.li)));
    }

    @Test
    void theCountChangesByItselfWhenAColleagueOpensAMatter() {
        try (Browser.Window desktop = browser.desktop()) {
            Page page = desktop.signedIn(town.chen);
            assertThat(page.locator("#live")).isVisible();
            Locator count = page.locator("[data-count=received]");
            int before = Integer.parseInt(count.textContent());
            opened("桥头公园长椅上有人落下一只书包");
            assertThat(count).hasText(String.valueOf(before + 1));
            assertThat(page.locator("#lists")).containsText("落下一只书包");
            assertThat(desktop.complaints()).isEmpty();
        }
    }

    @Test
    void aTabThatDiedIsLeftAndTheOthersOfTheSameOfficerGoOn() {
        BlockingQueue<Map<String, Long>> shown = new LinkedBlockingQueue<>();
        AtomicInteger ended = new AtomicInteger();
        watch.watch(town.li, new Gone(ended), () -> true);
        watch.watch(town.li, new Gone(ended), () -> true);
        Living living = new Living(shown);
        watch.watch(town.li, living, () -> true);
        Soon.it("both dead tabs are ended", () -> ended.get() == 2);
        Soon.it("the living one is shown the counts", () -> !shown.isEmpty());
        shown.clear();
        opened("门岗旁的快递柜打不开");
        Soon.it("and shown them again when they change", () -> !shown.isEmpty());
        assertThat(ended).as("each was left once").hasValue(2);
        watch.forget(living);
    }

    private record Gone(AtomicInteger ended) implements DeskWatch.Tab {
        @Override
        public void show(Map<String, Long> counts) throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public void end() {
            ended.incrementAndGet();
            throw new IllegalStateException("the answer is over");
        }
    }

    private record Living(BlockingQueue<Map<String, Long>> shown) implements DeskWatch.Tab {
        @Override
        public void show(Map<String, Long> counts) {
            shown.add(counts);
        }

        @Override
        public void end() {
            throw new IllegalStateException("nobody asked this one to go");
        }
    }

    @Test
    void whoOpensAMatterFindsItCountedAtOnceThoughTheStationHasPartners() {
        assertThat(town.chen.units()).as("the station and its partners").hasSizeGreaterThan(1);
        long before = town.as(town.chen, () -> sheets.counts(town.chen)).received();
        opened("河堤上有人放风筝缠住电线");
        assertThat(town.as(town.chen, () -> sheets.counts(town.chen)).received())
                .isEqualTo(before + 1);
    }

    @Test
    void theDeskWorksWithoutScriptAndShowsNothingOfAnotherStation() {
        OpenMatter.Opened mine = opened("柳树巷的井盖松了");
        assertThat(Visitor.signedIn(port, town.chen).see("/").body()).contains(mine.number());
        assertThat(Visitor.signedIn(port, town.wu).see("/").body()).doesNotContain("柳树巷的井盖松了");
        assertThat(Visitor.signedIn(port, town.sun).see("/").body()).doesNotContain("柳树巷的井盖松了");
    }

    @Test
    void anAdministratorIsLedThroughTheFirstSteps() {
        assertThat(Visitor.signedIn(port, town.he).see("/").body()).contains("开通第一个安全管理员", "建立派出所", "登记微信群", "接入消息桥");
        assertThat(Visitor.signedIn(port, town.su).see("/").body()).contains("添加民警", "开通审计员账号");
        assertThat(Visitor.signedIn(port, town.fang).see("/").body()).contains("谁在什么时候做了什么");
    }

    @Test
    void whoElseHasAMatterOpenIsNamedAndGoneAfterHalfAMinute() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T02:03:00Z"));
        InstantSource moving = now::get;
        Presence presence = new Presence(moving.withZone(ZoneOffset.UTC));
        assertThat(presence.reads(town.chen, 1)).isEmpty();
        assertThat(presence.reads(town.zhou, 1)).containsExactly("陈晓岚");
        assertThat(presence.reads(town.zhou, 2)).isEmpty();
        now.set(now.get().plus(Duration.ofSeconds(31)));
        assertThat(presence.reads(town.zhou, 1)).isEmpty();
    }

    @Test
    void aMatterOutOfSightTellsNothingOfItsReaders() {
        OpenMatter.Opened matter = opened("邻居装修太吵");
        Visitor chen = Visitor.signedIn(port, town.chen);
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        assertThat(chen.see("/matters/" + matter.id() + "/presence").statusCode())
                .isEqualTo(200);
        assertThat(zhou.see("/matters/" + matter.id() + "/presence").body()).contains("陈晓岚正在查看");
        assertThat(Visitor.signedIn(port, town.wu)
                        .see("/matters/" + matter.id() + "/presence")
                        .statusCode())
                .isEqualTo(404);
    }
}
