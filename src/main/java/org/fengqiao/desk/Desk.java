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

    /** The counts, most pressing first; each opens the list of what it counts. */
    @Transactional(readOnly = true)
    public List<ShowsOnDesk.Tile> tiles(SignedIn me) {
        MatterSheets.Counts counts = sheets.counts(me);
        List<ShowsOnDesk.Tile> tiles = new ArrayList<>();
        tiles.add(new ShowsOnDesk.Tile("received", "/matters?stage=RECEIVED", "bell-ringing", counts.received(), true));
        tiles.add(new ShowsOnDesk.Tile("mine", "/matters?mine=1", "user-check", counts.mine(), false));
        tiles.add(new ShowsOnDesk.Tile("unread", "/matters?unread=1", "message-2-plus", counts.unread(), true));
        tiles.add(new ShowsOnDesk.Tile("answered", "/matters?stage=ANSWERED", "phone-check", counts.answered(), false));
        tiles.add(new ShowsOnDesk.Tile("urgent", "/matters?urgency=URGENT", "flame", counts.urgent(), true));
        others.forEach(other -> tiles.addAll(other.tiles(me)));
        return tiles;
    }

    /** The newest that nobody has accepted. */
    @Transactional(readOnly = true)
    public List<MatterRow> received(SignedIn me) {
        return sheets.list(me, MatterFilter.OPEN.in(Stage.RECEIVED), null, LINES)
                .items();
    }

    /** What the reader is on. */
    @Transactional(readOnly = true)
    public List<MatterRow> mine(SignedIn me) {
        return sheets.list(me, MatterFilter.OPEN.handledBy(me.officer()), null, LINES)
                .items();
    }

    /** What a resident or partner added to since an officer last acted. */
    @Transactional(readOnly = true)
    public List<MatterRow> unread(SignedIn me) {
        return sheets.list(me, MatterFilter.OPEN.onlyUnread(), null, LINES).items();
    }

    /** What was handed to a partner, mediator or volunteer and is not over. */
    @Transactional(readOnly = true)
    public List<MatterRow> handed(SignedIn me) {
        return sheets.list(me, MatterFilter.OPEN, null, 50).items();
    }
}
