package org.fengqiao.intake;

import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.fengqiao.people.RecogniseResident;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive words of one sender on one subject, as the officer sees and ticks them.
 *
 * @param tick names the turn in the form; a digest of its messages, so that it no longer fits once the text is another
 * @param sender nickname in the group, empty when the text does not tell
 * @param saidAt when it began, by the clock of the group, null when unknown
 * @param pieces its messages in their order
 * @param targets open matters of the same sender in this group, newest first
 * @param resident who goes by this nickname in this group, null when nobody is known
 */
public record PastedTurn(
        String tick,
        String sender,
        @Nullable LocalDateTime saidAt,
        List<Piece> pieces,
        List<Target> targets,
        RecogniseResident.@Nullable Known resident) {

    public PastedTurn {
        pieces = List.copyOf(pieces);
        targets = List.copyOf(targets);
    }

    /** What is known of a message. */
    public enum Standing {
        /** Never pasted before. */
        NEW,
        /** Pasted before and left aside. */
        ASIDE,
        /** Part of a matter already. */
        OPENED
    }

    /**
     * One message.
     *
     * @param message its place in the pasted chat, from 0
     * @param quoted the words it answers, empty for none; never kept, since they are somebody else's
     * @param matterId the matter it is part of, 0 for none
     * @param number number of that matter, empty for none or when it is out of sight
     */
    public record Piece(int message, String words, String quoted, Standing standing, long matterId, String number) {}

    /** An open matter these words may be added to. */
    public record Target(long id, String number, String summary) {}

    /** New when anything in it is new; opened when all of it is part of matters. */
    public Standing standing() {
        return pieces.stream().map(Piece::standing).min(Enum::compareTo).orElse(Standing.NEW);
    }

    /** Whether there are words in it that are not part of a matter yet. */
    public boolean openable() {
        return !words().isEmpty();
    }

    /** The words that are not part of a matter yet, one message a line or more, as they were said. */
    public String words() {
        return pieces.stream()
                .filter(piece -> piece.standing() != Standing.OPENED)
                .map(Piece::words)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** Ids of the matters that parts of it went into, each once. */
    public List<Long> matters() {
        return pieces.stream()
                .map(Piece::matterId)
                .filter(id -> id != 0)
                .distinct()
                .toList();
    }

    /** The number of one of {@link #matters()}, empty when it is out of sight. */
    public String numberOf(long matter) {
        return pieces.stream()
                .filter(piece -> piece.matterId() == matter)
                .map(Piece::number)
                .findFirst()
                .orElse("");
    }

    /** The open matter that an earlier part of this very turn went into; 0 for none. */
    public long goesOnIn() {
        return targets.stream()
                .map(Target::id)
                .filter(matters()::contains)
                .findFirst()
                .orElse(0L);
    }
}
