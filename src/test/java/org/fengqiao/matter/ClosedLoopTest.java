package org.fengqiao.matter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.fengqiao.database.Sight;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InTheHouse
class ClosedLoopTest {

    @Autowired
    Town town;

    @Autowired
    OpenMatter openMatter;

    @Autowired
    TakeMatter takeMatter;

    @Autowired
    AnswerMatter answerMatter;

    @Autowired
    CallBackMatter callBackMatter;

    @Autowired
    CloseMatter closeMatter;

    @Autowired
    HandOverMatter handOverMatter;

    @Autowired
    AskPartner askPartner;

    @Autowired
    MatterSheets sheets;

    @Autowired
    Ledger ledger;

    private OpenMatter.Opened leakingCeiling() {
        return town.as(
                town.chen,
                () -> openMatter.open(
                        NewMatter.of(town.qingshi, "DEMAND", "三号楼楼上漏水，天花板一直滴", Way.DESK), Town.actor(town.chen)));
    }

    @Test
    void aMatterIsDrivenFromTheFirstWordToItsEnd() {
        OpenMatter.Opened opened = leakingCeiling();
        assertThat(opened.number()).matches("（20\\d\\d）QSZ-\\d{6}");
        int closed = town.as(town.chen, () -> {
            int taken = takeMatter.take(opened.id(), 1, Town.actor(town.chen));
            int answered = answerMatter.answer(opened.id(), taken, Town.actor(town.chen), "已联系楼上住户，今晚修好");
            int called = callBackMatter.callBack(opened.id(), answered, Town.actor(town.chen), true, 5, "修好了");
            return closeMatter.close(opened.id(), called, Town.actor(town.chen), null);
        });
        assertThat(closed).isEqualTo(5);
        MatterView view = town.as(town.chen, () -> sheets.find(opened.id())).orElseThrow();
        assertThat(view.stage()).isEqualTo(Stage.CLOSED);
        List<LedgerLine> lines = town.as(town.chen, () -> ledger.of(opened.id()));
        assertThat(lines)
                .extracting(line -> line.happening().getClass().getSimpleName())
                .containsExactly("Opened", "Taken", "Answered", "CalledBack", "Closed");
    }

    @Test
    void whoSawAnOlderVersionDoesNotOverwriteTheColleague() {
        OpenMatter.Opened opened = leakingCeiling();
        town.as(town.zhou, () -> takeMatter.take(opened.id(), 1, Town.actor(town.zhou)));
        assertThatThrownBy(() ->
                        town.as(town.chen, () -> answerMatter.answer(opened.id(), 1, Town.actor(town.chen), "我来答复")))
                .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                    assertThat(refusal.key()).isEqualTo("refused.matter.overtaken");
                    assertThat(refusal.args()).containsExactly("周大勇");
                });
    }

    @Test
    void anotherStationSeesNothingAndCannotTellItFromAbsence() {
        OpenMatter.Opened opened = leakingCeiling();
        assertThat(town.as(town.wu, () -> sheets.find(opened.id()))).isEmpty();
        assertThat(town.as(town.wu, () -> ledger.of(opened.id()))).isEmpty();
        assertThatThrownBy(() -> town.as(town.wu, () -> takeMatter.take(opened.id(), 1, Town.actor(town.wu))))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.key()).isEqualTo("refused.matter.absent"));
        assertThat(town.as(town.zheng, () -> sheets.find(opened.id()))).isPresent();
        assertThat(Sight.NOTHING.see(() -> sheets.find(opened.id()))).isEmpty();
    }

    @Test
    void aMatterHandedOverIsWorkedOnThereAndStillSeenHere() {
        OpenMatter.Opened opened = leakingCeiling();
        town.as(town.chen, () -> handOverMatter.handOver(opened.id(), 1, Town.actor(town.chen), town.hewan, "属河湾辖区"));
        assertThat(town.as(town.wu, () -> takeMatter.take(opened.id(), null, Town.actor(town.wu))))
                .isEqualTo(3);
        assertThat(town.as(town.chen, () -> sheets.find(opened.id()))).isPresent();
        assertThatThrownBy(() ->
                        town.as(town.chen, () -> answerMatter.answer(opened.id(), null, Town.actor(town.chen), "还是我来")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(RefusedException.Reason.NOT_ALLOWED));
    }

    @Test
    void aPartnerSeesOnlyWhatWasHandedToIt() {
        OpenMatter.Opened handed = leakingCeiling();
        OpenMatter.Opened other = leakingCeiling();
        assertThat(town.as(town.liu, () -> sheets.find(handed.id()))).isEmpty();
        town.as(town.chen, () -> askPartner.askUnit(handed.id(), 1, Town.actor(town.chen), town.heating, "请上门查看"));
        assertThat(town.as(town.liu, () -> sheets.find(handed.id()))).isPresent();
        assertThat(town.as(town.liu, () -> sheets.find(other.id()))).isEmpty();
        assertThat(town.as(town.liu, () -> sheets.list(town.liu, MatterFilter.OPEN, null, 50))
                        .items())
                .extracting(MatterRow::id)
                .containsExactly(handed.id());
    }

    @Test
    void aMatterIsFoundByAPartOfItsWordsSoonAfterwards() {
        OpenMatter.Opened opened = town.as(
                town.chen,
                () -> openMatter.open(
                        NewMatter.of(town.qingshi, "HAZARD", "柳树巷口有根电线杆歪了", Way.DESK), Town.actor(town.chen)));
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (search("电线杆歪").stream().noneMatch(row -> row.id() == opened.id())) {
            assertThat(System.nanoTime()).as("found within ten seconds").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(search(opened.number())).extracting(MatterRow::id).contains(opened.id());
        assertThat(search("电线杆直")).extracting(MatterRow::id).doesNotContain(opened.id());
    }

    private List<MatterRow> search(String words) {
        return town.as(town.chen, () -> sheets.list(town.chen, MatterFilter.ALL.with(words), null, 50))
                .items();
    }
}
