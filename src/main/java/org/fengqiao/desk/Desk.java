package org.fengqiao.desk;

import java.util.ArrayList;
import java.util.List;
import org.fengqiao.access.SignedIn;
import org.fengqiao.matter.MatterFilter;
import org.fengqiao.matter.MatterRow;
import org.fengqiao.matter.MatterSheets;
import org.fengqiao.matter.ShowsOnDesk;
import org.fengqiao.matter.Stage;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 工作台: what waits for an officer, counted, and the newest of it. */
@Component
public class Desk {

    private static final int LINES = 8;

    private final MatterSheets sheets;
    private final List<ShowsOnDesk> others;

    Desk(MatterSheets sheets, List<ShowsOnDesk> others) {
        this.sheets = sheets;
        this.others = List.copyOf(others);
    }

    /**
     * What lies on the desk.
     *
     * @param tiles the counts, most pressing first; each opens the list of what it counts
     * @param received the newest that nobody has accepted
     * @param mine what the reader is on
     * @param unread what a resident or partner added to since an officer last acted
     */
    public record Sheet(
            List<ShowsOnDesk.Tile> tiles, List<MatterRow> received, List<MatterRow> mine, List<MatterRow> unread) {}

    /** Counts and lists, as they stand at one moment. */
    @Transactional(readOnly = true)
    public Sheet sheet(SignedIn me) {
        MatterSheets.Counts counts = sheets.counts(me);
        return new Sheet(
                tiles(me, counts),
                newest(counts.received(), me, MatterFilter.OPEN.in(Stage.RECEIVED)),
                newest(counts.mine(), me, MatterFilter.OPEN.handledBy(me.officer())),
                newest(counts.unread(), me, MatterFilter.OPEN.onlyUnread()));
    }

    /** The counts alone. */
    @Transactional(readOnly = true)
    public List<ShowsOnDesk.Tile> tiles(SignedIn me) {
        return tiles(me, sheets.counts(me));
    }

    private List<ShowsOnDesk.Tile> tiles(SignedIn me, MatterSheets.Counts counts) {
        List<ShowsOnDesk.Tile> tiles = new ArrayList<>();
        tiles.add(new ShowsOnDesk.Tile("received", "/matters?stage=RECEIVED", "bell-ringing", counts.received(), true));
        tiles.add(new ShowsOnDesk.Tile("mine", "/matters?mine=1", "user-check", counts.mine(), false));
        tiles.add(new ShowsOnDesk.Tile("unread", "/matters?unread=1", "message-2-plus", counts.unread(), true));
        tiles.add(new ShowsOnDesk.Tile("answered", "/matters?stage=ANSWERED", "phone-check", counts.answered(), false));
        tiles.add(new ShowsOnDesk.Tile("urgent", "/matters?urgency=URGENT", "flame", counts.urgent(), true));
        others.forEach(other -> tiles.addAll(other.tiles(me)));
        return tiles;
    }

    /** What was counted to be none is not looked for. */
    private List<MatterRow> newest(long counted, SignedIn me, MatterFilter filter) {
        return counted == 0 ? List.of() : sheets.list(me, filter, null, LINES).items();
    }

    /** What was handed to a partner, mediator or volunteer and is not over. */
    @Transactional(readOnly = true)
    public List<MatterRow> handed(SignedIn me) {
        return sheets.list(me, MatterFilter.OPEN, null, 50).items();
    }
}
