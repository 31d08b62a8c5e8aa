package org.fengqiao.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.fengqiao.database.AnyRow;
import org.fengqiao.database.Sight;
import org.fengqiao.org.DrawGrid;
import org.fengqiao.org.Grid;
import org.fengqiao.org.Grids;
import org.fengqiao.org.KeeperPhones;
import org.fengqiao.town.EveryRow;
import org.fengqiao.town.EveryTable;
import org.fengqiao.town.InTheHouse;
import org.fengqiao.town.Town;
import org.fengqiao.town.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** The phones of grid keepers are sealed, masked, shown and keyed anew like residents' numbers. */
@InTheHouse
class KeepersPhonesTest {

    private static final AtomicInteger LAST = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext house;

    @Autowired
    Town town;

    @Autowired
    DrawGrid drawGrid;

    @Autowired
    Grids grids;

    @Autowired
    KeeperPhones keeperPhones;

    @Autowired
    RotateKeys rotateKeys;

    @Autowired
    SealFormer sealFormer;

    @Autowired
    EveryRow rows;

    @Autowired
    EveryTable everyTable;

    private record Kept(int grid, String digits) {}

    private static DrawGrid.Drawing drawing(int unit, String phone) {
        return new DrawGrid.Drawing(unit, Grid.Kind.SOCIAL, "二网格", 0, "冯某", phone, false, "");
    }

    private Kept drawn() {
        String digits = "199058%05d".formatted(LAST.incrementAndGet());
        return new Kept(town.as(town.he, () -> drawGrid.draw(drawing(town.qingshi, digits))), digits);
    }

    private Grid sheet(int grid) {
        return town.as(town.he, () -> grids.find(grid).orElseThrow());
    }

    private String whole(int grid) {
        return town.as(town.he, () -> keeperPhones.open(grid).digits());
    }

    @Test
    void theNumberIsMaskedOnThePageAndShownForAPurposeThatIsKept() {
        Kept kept = drawn();
        assertThat(everyTable.holding(kept.digits())).isEmpty();
        Visitor zhou = Visitor.signedIn(port, town.zhou);
        String at = "/grids/" + kept.grid();
        assertThat(zhou.see(at).body()).contains("199****").doesNotContain(kept.digits());
        assertThat(zhou.send(at + "/reveal").statusCode()).isEqualTo(400);
        var shown = zhou.send(at + "/reveal", "purpose", "VERIFY");
        assertThat(shown.body()).contains(kept.digits());
        assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(rows.count("audit.line where what = 'grid.unmasked' and about = ?", "grid/" + kept.grid()))
                .isOne();
    }

    @Test
    void theNumberStaysWhenNothingIsTypedMovesWithItsGridAndGoesWhenAsked() {
        Kept kept = drawn();
        town.he.sight().seeing(() -> drawGrid.change(kept.grid(), drawing(town.qingshi, "")));
        assertThat(whole(kept.grid())).isEqualTo(kept.digits());
        town.he.sight().seeing(() -> drawGrid.change(kept.grid(), drawing(town.hewan, "")));
        assertThat(whole(kept.grid())).isEqualTo(kept.digits());
        town.he
                .sight()
                .seeing(() -> drawGrid.change(
                        kept.grid(), new DrawGrid.Drawing(town.hewan, Grid.Kind.SOCIAL, "二网格", 0, "冯某", "", true, "")));
        assertThat(sheet(kept.grid()).keeperPhone()).isEmpty();
    }

    @Test
    void newKeysCoverKeepersToo() {
        Kept kept = drawn();
        byte[] before = rows.read("select keeper_phone_sealed from org.grid where id = ?", byte[].class, kept.grid());
        assertThat(rotateKeys.rotate(Duration.ofMillis(1_500), words -> {}).destroyed())
                .isTrue();
        assertThat(rows.read("select keeper_phone_sealed from org.grid where id = ?", byte[].class, kept.grid()))
                .isNotEqualTo(before);
        assertThat(whole(kept.grid())).isEqualTo(kept.digits());
    }

    @Test
    void whatAFormerHouseKeptInPlainWordsComesUpSealed() {
        Kept kept = drawn();
        AnyRow owner = AnyRow.in(house);
        String former = "19905899999";
        owner.write("alter table org.grid drop constraint former_keeper_phone_stays_empty");
        try {
            rows.write(
                    "update org.grid set keeper_phone_sealed = null, former_keeper_phone = ? where id = ?",
                    former,
                    kept.grid());
            Sight.HOUSE.seeing(() -> sealFormer.seal(Field.plain("org.grid", "keeper_phone")));
        } finally {
            owner.write(
                    "alter table org.grid add constraint former_keeper_phone_stays_empty check (former_keeper_phone = '') not valid");
        }
        assertThat(everyTable.holding(former)).isEmpty();
        assertThat(whole(kept.grid())).isEqualTo(former);
    }
}
