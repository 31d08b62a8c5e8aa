package org.fengqiao.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fengqiao.access.SignedIn;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.Messages;
import org.fengqiao.matter.AskResident;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.MatterView;
import org.fengqiao.matter.Way;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@InTheHouse
class BridgeMessagesTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Robots robots;

    @Autowired
    EveryRow rows;

    @Autowired
    Messages messages;

    @Autowired
    Inbox inbox;

    @Autowired
    SortMessages sortMessages;

    @Autowired
    ForgetMessages forgetMessages;

    @Autowired
    AskResident askResident;

    @Autowired
    MatterSheets sheets;

    @Autowired
    Ledger ledger;

    private int bridge(Bridge.Opens opens) {
        return robots.bridge(town.qingshi, opens);
    }

    private BridgeRobot robot(int bridge) {
        return robots.robot(port, bridge);
    }

    private final String open =
            "select count(*) from channel.quarantine where bridge_id = ? and settled_at is null and length(raw) > 0";

    private Inbox.Talk talk(int bridge) {
        Inbox.Sheet sheet = town.as(town.chen, () -> inbox.sheet(0));
        while (true) {
            for (Inbox.Talk talk : sheet.talks()) {
                if (talk.bridgeId() == bridge) {
                    return talk;
                }
            }
            long after = sheet.next();
            assertThat(after).as("a further page").isNotZero();
            sheet = town.as(town.chen, () -> inbox.sheet(after));
        }
    }

    private static List<Long> ids(Inbox.Turn turn) {
        return Arrays.stream(turn.tick().split("-")).map(Long::valueOf).toList();
    }

    @Test
    void eachMessageOfABridgeForMattersBecomesExactlyOneMatter() {
        int bridge = bridge(Bridge.Opens.MATTER);
        List<String> batch = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            batch.add(BridgeRobot.message("m-" + i, "第 " + i + " 件诉求"));
        }
        robot(bridge).send("[" + String.join(",", batch) + "]");
        robot(bridge).send("[" + String.join(",", batch) + "]");
        Soon.it(
                "every message is a matter",
                () -> rows.read(
                                "select count(*) from channel.message where bridge_id = ? and state = 'MATTER'",
                                Long.class,
                                bridge)
                        == 120);
        assertThat(rows.read("select count(*) from matter.matter where bridge_id = ?", Long.class, bridge))
                .isEqualTo(120);
        assertThat(rows.read(
                        "select count(distinct matter_id) from channel.message where bridge_id = ?",
                        Long.class,
                        bridge))
                .isEqualTo(120);
        assertThat(rows.read("select count(*) from groups.chat_group where bridge_id = ?", Long.class, bridge))
                .isEqualTo(1);
    }

    @Test
    void theMatterKnowsWhoSaidItWhereAndWhen() {
        int bridge = bridge(Bridge.Opens.MATTER);
        robot(bridge).send(BridgeRobot.message("m-1", "三号楼的路灯坏了"));
        Soon.it(
                "it is a matter",
                () -> rows.read("select count(*) from matter.matter where bridge_id = ?", Long.class, bridge) == 1);
        long id = rows.read("select id from matter.matter where bridge_id = ?", Long.class, bridge);
        MatterView matter = town.as(town.chen, () -> sheets.find(id)).orElseThrow();
        assertThat(matter.way()).isEqualTo(Way.HOOK);
        assertThat(matter.asker()).isEqualTo("三楼王姐");
        assertThat(matter.groupName()).isEqualTo("青石花园3号楼");
        assertThat(town.as(town.chen, () -> messages.of(id)))
                .extracting(one -> one.externalId())
                .containsExactly("m-1");
    }

    @Test
    void whoWasAskedForMoreAnswersOnTheSameMatter() {
        int bridge = bridge(Bridge.Opens.MATTER);
        robot(bridge).send(BridgeRobot.message("m-1", "楼道灯不亮"));
        Soon.it(
                "it is a matter",
                () -> rows.read("select count(*) from matter.matter where bridge_id = ?", Long.class, bridge) == 1);
        long id = rows.read("select id from matter.matter where bridge_id = ?", Long.class, bridge);
        town.as(town.chen, () -> askResident.ask(id, null, Town.actor(town.chen), "几单元？"));
        robot(bridge).send(BridgeRobot.message("m-2", "二单元"));
        Soon.it(
                "the answer is on the matter",
                () -> town.as(town.chen, () -> messages.of(id)).size() == 2);
        assertThat(town.as(town.chen, () -> ledger.of(id)).getLast().happening())
                .isEqualTo(new Happening.WordAdded("二单元", List.of()));
        robot(bridge).send(BridgeRobot.message("m-3", "还有，电梯也坏了"));
        Soon.it(
                "what is said later is a matter of its own",
                () -> rows.read("select count(*) from matter.matter where bridge_id = ?", Long.class, bridge) == 2);
    }

    @Test
    void whatNobodyCouldReadOrLookedAtLosesItsBytesAfterAMonth() {
        int bridge = bridge(Bridge.Opens.DESK);
        robot(bridge).send("{\"id\":\"x\"}");
        assertThat(rows.read(open, Long.class, bridge)).isEqualTo(1);
        rows.write("update channel.quarantine set came_at = now() - interval '31 days' where bridge_id = ?", bridge);
        forgetMessages.forget();
        assertThat(rows.read(open, Long.class, bridge)).isZero();
        assertThat(rows.read("select sum(length(raw)) from channel.quarantine where bridge_id = ?", Long.class, bridge))
                .isZero();
        robot(bridge).send("{\"id\":\"x\"}");
        assertThat(rows.read(open, Long.class, bridge))
                .as("what comes again is to be looked at again")
                .isEqualTo(1);
    }

    @Test
    void whatWaitsAtTheDeskIsShownTogetherAndOpenedByAnOfficer() {
        int bridge = bridge(Bridge.Opens.DESK);
        robot(bridge).send("[" + BridgeRobot.message("a", "楼道灯不亮") + "," + BridgeRobot.message("b", "已经三天了") + "]");
        Inbox.Talk talk = talk(bridge);
        assertThat(talk.groupName()).isEqualTo("青石花园3号楼");
        assertThat(talk.turns())
                .singleElement()
                .satisfies(turn -> assertThat(turn.words()).containsExactly("楼道灯不亮", "已经三天了"));
        SortMessages.Sorted sorted = town.as(
                town.chen,
                () -> sortMessages.open(
                        town.chen,
                        List.of(new SortMessages.Ticked(ids(talk.turns().getFirst()), "HAZARD", 0))));
        assertThat(sorted.opened()).hasSize(1);
        MatterView matter = town.as(town.chen, () -> sheets.find(sorted.opened().getFirst()))
                .orElseThrow();
        assertThat(matter.words()).isEqualTo("楼道灯不亮\n已经三天了");
        assertThat(matter.kind()).isEqualTo("HAZARD");
    }

    @Test
    void whatWasOpenedIsToldByItsNumber() {
        int bridge = bridge(Bridge.Opens.DESK);
        robot(bridge).send(BridgeRobot.message("a", "楼道灯不亮"));
        Visitor chen = Visitor.signedIn(port, town.chen);
        chen.see("/inbox");
        chen.send("/inbox", "open", "1", "tick", talk(bridge).turns().getFirst().tick());
        assertThat(chen.see("/inbox").body())
                .contains(rows.read("select number from matter.matter where bridge_id = ?", String.class, bridge));
    }

    @Test
    void furtherWordsOfTheSameSenderAreOfferedToTheOpenMatter() {
        int bridge = bridge(Bridge.Opens.DESK);
        robot(bridge).send(BridgeRobot.message("a", "楼道灯不亮"));
        long matter = town.as(
                        town.chen,
                        () -> sortMessages.open(
                                town.chen,
                                List.of(new SortMessages.Ticked(
                                        ids(talk(bridge).turns().getFirst()), "DEMAND", 0))))
                .opened()
                .getFirst();
        robot(bridge).send(BridgeRobot.message("b", "就是二单元那盏"));
        Inbox.Turn further = talk(bridge).turns().getFirst();
        assertThat(further.goesOn()).isEqualTo(matter);
        town.as(
                town.chen,
                () -> sortMessages.open(
                        town.chen, List.of(new SortMessages.Ticked(ids(further), "DEMAND", further.goesOn()))));
        assertThat(town.as(town.chen, () -> ledger.of(matter)))
                .extracting(line -> line.happening().getClass().getSimpleName())
                .containsExactly("Opened", "WordAdded");
    }

    @Test
    void aMessageTwoOfficersTickOpensOneMatter() {
        int bridge = bridge(Bridge.Opens.DESK);
        robot(bridge).send(BridgeRobot.message("a", "楼道灯不亮"));
        List<SortMessages.Ticked> tick =
                List.of(new SortMessages.Ticked(ids(talk(bridge).turns().getFirst()), "DEMAND", 0));
        assertThat(town.as(town.chen, () -> sortMessages.open(town.chen, tick)).opened())
                .hasSize(1);
        SortMessages.Sorted second = town.as(town.zhou, () -> sortMessages.open(town.zhou, tick));
        assertThat(second.opened()).isEmpty();
        assertThat(second.gone()).isEqualTo(1);
    }

    @Test
    void chatterLeavesNoWordsAndIsStillKnownWhenItIsSentAgain() {
        int bridge = bridge(Bridge.Opens.DESK);
        String body = BridgeRobot.message("a", "今天天气真好");
        String first = robot(bridge).send(body).body();
        town.as(town.chen, () -> sortMessages.forget(ids(talk(bridge).turns().getFirst())));
        assertThat(rows.read(
                        "select count(*) from channel.message where bridge_id = ? and words is null and sender = ''",
                        Long.class,
                        bridge))
                .isEqualTo(1);
        assertThat(robot(bridge).send(body).body()).isEqualTo(first);
    }

    @Test
    void whatNobodySortsInTimeLosesItsWords() {
        int bridge = bridge(Bridge.Opens.DESK);
        robot(bridge).send("[" + BridgeRobot.message("old", "三天前的话") + "," + BridgeRobot.message("new", "刚说的话") + "]");
        rows.write(
                "update channel.message set received_at = now() - interval '73 hours' where bridge_id = ? and external_id = 'old'",
                bridge);
        forgetMessages.forget();
        assertThat(talk(bridge).turns())
                .singleElement()
                .satisfies(turn -> assertThat(turn.words()).containsExactly("刚说的话"));
    }

    @Test
    void anotherStationSeesNothingOfIt() {
        int bridge = bridge(Bridge.Opens.DESK);
        robot(bridge).send(BridgeRobot.message(UUID.randomUUID().toString(), "只给青石所的话"));
        assertThat(town.as(town.wu, () -> inbox.sheet(0)).talks()).noneMatch(one -> one.bridgeId() == bridge);
    }

    @Test
    void twoOfficersWhoAddToTheSameMattersFromBothEndsDoNotWaitForEachOther() throws Exception {
        int bridge = bridge(Bridge.Opens.DESK);
        List<String> batch = new ArrayList<>();
        for (int i = 0; i < 82; i++) {
            batch.add(BridgeRobot.message("e-" + i, "第 " + i + " 句"));
        }
        robot(bridge).send("[" + String.join(",", batch) + "]");
        long first = rows.read("select min(id) from channel.message where bridge_id = ?", Long.class, bridge);
        List<Long> both = town.as(
                        town.chen,
                        () -> sortMessages.open(
                                town.chen,
                                List.of(
                                        new SortMessages.Ticked(List.of(first), "DEMAND", 0),
                                        new SortMessages.Ticked(List.of(first + 1), "DEMAND", 0))))
                .opened();
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService desk = Executors.newFixedThreadPool(2)) {
            Future<Integer> chen = desk.submit(() -> sortToBoth(town.chen, together, first + 2, both));
            Future<Integer> zhou = desk.submit(() -> sortToBoth(town.zhou, together, first + 42, both.reversed()));
            assertThat(chen.get()).isEqualTo(40);
            assertThat(zhou.get()).isEqualTo(40);
        }
    }

    private int sortToBoth(SignedIn me, CyclicBarrier together, long from, List<Long> both) throws Exception {
        int added = 0;
        for (long id = from; id < from + 40; id += 2) {
            List<SortMessages.Ticked> ticks = List.of(
                    new SortMessages.Ticked(List.of(id), "DEMAND", both.getFirst()),
                    new SortMessages.Ticked(List.of(id + 1), "DEMAND", both.getLast()));
            together.await(1, TimeUnit.MINUTES);
            added += town.as(me, () -> sortMessages.open(me, ticks)).added().size();
        }
        return added;
    }
}
