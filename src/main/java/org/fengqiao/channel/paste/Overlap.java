package org.fengqiao.channel.paste;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells, for each message of a newly pasted chat, whether it was pasted before.
 *
 * <p>A single equal message proves little: people say "没水了" or "在吗" again and again. So equal messages are sought in
 * <em>runs</em>, stretches where known and new messages agree one by one in sender, words and, as far as told, time. A run
 * counts when one of these holds:
 *
 * <ul>
 *   <li>one of its messages has the same minute of the same day on both sides;
 *   <li>it has three messages or more;
 *   <li>it reaches from the first new message to the last known one: the new stretch goes on where the old one ended;
 *   <li>it is the whole of the new stretch, and that has two messages or more.
 * </ul>
 *
 * <p>Runs are taken the surest first, then the longest, then the latest among the known; a run that would cross one already
 * taken, or use a message twice, is cut down or left out. Between two runs so taken, single messages that agree are known
 * too. A headless first message (copied from its middle) is known when the message below it is known and the one above that
 * ends in the same characters. All else is new: <em>in doubt a message is new</em>, for seeing it twice does no harm.
 *
 * <p>So two people who say the same in the same minute are two messages, one person who says the same twice is two, and
 * each known message answers for one new message at most.
 */
public final class Overlap {
    /** Only the latest so many known messages are compared. */
    public static final int MOST_KNOWN = PastedChat.MOST_MESSAGES;

    private static final int SURE_RUN = 3;

    /** What a message of the new stretch turned out to be. */
    public enum Standing {
        KNOWN,
        NEW
    }

    /**
     * One message of the new stretch.
     *
     * @param standing whether it was pasted before
     * @param key for a known message the key it is known by; for a new one the key to keep, whose occurrence goes on
     *     counting after equal known messages, so that its fingerprint differs from all given ones
     */
    public record Finding(Standing standing, MessageKey key) {
        /** Whether it was not pasted before. */
        public boolean isNew() {
            return standing == Standing.NEW;
        }
    }

    private record Run(int known, int fresh, int length, boolean sure) {}

    private record Equals(String said, @Nullable LocalDateTime minute) {}

    private final List<MessageKey> known;
    private final List<MessageKey> fresh;
    private final int[] matched;
    private final boolean[] used;
    private final TreeMap<Integer, Integer> knownOfFresh = new TreeMap<>();

    private Overlap(List<MessageKey> known, List<MessageKey> fresh) {
        this.known = known.subList(Math.max(0, known.size() - MOST_KNOWN), known.size());
        this.fresh = fresh;
        this.matched = new int[fresh.size()];
        this.used = new boolean[this.known.size()];
        Arrays.fill(matched, -1);
    }

    /**
     * Compares a new stretch with what is known of its group.
     *
     * @param known keys of the messages pasted before, in the order of the chat
     * @param fresh keys of the new stretch, in its order, at most {@link PastedChat#MOST_MESSAGES}
     * @return one finding for each of {@code fresh}, in its order
     */
    public static List<Finding> of(List<MessageKey> known, List<MessageKey> fresh) {
        Overlap overlap = new Overlap(known, fresh);
        overlap.takeRuns();
        overlap.fillBetween();
        overlap.joinHeadless();
        return overlap.findings(known);
    }

    private void takeRuns() {
        List<Run> runs = runs();
        runs.sort((a, b) -> a.sure != b.sure
                ? Boolean.compare(b.sure, a.sure)
                : a.length != b.length
                        ? Integer.compare(b.length, a.length)
                        : a.known != b.known ? Integer.compare(b.known, a.known) : Integer.compare(a.fresh, b.fresh));
        for (Run run : runs) {
            int i = 0;
            while (i < run.length) {
                int from = i;
                while (i < run.length && isFree(run.known + i, run.fresh + i)) {
                    i++;
                }
                Run rest = i - from == run.length ? run : part(run.known + from, run.fresh + from, i - from);
                if (rest.length > 0 && counts(rest)) {
                    for (int j = 0; j < rest.length; j++) {
                        match(rest.known + j, rest.fresh + j);
                    }
                }
                i++;
            }
        }
    }

    private boolean isFree(int k, int f) {
        return matched[f] < 0 && !used[k] && keepsOrder(k, f);
    }

