package org.fengqiao.intake;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fengqiao.access.SignedIn;
import org.fengqiao.channel.paste.MessageKey;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.intake.LookedAt.Fresh;
import org.fengqiao.intake.PasteReader.Reading;
import org.fengqiao.intake.PastedTurn.Piece;
import org.fengqiao.intake.PastedTurn.Standing;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddWord;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Urgency;
import org.fengqiao.matter.Way;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * 立为事项: opens the ticked turns of a pasted stretch and forgets the rest. Of what was not ticked only keyed digests stay, by which
 * an overlapping stretch is known again.
 */
@Component
public class OpenPasted {

    private final PasteReader reader;
    private final LookedAt lookedAt;
    private final OpenMatter openMatter;
    private final AddWord addWord;
    private final Clock clock;

    OpenPasted(PasteReader reader, LookedAt lookedAt, OpenMatter openMatter, AddWord addWord, Clock clock) {
        this.reader = reader;
        this.lookedAt = lookedAt;
        this.openMatter = openMatter;
        this.addWord = addWord;
        this.clock = clock;
    }

    /**
     * A turn the officer ticked.
     *
     * @param tick {@link PastedTurn#tick()}
     * @param into id of the open matter to add the words to, 0 for a matter of its own
     */
    public record Ticked(String tick, String kind, Urgency urgency, long into) {}

    /**
     * What came of it.
     *
     * @param opened ids of matters opened
     * @param added ids of open matters that words were added to
     * @param quicker ids of matters that ticked words were already part of, because somebody was quicker
     * @param forgotten how many new messages were forgotten
     */
    public record Outcome(List<Long> opened, List<Long> added, List<Long> quicker, int forgotten) {}

    /**
     * Opens what is ticked, all or nothing.
     *
     * @param at when the text was pasted first, null for now
     * @throws RefusedException when the text is no longer the one that was ticked, the group is unknown or closed, words are too long,
     *     or the matter to add to is no longer open
     */
    @Transactional
    public Outcome open(
            SignedIn me, int groupId, @Nullable String text, @Nullable LocalDateTime at, List<Ticked> ticks) {
        ChatGroup group = reader.group(groupId);
        // One at a time in a group: the second officer is judged against what the first one left.
        lookedAt.lock(groupId);
        Reading reading = reader.read(me, group, LookAtPaste.required(text), LookAtPaste.pastedAt(at, clock));
        Map<String, PastedTurn> turns = reading.sheet().turns().stream()
                .collect(Collectors.toMap(PastedTurn::tick, Function.identity(), (first, second) -> first));
        Map<Integer, Long> matterOf = new HashMap<>();
        Set<Long> opened = new LinkedHashSet<>();
        Set<Long> added = new LinkedHashSet<>();
        Set<Long> quicker = new LinkedHashSet<>();
        for (Ticked ticked : inOrderOfMatters(ticks)) {
            PastedTurn turn = turns.get(ticked.tick());
            if (turn == null) {
                throw RefusedException.because(Reason.CONFLICT, "refused.paste.changed");
            }
            if (!turn.openable()) {
                quicker.addAll(turn.matters());
                continue;
            }
            long matter;
            if (ticked.into() == 0) {
                matter = openMatter
                        .open(newMatter(group, turn, ticked), Actor.of(me))
                        .id();
                opened.add(matter);
            } else {
                matter = addTo(me, turn, ticked.into());
                added.add(matter);
            }
            keepOpened(me, group, reading, turn, matter, matterOf);
        }
        int forgotten = keepNew(me, group, reading, matterOf);
        return new Outcome(List.copyOf(opened), List.copyOf(added), List.copyOf(quicker), forgotten);
    }

    /** Two groups may add to the same matters at once; taken in the same order, neither waits for the other in a circle. */
    private static List<Ticked> inOrderOfMatters(List<Ticked> ticks) {
        return ticks.stream().sorted(Comparator.comparingLong(Ticked::into)).toList();
    }

    private NewMatter newMatter(ChatGroup group, PastedTurn turn, Ticked ticked) {
        LocalDateTime said = turn.saidAt();
        Instant saidAt = said == null ? null : said.atZone(clock.getZone()).toInstant();
        // A phone whose clock goes fast says things in the future; a matter cannot.
        boolean believable = saidAt != null && !saidAt.isAfter(clock.instant());
        return NewMatter.of(group.unitId(), ticked.kind(), turn.words(), Way.PASTE)
                .urgent(ticked.urgency())
                .inGroup(group.id())
                .askedBy(turn.resident() == null ? 0 : turn.resident().id(), turn.sender())
                .saidAt(believable ? saidAt : null);
    }

    private long addTo(SignedIn me, PastedTurn turn, long into) {
        if (turn.targets().stream().noneMatch(target -> target.id() == into)) {
            throw RefusedException.because(Reason.CONFLICT, "refused.paste.target");
        }
        addWord.add(into, null, Actor.of(me), turn.words(), List.of());
        return into;
    }

    private void keepOpened(
            SignedIn me, ChatGroup group, Reading reading, PastedTurn turn, long matter, Map<Integer, Long> matterOf) {
        List<MessageKey> formerlyAside = new ArrayList<>();
        for (Piece piece : turn.pieces()) {
            if (piece.standing() == Standing.NEW) {
                matterOf.put(piece.message(), matter);
            } else if (piece.standing() == Standing.ASIDE) {
                formerlyAside.add(reading.keys().get(piece.message()));
            }
        }
        lookedAt.opened(group.unitId(), group.id(), me.officer(), formerlyAside, matter);
    }

    private int keepNew(SignedIn me, ChatGroup group, Reading reading, Map<Integer, Long> matterOf) {
        double[] places = LookedAt.places(reading.known(), reading.found(), reading.keys());
        List<Fresh> fresh = new ArrayList<>();
        for (int f = 0; f < places.length; f++) {
            if (reading.found()[f] < 0) {
                fresh.add(new Fresh(reading.keys().get(f), places[f], matterOf.getOrDefault(f, 0L)));
            }
        }
        try {
            lookedAt.keep(group.unitId(), group.id(), me.officer(), fresh);
        } catch (DuplicateKeyException meanwhile) {
            throw RefusedException.because(Reason.CONFLICT, "refused.paste.quicker");
        }
        lookedAt.spread(group.unitId(), group.id(), places);
        return fresh.size() - matterOf.size();
    }
}
