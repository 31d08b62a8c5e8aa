package org.fengqiao.group;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chat group of residents. Zeros stand for "none".
 *
 * @param ownerId the officer who looks after it
 * @param ownerName empty when nobody does
 * @param bridgeId the bridge that carries its messages
 * @param externalRef what the bridge calls it, null for a group that is pasted
 * @param area in words: which buildings or streets
 * @param members people in it, at most 2,000
 * @param door the code of its residents' page
 * @param lastMatterAt when somebody last brought a matter here
 * @param closedAt when it was given up; its matters stay
 */
public record ChatGroup(
        int id,
        int unitId,
        String unitName,
        int gridId,
        int ownerId,
        String ownerName,
        int bridgeId,
        @Nullable String externalRef,
        String name,
        String area,
        int members,
        String door,
        @Nullable Instant lastMatterAt,
        long lastMatterId,
        @Nullable Instant closedAt) {

    /** True once it was given up. */
    public boolean closed() {
        return closedAt != null;
    }
}
