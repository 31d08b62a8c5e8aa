package org.fengqiao.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fengqiao.channel.Bridge;
import org.fengqiao.channel.ChangeBridge;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.matter.AnswerMatter;
import org.fengqiao.matter.DeclineMatter;
import org.fengqiao.matter.Happening;
import org.fengqiao.matter.Ledger;
import org.fengqiao.matter.LedgerLine;
import org.fengqiao.matter.MergeMatter;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.TakeMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.BridgeRobot;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Peer;
import org.fengqiao.town.Robots;
import org.fengqiao.town.Soon;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@InTheHouse
class NoticeTest {

    @LocalServerPort
    int port;

    @Autowired
    Town town;

    @Autowired
    Robots robots;

    @Autowired
    EveryRow rows;

    @Autowired
    ChangeBridge changeBridge;

    @Autowired
    AddGroup addGroup;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    MergeMatter mergeMatter;

    @Autowired
    DeclineMatter declineMatter;

    @Autowired
    NoticeFollower noticeFollower;

    @Autowired
    Ledger ledger;

    @Autowired
    Posts posts;

    @Autowired
    PostWarning postWarning;

    @Autowired
    ConfirmPost confirmPost;

    @Autowired
    WithdrawPost withdrawPost;

    @Autowired
    Callouts callouts;

    @Autowired
    JdbcClient jdbc;

