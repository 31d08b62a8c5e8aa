package org.fengqiao.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.imageio.ImageIO;
import org.fengqiao.access.SignedIn;
import org.fengqiao.database.Examine;
import org.fengqiao.database.Look;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddNote;
import org.fengqiao.matter.AddWord;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.AskPartner;
import org.fengqiao.matter.AttachPhotos;
import org.fengqiao.matter.CallBackMatter;
import org.fengqiao.matter.CloseMatter;
import org.fengqiao.matter.HandOverMatter;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.MergeMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.ReopenMatter;
import org.fengqiao.matter.ReportAsPartner;
import org.fengqiao.matter.ReturnMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.UnmergeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Soak;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** R16: 32 people at once do everything that can be done to the same 100 matters. */
@Tag("fault")
@InTheHouse
@TestPropertySource(properties = "spring.application.name=house-of-r16")
@DirtiesContext
class R16_SameMattersTest {

    private static final int MATTERS = 100;
    private static final int PEOPLE = 32;

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    HandOverMatter handOverMatter;

    @Autowired
    ReturnMatter returnMatter;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    CallBackMatter callBackMatter;

    @Autowired
    MergeMatter mergeMatter;

    @Autowired
    UnmergeMatter unmergeMatter;

    @Autowired
    CloseMatter closeMatter;

    @Autowired
    ReopenMatter reopenMatter;

    @Autowired
    AddWord addWord;

    @Autowired
    AddNote addNote;

    @Autowired
    AttachPhotos attachPhotos;

    @Autowired
    AskPartner askPartner;

    @Autowired
    ReportAsPartner reportAsPartner;

    @Autowired
    MatterSheets sheets;

    @Autowired
    Ledger ledger;

    @Autowired
    Examine examine;

    /** What somebody was told is done: which line of the life of which matter it became. */
    private record Done(long matter, int version, String what, String by) {}

    private final Queue<Done> done = new ConcurrentLinkedQueue<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final byte[] photo = photo();
    private List<OpenMatter.Opened> matters = List.of();

