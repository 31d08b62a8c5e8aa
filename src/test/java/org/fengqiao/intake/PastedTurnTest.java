package org.fengqiao.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fengqiao.intake.PastedTurn.Piece;
import org.fengqiao.intake.PastedTurn.Standing;
import org.fengqiao.intake.PastedTurn.Target;
import org.fengqiao.people.RecogniseResident;
import org.junit.jupiter.api.Test;

class PastedTurnTest {

    private static final RecogniseResident.Known WANG = new RecogniseResident.Known(5, "王秀兰");
    private static final Piece NEW = new Piece(0, "路灯不亮", "", Standing.NEW, 0, "");
    private static final Piece ASIDE = new Piece(1, "大家早", "", Standing.ASIDE, 0, "");
    private static final Piece OPENED = new Piece(2, "三号楼漏水", "", Standing.OPENED, 17, "（2026）QSZ-000017");
    private static final Piece ALSO_OPENED = new Piece(3, "还在漏", "", Standing.OPENED, 17, "（2026）QSZ-000017");
    private static final Piece OUT_OF_SIGHT = new Piece(4, "井盖坏了", "", Standing.OPENED, 21, "");
    private static final Piece PICTURE = new Piece(5, "", "", Standing.NEW, 0, "");

    private static PastedTurn turn(List<Target> targets, Piece... pieces) {
        return new PastedTurn("tick", "王姐", null, Arrays.asList(pieces), targets, WANG);
    }

    private static PastedTurn turn(Piece... pieces) {
        return turn(List.of(), pieces);
    }

    @Test
    void oneNewWordMakesItNewAndOnlyAllOpenedMakesItOpened() {
        assertThat(turn(OPENED, ASIDE, NEW).standing()).isEqualTo(Standing.NEW);
        assertThat(turn(OPENED, ASIDE).standing()).isEqualTo(Standing.ASIDE);
        assertThat(turn(OPENED, ALSO_OPENED).standing()).isEqualTo(Standing.OPENED);
        assertThat(turn().standing()).isEqualTo(Standing.NEW);
    }

    @Test
    void itsWordsAreThoseThatNoMatterHasYet() {
        assertThat(turn(NEW, OPENED, PICTURE, ASIDE).words()).isEqualTo("路灯不亮\n大家早");
        assertThat(turn(NEW, OPENED).openable()).isTrue();
        assertThat(turn(OPENED, PICTURE).openable()).isFalse();
        assertThat(turn(OPENED, PICTURE).words()).isEmpty();
    }

    @Test
    void theMattersItWentIntoAreToldOnceEach() {
        PastedTurn turn = turn(NEW, OPENED, OUT_OF_SIGHT, ALSO_OPENED);
        assertThat(turn.matters()).containsExactly(17L, 21L);
        assertThat(turn.numberOf(17)).isEqualTo("（2026）QSZ-000017");
        assertThat(turn.numberOf(21)).isEmpty();
        assertThat(turn.numberOf(99)).isEmpty();
    }

    @Test
    void itGoesOnInAnOpenMatterOfItsOwnOnly() {
        Target own = new Target(17, "（2026）QSZ-000017", "三号楼漏水");
        Target another = new Target(30, "（2026）QSZ-000030", "下水道堵了");
        assertThat(turn(List.of(another, own), OPENED, NEW).goesOnIn()).isEqualTo(17);
        assertThat(turn(List.of(another), OPENED, NEW).goesOnIn()).isZero();
        assertThat(turn(List.of(own), NEW).goesOnIn()).isZero();
    }

    @Test
    void whatWasHandedInIsNotChangedLater() {
        List<Piece> pieces = new ArrayList<>(List.of(NEW));
        List<Target> targets = new ArrayList<>();
        PastedTurn turn = new PastedTurn("tick", "", null, pieces, targets, WANG);
        pieces.clear();
        targets.add(new Target(1, "", ""));
        assertThat(turn.pieces()).containsExactly(NEW);
        assertThat(turn.targets()).isEmpty();
    }
}
