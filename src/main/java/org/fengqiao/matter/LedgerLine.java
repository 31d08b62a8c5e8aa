package org.fengqiao.matter;

import java.time.Instant;

/**
 * One line of the ledger.
 *
 * @param seq number of the line, rising within a matter
 * @param unitId the unit that answered for the matter when it happened
 * @param byId id of the officer, 0 for residents and the house
 * @param byName name at that time, empty when unknown
 */
public record LedgerLine(
        long seq, long matterId, int unitId, Happening happening, Instant at, Actor.By by, int byId, String byName) {}
