package org.fengqiao.intake;

import java.time.LocalDateTime;
import java.util.List;
import org.fengqiao.channel.paste.Layout;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.intake.PastedTurn.Standing;

/**
 * A pasted stretch cut into turns, held against what is known of its group. Nothing of it is kept.
 *
 * @param text what was pasted
 * @param at when it was pasted, by the clock of the group: bare times are counted from it
 * @param layout how the text marks where a message begins
 * @param systemLines lines written by the software: joined, recalled, red packet
 */
public record PasteSheet(
        ChatGroup group,
        String text,
        LocalDateTime at,
        Layout layout,
        List<PastedTurn> turns,
        List<String> systemLines) {

    /** How many messages were never pasted before. */
    public long fresh() {
        return count(Standing.NEW);
    }

    /** How many messages were pasted before and left aside. */
    public long aside() {
        return count(Standing.ASIDE);
    }

    /** How many messages are part of matters already. */
    public long opened() {
        return count(Standing.OPENED);
    }

    private long count(Standing standing) {
        return turns.stream()
                .flatMap(turn -> turn.pieces().stream())
                .filter(piece -> piece.standing() == standing)
                .count();
    }
}
