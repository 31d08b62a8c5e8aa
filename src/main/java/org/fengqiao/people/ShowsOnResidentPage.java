package org.fengqiao.people;

import java.util.List;

/** A door for rooms above: they may say something on the page of a resident. */
public interface ShowsOnResidentPage {

    /**
     * One thing that leads on.
     *
     * @param label already in words, for example the number of a matter
     * @param words shown beside it
     * @param stateKey message key of how it stands
     * @param link where it leads, within the house
     */
    record Line(String label, String words, String stateKey, String link) {}

    /** Message key of the heading. */
    String titleKey();

    /** What there is about this resident, newest first, at most 50. */
    List<Line> linesAbout(long resident);
}