    @Test
    void nothingThatWasDoneToTheSameMattersAtOnceIsLostOrDoneTwice() throws Exception {
        Random chance = Soak.chance("R16");
        int operations = Soak.times(5_000, 50_000);
        matters = open();
        AtomicInteger left = new AtomicInteger(operations);
        List<Future<?>> people = new ArrayList<>();
        try (ExecutorService all = Executors.newFixedThreadPool(PEOPLE)) {
            for (int i = 0; i < PEOPLE; i++) {
                Random own = new Random(chance.nextLong());
                people.add(all.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        something(own);
                    }
                }));
            }
            for (Future<?> person : people) {
                person.get();
            }
        } catch (ExecutionException broken) {
            throw new AssertionError(broken.getCause());
        }
        judge(operations);
    }

    private List<OpenMatter.Opened> open() {
        return town.as(town.zheng, () -> {
            List<NewMatter> fresh = new ArrayList<>();
            for (int i = 0; i < MATTERS; i++) {
                fresh.add(NewMatter.of(i % 2 == 0 ? town.qingshi : town.hewan, "DEMAND", "第 " + i + " 件", Way.DESK));
            }
            return openMatter.openAll(fresh, Town.actor(town.zheng));
        });
    }

    /** Half of what is done is done to the first few matters, where everybody meets. */
    private OpenMatter.Opened one(Random chance) {
        return matters.get(chance.nextBoolean() ? chance.nextInt(6) : chance.nextInt(MATTERS));
    }

    private void something(Random chance) {
        OpenMatter.Opened matter = one(chance);
        long id = matter.id();
        SignedIn me =
                List.of(town.chen, town.zhou, town.wu, town.zheng, town.zheng).get(chance.nextInt(5));
        Actor by = Town.actor(me);
        boolean looksFirst = chance.nextInt(4) == 0;
        Integer seen = looksFirst
                ? town.as(me, () -> sheets.find(id)).map(MatterView::version).orElse(null)
                : null;
        switch (chance.nextInt(16)) {
            case 0, 1, 2 -> as(me, "Taken", id, () -> takeMatter.take(id, seen, by));
            case 3 ->
                as(
                        me,
                        "HandedOver",
                        id,
                        () -> handOverMatter.handOver(
                                id, seen, by, chance.nextBoolean() ? town.qingshi : town.hewan, "归你们管"));
            case 4 -> as(me, "Returned", id, () -> returnMatter.giveBack(id, seen, by, "不归我们管"));
            case 5, 6 -> as(me, "Answered", id, () -> answerMatter.answer(id, seen, by, "已经处理"));
            case 7 ->
                as(me, "CalledBack", id, () -> callBackMatter.callBack(id, seen, by, chance.nextInt(3) > 0, 4, ""));
            case 8 -> as(me, "Closed", id, () -> closeMatter.close(id, seen, by, "办完了"));
            case 9 -> as(me, "Reopened", id, () -> reopenMatter.reopen(id, seen, by, "又漏了"));
            case 10, 11 ->
                as(
                        me,
                        "Merged",
                        id,
                        () -> mergeMatter.merge(id, seen, by, one(chance).id()));
            case 12 -> as(me, "Unmerged", id, () -> unmergeMatter.unmerge(id, seen, by));
            case 13 ->
                as(
                        me,
                        "Noted",
                        id,
                        () -> attachPhotos.attach(
                                id, List.of(photo), photos -> addNote.note(id, seen, by, "拍了照片", photos)));
            case 14 -> {
                if (chance.nextBoolean()) {
                    as(me, "PartnerAsked", id, () -> askPartner.askUnit(id, seen, by, town.heating, "看看阀门"));
                } else {
                    as(town.liu, "PartnerReported", id, () -> reportAsPartner.report(id, Town.actor(town.liu), "看过了"));
                }
            }
            default ->
                attempt(
                        Sight.tracking(matter.tracking()),
                        "WordAdded",
                        id,
                        "王姐",
                        () -> addWord.add(id, null, Actor.resident("王姐"), "还在漏", List.of()));
        }
    }

    /** Something that changes a matter and says to which version. */
    private interface Attempt {
        int version();
    }

    private void as(SignedIn who, String what, long matter, Attempt attempt) {
        attempt(who.sight(), what, matter, who.name(), attempt);
    }

    private void attempt(Sight sight, String what, long matter, String by, Attempt attempt) {
        try {
            done.add(new Done(matter, sight.see(attempt::version), what, by));
        } catch (RefusedException refusal) {
            refused.computeIfAbsent(refusal.key(), key -> new LongAdder()).increment();
        } catch (RuntimeException trouble) {
            failed.add(what + ": " + trouble);
        }
    }

    private void judge(int operations) {
        Set<Done> acknowledged = new HashSet<>(done);
        Set<Done> written = new HashSet<>();
        for (OpenMatter.Opened matter : matters) {
            List<LedgerLine> life = Sight.HOUSE.see(() -> ledger.of(matter.id()));
            for (int version = 2; version <= life.size(); version++) {
                LedgerLine line = life.get(version - 1);
                written.add(new Done(
                        matter.id(), version, line.happening().getClass().getSimpleName(), line.byName()));
            }
        }
        Set<Done> lost = minus(acknowledged, written);
        Set<Done> unexpected = minus(written, acknowledged);
        int twice = done.size() - acknowledged.size();
        long turnedAway = refused.values().stream().mapToLong(LongAdder::sum).sum();
        System.out.printf(
                "R16: %d operations by %d people on %d matters; acknowledged %d, refused %d, failed %d, lost %d, duplicated %d, unexpected %d%n",
                operations,
                PEOPLE,
                MATTERS,
                done.size(),
                turnedAway,
                failed.size(),
                lost.size(),
                twice,
                unexpected.size());
        System.out.println("R16: refused " + new TreeMap<>(refused));
        assertThat(failed).as("neither done nor refused").isEmpty();
        assertThat(done.size() + turnedAway).isEqualTo(operations);
        assertThat(lost).as("acknowledged, and no line tells of it").isEmpty();
        assertThat(twice).as("two were told they wrote the same line").isZero();
        assertThat(unexpected).as("a line that nobody was told of").isEmpty();
        for (Look look : examine.examine(look -> {})) {
            assertThat(look.findings()).as(look.about().english()).isEmpty();
        }
        Hits.atLeast(operations / 5 + 1, "operations done", done.size());
        assertThat(refused)
                .as("people who met at the same matter, else nothing was tested")
                .containsKey("refused.matter.overtaken");
    }

    private static Set<Done> minus(Set<Done> all, Set<Done> known) {
        Set<Done> rest = new HashSet<>(all);
        rest.removeAll(known);
        return rest;
    }

    private static byte[] photo() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
