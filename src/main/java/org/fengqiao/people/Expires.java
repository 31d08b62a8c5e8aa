package org.fengqiao.people;

import java.time.Instant;
import java.util.List;

/** A door for rooms that keep something about persons whose time can be over (个人信息保护法 §19). */
public interface Expires {

    /** The kind as it stands in {@code people.retention}; its words under {@code retention.kind.} and the kind. */
    String kind();

    /**
     * Something whose time is over.
     *
     * @param label what it is called where nobody is named: a number
     * @param link where it leads, within the house
     * @param since from when its time is counted
     */
    record Due(long id, String label, String link, Instant since) {}

    /**
     * What is due in sight and under no hold, by id.
     *
     * @param before what has been over since then
     */
    List<Due> due(Instant before, long afterId, int most);

    /**
     * Erases one, in a transaction of its own.
     *
     * @throws org.fengqiao.shared.RefusedException when a hold or something under way forbids it meanwhile
     */
    void erase(long id);
}
