package org.fengqiao.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fengqiao.database.Sight;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class ChatGroupTest {

    @Autowired
    Town town;

    @Autowired
    AddGroup addGroup;

    @Autowired
    ChangeGroup changeGroup;

    @Autowired
    CloseGroup closeGroup;

    @Autowired
    RenewDoor renewDoor;

    @Autowired
    GroupSheets sheets;

    private ChatGroup willowLane() {
        GroupFacts facts = GroupFacts.of("柳树巷一号群", "柳树巷 1—12 号楼")
                .ownedBy(town.chen.officer())
                .of(480);
        return town.as(town.chen, () -> sheets.require(addGroup.add(town.qingshi, facts)));
    }

    private static void isRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String key) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo(key));
    }

    @Test
    void aGroupHasAnOwnerAnAreaAndADoorOfItsOwn() {
        ChatGroup group = willowLane();
        assertThat(group.ownerName()).isEqualTo("陈晓岚");
        assertThat(group.area()).isEqualTo("柳树巷 1—12 号楼");
        assertThat(group.door())
                .matches("[a-hj-km-np-z2-9]{10}")
                .isNotEqualTo(willowLane().door());
    }

    @Test
    void aDoorIsFoundAsItIsTypedFromPaper() {
        ChatGroup group = willowLane();
        String typed = " " + group.door().substring(0, 5).toUpperCase(java.util.Locale.ROOT) + " - "
                + group.door().substring(5);
        assertThat(Sight.HOUSE.see(() -> sheets.findByDoor(typed)))
                .map(ChatGroup::id)
                .contains(group.id());
        assertThat(Sight.HOUSE.see(() -> sheets.findByDoor(group.door().substring(0, 9))))
                .isEmpty();
    }

    @Test
    void anotherStationDoesNotSeeTheGroup() {
        ChatGroup group = willowLane();
        isRefused(() -> town.as(town.wu, () -> sheets.require(group.id())), "refused.group.absent");
        isRefused(() -> town.as(town.wu, () -> renewDoor.renew(group.id())), "refused.group.absent");
        assertThat(town.as(town.zheng, () -> sheets.find(group.id()))).isPresent();
    }

    @Test
    void aNewDoorEndsTheOldOne() {
        ChatGroup group = willowLane();
        String fresh = town.as(town.chen, () -> renewDoor.renew(group.id()));
        assertThat(Sight.HOUSE.see(() -> sheets.findByDoor(group.door()))).isEmpty();
        assertThat(Sight.HOUSE.see(() -> sheets.findByDoor(fresh))).isPresent();
    }

    @Test
    void aClosedGroupLeavesTheChoiceAndCanComeBack() {
        ChatGroup group = willowLane();
        town.as(town.chen, () -> {
            closeGroup.close(group.id());
            return true;
        });
        assertThat(town.as(town.chen, () -> sheets.inUse(0)))
                .extracting(ChatGroup::id)
                .doesNotContain(group.id());
        assertThat(town.as(town.chen, () -> sheets.require(group.id())).closed())
                .isTrue();
        town.as(town.chen, () -> {
            closeGroup.open(group.id());
            return true;
        });
        assertThat(town.as(town.chen, () -> sheets.inUse(town.chen.officer())))
                .extracting(ChatGroup::id)
                .contains(group.id());
    }

    @Test
    void nobodyOfAnotherStationLooksAfterIt() {
        ChatGroup group = willowLane();
        isRefused(
                () -> town.as(town.chen, () -> {
                    changeGroup.change(group.id(), GroupFacts.of("柳树巷一号群", "").ownedBy(town.wu.officer()));
                    return true;
                }),
                "refused.group.owner");
    }

    @Test
    void aNameMustBeThereAndNumbersMustBePossible() {
        isRefused(
                () -> town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of("  ", ""))),
                "refused.words.empty");
        isRefused(
                () -> town.as(
                        town.chen,
                        () -> addGroup.add(town.qingshi, GroupFacts.of("大群", "").of(2_001))),
                "refused.group.members");
        isRefused(
                () -> town.as(town.chen, () -> addGroup.add(town.qingshi, GroupFacts.of("群".repeat(81), ""))),
                "refused.words.long");
    }
}