    private Run part(int k, int f, int length) {
        boolean sure = false;
        for (int i = 0; i < length; i++) {
            sure |= known.get(k + i).surelyIs(fresh.get(f + i));
        }
        return new Run(k, f, length, sure);
    }

    private void match(int k, int f) {
        matched[f] = k;
        used[k] = true;
        knownOfFresh.put(f, k);
    }

    private boolean keepsOrder(int k, int f) {
        Map.Entry<Integer, Integer> above = knownOfFresh.lowerEntry(f);
        Map.Entry<Integer, Integer> below = knownOfFresh.higherEntry(f);
        return (above == null || above.getValue() < k) && (below == null || below.getValue() > k);
    }

    /** All runs that count. Only equal messages are compared, so ordinary chats cost little more than one pass. */
    private List<Run> runs() {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int k = 0; k < known.size(); k++) {
            places.computeIfAbsent(known.get(k).said(), said -> new ArrayList<>())
                    .add(k);
        }
        List<Run> runs = new ArrayList<>();
        for (int f = 0; f < fresh.size(); f++) {
            for (int k : places.getOrDefault(fresh.get(f).said(), List.of())) {
                boolean begins = f == 0 || k == 0 || !known.get(k - 1).mayBe(fresh.get(f - 1));
                if (begins && known.get(k).mayBe(fresh.get(f))) {
                    Run run = runFrom(k, f);
                    if (counts(run)) {
                        runs.add(run);
                    }
                }
            }
        }
        return runs;
    }

    private Run runFrom(int k, int f) {
        int length = 0;
        while (k + length < known.size()
                && f + length < fresh.size()
                && known.get(k + length).mayBe(fresh.get(f + length))) {
            length++;
        }
        return part(k, f, length);
    }

    private boolean counts(Run run) {
        boolean goesOn = run.fresh == 0 && run.known + run.length == known.size();
        boolean whole = run.length == fresh.size() && run.length > 1;
        return run.sure || run.length >= SURE_RUN || goesOn || whole;
    }

    private void fillBetween() {
        int aboveFresh = -1;
        for (int f = 0; f < fresh.size(); f++) {
            if (matched[f] >= 0) {
                if (aboveFresh >= 0 && f - aboveFresh > 1) {
                    fill(aboveFresh, f);
                }
                aboveFresh = f;
            }
        }
    }

    private void fill(int aboveFresh, int belowFresh) {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int k = matched[aboveFresh] + 1; k < matched[belowFresh]; k++) {
            places.computeIfAbsent(known.get(k).said(), said -> new ArrayList<>())
                    .add(k);
        }
        int from = matched[aboveFresh] + 1;
        for (int f = aboveFresh + 1; f < belowFresh; f++) {
            for (int k : places.getOrDefault(fresh.get(f).said(), List.of())) {
                if (k >= from && known.get(k).mayBe(fresh.get(f))) {
                    match(k, f);
                    from = k + 1;
                    break;
                }
            }
        }
    }

    private void joinHeadless() {
        if (fresh.size() < 2 || fresh.getFirst().senderKnown() || matched[0] >= 0 || matched[1] < 1) {
            return;
        }
        MessageKey above = known.get(matched[1] - 1);
        String ending = fresh.getFirst().ending();
        if (!ending.isEmpty() && ending.equals(above.ending())) {
            match(matched[1] - 1, 0);
        }
    }

    private List<Finding> findings(List<MessageKey> allKnown) {
        Map<Equals, Integer> last = new HashMap<>();
        allKnown.forEach(key -> last.merge(new Equals(key.said(), key.minute()), key.occurrence(), Math::max));
        List<Finding> findings = new ArrayList<>(fresh.size());
        for (int f = 0; f < fresh.size(); f++) {
            MessageKey key = fresh.get(f);
            if (matched[f] >= 0) {
                findings.add(new Finding(Standing.KNOWN, known.get(matched[f])));
            } else {
                int occurrence = last.merge(new Equals(key.said(), key.minute()), 1, (seen, one) -> seen + one);
                findings.add(new Finding(Standing.NEW, key.occurring(occurrence)));
            }
        }
        return findings;
    }
}
