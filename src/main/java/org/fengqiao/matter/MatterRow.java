package org.fengqiao.matter;

import java.time.Instant;
import java.util.List;
import org.fengqiao.shared.MaskedText;
import org.jspecify.annotations.Nullable;

/**
 * A matter as a line of a list.
 *
 * @param summary the first 120 characters of the words
 * @param groupName empty when it came another way
 * @param handlerName empty when nobody is on it
 */
public record MatterRow(
        long id,
        String number,
        String kind,
        Urgency urgency,
        Stage stage,
        String summary,
        String place,
        String asker,
        Way way,
        int groupId,
        String groupName,
        int handlerId,
        String handlerName,
        int unitId,
        String unitName,
        Instant openedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant awaitingSince,
        boolean unread,
        int version) {

    /** The line for whoever it was handed to: names and numbers hidden. */
    public MatterRow masked() {
        List<String> names = List.of(asker);
        return new MatterRow(
                id,
                number,
                kind,
                urgency,
                stage,
                MaskedText.of(summary, names),
                place,
                MaskedText.of(asker, names),
                way,
                groupId,
                groupName,
                handlerId,
                handlerName,
                unitId,
                unitName,
                openedAt,
                answeredAt,
                awaitingSince,
                unread,
                version);
    }
}
