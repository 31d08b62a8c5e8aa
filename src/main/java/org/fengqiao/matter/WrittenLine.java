package org.fengqiao.matter;

import java.time.Instant;
import java.util.List;

/**
 * A line of the ledger as it is written there, whether or not this program can read it.
 *
 * @param ahead whether its transaction has not happened in this database yet
 */
record WrittenLine(
        long matterId,
        long seq,
        int unitId,
        String what,
        String data,
        Instant at,
        Actor.By by,
        int byId,
        String byName,
        boolean ahead) {

    Actor actor() {
        return new Actor(by, byId, byName, null, 0, List.of());
    }
}
