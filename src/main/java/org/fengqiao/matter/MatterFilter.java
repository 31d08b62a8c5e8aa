package org.fengqiao.matter;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which matters a list shows. An empty set, zero or null means "any".
 *
 * @param open only what is not over yet
 * @param stages only these stages
 * @param urgency only these; {@code URGENT} takes in {@code LIFE}, which is more
 * @param handler id of the officer who is on it
 * @param unit id of the unit that answers for it
 * @param unread only what the resident or a partner added to since an officer last acted
 * @param awaiting only what waits for more from the resident
 * @param words searched for in words, names, numbers, places, phone numbers
 * @param from first day opened (China)
 * @param to last day opened (China)
 */
public record MatterFilter(
        boolean open,
        Set<Stage> stages,
        @Nullable String kind,
        @Nullable Urgency urgency,
        int handler,
        int group,
        long resident,
        int unit,
        boolean unread,
        boolean awaiting,
        @Nullable String words,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {

    /** Everything that is open. */
    public static final MatterFilter OPEN =
            new MatterFilter(true, Set.of(), null, null, 0, 0, 0, 0, false, false, null, null, null);

    /** Everything. */
    public static final MatterFilter ALL =
            new MatterFilter(false, Set.of(), null, null, 0, 0, 0, 0, false, false, null, null, null);

    /** The same in these stages. */
    public MatterFilter in(Stage... some) {
        return new MatterFilter(
                open, Set.of(some), kind, urgency, handler, group, resident, unit, unread, awaiting, words, from, to);
    }

    /** The same, handled by this officer. */
    public MatterFilter handledBy(int officer) {
        return new MatterFilter(
                open, stages, kind, urgency, officer, group, resident, unit, unread, awaiting, words, from, to);
    }

    /** The same, said in this group. */
    public MatterFilter inGroup(int chatGroup) {
        return new MatterFilter(
                open, stages, kind, urgency, handler, chatGroup, resident, unit, unread, awaiting, words, from, to);
    }

    /** The same, asked by this resident. */
    public MatterFilter askedBy(long who) {
        return new MatterFilter(
                open, stages, kind, urgency, handler, group, who, unit, unread, awaiting, words, from, to);
    }

    /** The same, with these words in it. */
    public MatterFilter with(String searched) {
        return new MatterFilter(
                open, stages, kind, urgency, handler, group, resident, unit, unread, awaiting, searched, from, to);
    }

    /** The same, only what was added to since an officer last acted. */
    public MatterFilter onlyUnread() {
        return new MatterFilter(
                open, stages, kind, urgency, handler, group, resident, unit, true, awaiting, words, from, to);
    }
}