    private int group(String name) {
        return town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of(name, "")));
    }

    private long pasted(int group) {
        return pasted(group, "三楼王姐");
    }

    private long pasted(int group, String asker) {
        return town.as(
                        town.chen,
                        () -> openMatter.open(
                                NewMatter.of(town.qingshi, "DEMAND", "暖气不热", Way.PASTE)
                                        .inGroup(group)
                                        .askedBy(0, asker),
                                Town.actor(town.chen)))
                .id();
    }

    private void answer(long matter, String words) {
        town.as(town.chen, () -> {
            takeMatter.take(matter, null, Town.actor(town.chen));
            return answerMatter.answer(matter, null, Town.actor(town.chen), words);
        });
    }

    private List<Posts.Post> postsOf(long matter) {
        return town.as(town.chen, () -> posts.of(matter));
    }

    private List<String> happenings(long matter) {
        return town.as(town.chen, () -> ledger.of(matter)).stream()
                .map(line -> line.happening().getClass().getSimpleName())
                .toList();
    }

    private long overBridge(int bridge) {
        robots.robot(port, bridge).send(BridgeRobot.message("m-1", "三号楼的路灯坏了"));
        Soon.it(
                "the message is a matter",
                () -> rows.read("select count(*) from matter.matter where bridge_id = ?", Long.class, bridge) == 1);
        return rows.read("select id from matter.matter where bridge_id = ?", Long.class, bridge);
    }

    private int bridgeTo(String address) {
        return robots.bridge(town.qingshi, Bridge.Opens.MATTER, address);
    }

    private void becomes(long matter, String state) {
        Soon.it(
                "the callout is " + state,
                () -> rows.read(
                                "select count(*) from notice.callout where matter_id = ? and state = ?",
                                Long.class,
                                matter,
                                state)
                        == 1);
    }

    private String said(long matter) {
        return rows.read("select said from notice.callout where matter_id = ?", String.class, matter);
    }

    @Test
    void theAnswerToAPastedMatterIsAReadyTextWithNamesAndNumbersHidden() {
        int group = group("青石花园1号楼");
        long matter = pasted(group);
        answer(matter, "三楼王姐，热力公司今晚上门，联系 19900001234");
        Soon.it("the text is there", () -> !postsOf(matter).isEmpty());
        Posts.Post post = postsOf(matter).getFirst();
        assertThat(post.words()).contains("（20").contains("199****1234").doesNotContain("三楼王姐");
        assertThat(post.receipts()).singleElement().satisfies(receipt -> {
            assertThat(receipt.groupId()).isEqualTo(group);
            assertThat(receipt.posted()).isFalse();
        });
    }

    @Test
    void oneTapSaysThatItIsPostedAndTheTimelineKnows() {
        int group = group("青石花园2号楼");
        long matter = pasted(group);
        answer(matter, "今晚修好");
        Soon.it("the text is there", () -> !postsOf(matter).isEmpty());
        long post = postsOf(matter).getFirst().id();
        for (int twice = 0; twice < 2; twice++) {
            town.as(town.li, () -> {
                confirmPost.posted(post, group, Town.actor(town.li));
                return true;
            });
        }
        assertThat(postsOf(matter).getFirst().receipts().getFirst().postedBy()).isEqualTo("李文");
        assertThat(happenings(matter)).containsOnlyOnce("Told");
    }

    @Test
    void aCorrectedAnswerTakesThePlaceOfOneNobodyHasPostedYet() {
        long matter = pasted(group("青石花园4号楼"));
        answer(matter, "明天修");
        Soon.it("the first text is there", () -> postsOf(matter).size() == 1);
        town.as(town.chen, () -> answerMatter.answer(matter, null, Town.actor(town.chen), "今晚就修"));
        Soon.it("the second text is there", () -> postsOf(matter).size() == 2);
        assertThat(postsOf(matter)).extracting(Posts.Post::withdrawn).containsExactly(false, true);
    }

    @Test
    void aMatterMergedIntoAnotherHearsItsAnswer() {
        long lead = pasted(group("青石花园5号楼"));
        long other = pasted(group("青石花园6号楼"));
        town.as(town.chen, () -> mergeMatter.merge(other, null, Town.actor(town.chen), lead));
        answer(lead, "全小区今晚供热恢复");
        Soon.it(
                "both texts are there",
                () -> postsOf(lead).size() == 1 && postsOf(other).size() == 1);
    }

    @Test
    void whoAskedElsewhereIsNotNamedInTheAnswerThatAMergedMatterHears() {
        long lead = pasted(group("青石花园7号楼"), "东门赵姐");
        long other = pasted(group("青石花园8号楼"), "三楼王姐");
        town.as(town.chen, () -> mergeMatter.merge(other, null, Town.actor(town.chen), lead));
        answer(lead, "东门赵姐家的阀门已换好，三楼王姐家也通了");
        Soon.it("the other text is there", () -> postsOf(other).size() == 1);
        assertThat(postsOf(other).getFirst().words()).doesNotContain("东门赵姐", "三楼王姐");
    }

    @Test
    void aMatterMergedIntoOneThatIsDeclinedHearsWhy() {
        long lead = pasted(group("青石花园9号楼"));
        long other = pasted(group("青石花园10号楼"));
        town.as(town.chen, () -> mergeMatter.merge(other, null, Town.actor(town.chen), lead));
        town.as(town.chen, () -> declineMatter.decline(lead, null, Town.actor(town.chen), "属于供热合同纠纷，请走仲裁"));
        Soon.it("the other hears it", () -> postsOf(other).size() == 1);
        assertThat(postsOf(other).getFirst().words()).contains("供热合同纠纷");
    }

    @Test
    void anOldAnswerThatIsTriedAgainLateDoesNotTakeThePlaceOfTheNewOne() {
        long matter = pasted(group("青石花园11号楼"));
        answer(matter, "明天修");
        town.as(town.chen, () -> answerMatter.answer(matter, null, Town.actor(town.chen), "今晚就修"));
        Soon.it(
                "the last text is there",
                () -> postsOf(matter).stream().anyMatch(post -> post.words().contains("今晚就修")));
        LedgerLine old = town.as(town.chen, () -> ledger.of(matter)).stream()
                .filter(line -> line.happening() instanceof Happening.Answered answered
                        && answered.words().equals("明天修"))
                .findFirst()
                .orElseThrow();
        rows.see(() -> {
            noticeFollower.follow(List.of(old));
            return true;
        });
        assertThat(postsOf(matter))
                .filteredOn(post -> !post.withdrawn())
                .singleElement()
                .satisfies(post -> assertThat(post.words()).contains("今晚就修"));
    }

    @Test
    void aWarningGoesToSeveralGroupsWithAReceiptForEach() {
        List<Integer> three = List.of(group("东门群"), group("西门群"), group("南门群"));
        long post = town.as(town.chen, () -> postWarning.post(town.chen, "有人冒充收水费，请勿开门", three, 0))
                .getFirst();
        town.as(town.li, () -> {
            confirmPost.posted(post, three.getFirst(), Town.actor(town.li));
            return true;
        });
        Posts.Post now = town.as(town.zhou, () -> posts.find(post)).orElseThrow();
        assertThat(now.posted()).isEqualTo(1);
        assertThat(now.receipts()).hasSize(3);
        assertThat(town.as(town.wu, () -> posts.find(post))).isEmpty();
        town.as(town.chen, () -> {
            withdrawPost.withdraw(post);
            return true;
        });
        assertThatThrownBy(() -> town.as(town.li, () -> {
                    confirmPost.posted(post, three.getLast(), Town.actor(town.li));
                    return true;
                }))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.post.withdrawn"));
    }

    @Test
    void aMessageWithoutGroupOrSenderIsAnsweredToo() {
        try (Peer peer = new Peer()) {
            int bridge = bridgeTo(peer.address());
            robots.robot(port, bridge).send("{\"id\":\"m-1\",\"text\":\"路灯坏了\"}");
            Soon.it("it is a matter", () -> rows.count("matter.matter where bridge_id = ?", bridge) == 1);
            long matter = rows.read("select id from matter.matter where bridge_id = ?", Long.class, bridge);
            answer(matter, "今晚修好");
            becomes(matter, "SENT");
            assertThat(peer.calls)
                    .singleElement()
                    .satisfies(call -> assertThat(call.body()).contains("今晚修好").doesNotContain("sender"));
        }
    }

    @Test
    void theAnswerToAMatterOfABridgeIsCalledOutSigned() {
        try (Peer peer = new Peer()) {
            int bridge = bridgeTo(peer.address());
            long matter = overBridge(bridge);
            answer(matter, "路灯今晚修好");
            becomes(matter, "SENT");
            assertThat(peer.calls).singleElement().satisfies(call -> {
                assertThat(call.isSignedWith(robots.secretOf(bridge))).isTrue();
                assertThat(call.body()).contains("matter.answered", "路灯今晚修好", "m-1", "wx-7");
            });
            assertThat(happenings(matter)).endsWith("Told");
            assertThat(town.as(town.chen, () -> ledger.of(matter)).getLast().happening())
                    .isEqualTo(new Happening.Told("HOOK", "青石微信助手"));
        }
    }

    @Test
    void aPeerThatIsBusyIsCalledAgain() {
        try (Peer peer = new Peer()) {
            peer.does(Peer.says(503), Peer.says(429));
            long matter = overBridge(bridgeTo(peer.address()));
            answer(matter, "路灯今晚修好");
            for (int tries = 1; tries <= 2; tries++) {
                int before = tries;
                Soon.it("call " + tries, () -> peer.calls.size() == before);
                becomes(matter, "WAITING");
                rows.write(
                        "update notice.callout set due_at = now() where matter_id = ? and state = 'WAITING'", matter);
            }
            becomes(matter, "SENT");
            assertThat(peer.calls).hasSize(3);
            assertThat(peer.calls)
                    .extracting(Peer.Call::id)
                    .containsOnly(peer.calls.getFirst().id());
        }
    }

    @Test
    void aPeerThatRefusesIsNotCalledAgainAndAPersonIsShown() {
        try (Peer peer = new Peer()) {
            peer.does(Peer.says(410));
            long matter = overBridge(bridgeTo(peer.address()));
            answer(matter, "路灯今晚修好");
            becomes(matter, "GIVEN_UP");
            assertThat(said(matter)).isEqualTo("410");
            assertThat(peer.calls).hasSize(1);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (Peer trap = new Peer();
                Peer peer = new Peer()) {
            peer.does(Peer.sendsTo(trap.address()));
            long matter = overBridge(bridgeTo(peer.address()));
            answer(matter, "路灯今晚修好");
            becomes(matter, "GIVEN_UP");
            assertThat(trap.calls).isEmpty();
        }
    }

    @Test
    void r13AnAnswerWhoseArrivalNobodyKnowsIsParkedAndNeverSentAgainByItself() {
        try (Peer peer = new Peer()) {
            peer.does(Peer.hangsUp(), Peer.staysSilent());
            int bridge = bridgeTo(peer.address());
            long hungUp = overBridge(bridge);
            answer(hungUp, "路灯今晚修好");
            becomes(hungUp, "PARKED");
            assertThat(said(hungUp)).isEqualTo("NO_ANSWER");
            long silent = overBridge(bridgeTo(peer.address()));
            answer(silent, "路灯今晚修好");
            becomes(silent, "PARKED");
            assertThat(peer.calls).hasSize(2);
            long parked = rows.read("select id from notice.callout where matter_id = ?", Long.class, hungUp);
            town.as(town.chen, () -> {
                callouts.settled(parked, Town.actor(town.chen));
                return true;
            });
            assertThat(happenings(hungUp)).endsWith("Told");
            long other = rows.read("select id from notice.callout where matter_id = ?", Long.class, silent);
            town.as(town.chen, () -> {
                callouts.sendAgain(other);
                return true;
            });
            becomes(silent, "SENT");
            assertThat(peer.calls).hasSize(3);
        }
    }

    @Test
    void r13AnAnswerCutOffWhileItWasSentIsParked() {
        long matter = overBridge(bridgeTo(""));
        rows.write("""
                insert into notice.callout (unit_id, bridge_id, matter_id, webhook_id, body, state, tries, due_at)
                select unit_id, bridge_id, id, 'fq_cut_' || id, '{}', 'SENDING', 1, now() - interval '1 second' from matter.matter
                where id = ?""", matter);
        becomes(matter, "PARKED");
        assertThat(said(matter)).isEqualTo("CUT_OFF");
        assertThat(town.as(town.chen, () -> callouts.unsettled())).anyMatch(row -> row.matterId() == matter);
        assertThat(town.as(town.wu, () -> callouts.unsettled())).noneMatch(row -> row.matterId() == matter);
    }

    @Test
    void aPeerThatIsNotThereIsTriedLater() {
        Peer gone = new Peer();
        String address = gone.address();
        gone.close();
        long matter = overBridge(bridgeTo(address));
        answer(matter, "路灯今晚修好");
        Soon.it(
                "it was tried",
                () -> rows.read(
                                "select count(*) from notice.callout where matter_id = ? and tries = 1 and said = 'NO_CONNECTION'",
                                Long.class,
                                matter)
                        == 1);

        becomes(matter, "WAITING");
    }
}
