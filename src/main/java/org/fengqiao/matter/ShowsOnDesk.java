package org.fengqiao.matter;

import java.util.List;
import org.fengqiao.access.SignedIn;

/** A door for rooms above: they may put a count on the desk that opens into what was counted. */
public interface ShowsOnDesk {

    /**
     * A count on the desk.
     *
     * @param name short and lasting, of small letters and dashes; the words stand under {@code desk.tile.<name>}
     * @param link where the counted things are listed, within the house
     * @param icon Tabler icon without its prefix
     * @param count how many there are now
     * @param pressing true where any such thing should be looked at before others
     */
    record Tile(String name, String link, String icon, long count, boolean pressing) {}

    /** The counts for this reader; called often and in the reader's sight, so it must be cheap. */
    List<Tile> tiles(SignedIn me);
}
