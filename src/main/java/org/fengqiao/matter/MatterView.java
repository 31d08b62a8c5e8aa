package org.fengqiao.matter;

import java.time.Instant;
import org.fengqiao.shared.Place;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one matter that its page shows. Zeros stand for "none".
 *
 * @param fromUnitId the unit that handed it over, to which it can be returned
 * @param asker how the resident is called
 * @param mergedNumber number of the matter it goes on in, empty when it stands for itself
 */
public record MatterView(
        long id,
        int unitId,
        String unitName,
        int fromUnitId,
        String number,
        String kind,
        Urgency urgency,
        Stage stage,
        String words,
        @Nullable Place place,
        long residentId,
        String asker,
        Way way,
        int groupId,
        String groupName,
        int bridgeId,
        int gridId,
        int handlerId,
        String handlerName,
        @Nullable String answer,
        @Nullable Boolean settled,
        @Nullable Integer stars,
        long mergedInto,
        String mergedNumber,
        String tracking,
        int version,
        boolean unread,
        Instant openedAt,
        @Nullable Instant awaitingSince,
        @Nullable Instant answeredAt,
        @Nullable Instant closedAt) {}
