package org.fengqiao.intake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.fengqiao.access.SignedIn;
import org.fengqiao.audit.AuditTrail;
import org.fengqiao.audit.Deed;
import org.fengqiao.channel.Message;
import org.fengqiao.channel.Messages;
import org.fengqiao.database.Sight;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddWord;
import org.fengqiao.org.Units;
import org.fengqiao.shared.RefusedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 分拣: tells matters from chatter among the messages that wait at the desk. */
@Component
public class SortMessages {

    static final Deed FORGOTTEN = Deed.named("messages.forgotten");

    private final Messages messages;
    private final OpenMessages openMessages;
    private final AddWord addWord;
    private final Units units;
    private final AuditTrail trail;

    SortMessages(Messages messages, OpenMessages openMessages, AddWord addWord, Units units, AuditTrail trail) {
        this.units = units;
        this.trail = trail;
        this.messages = messages;
        this.openMessages = openMessages;
        this.addWord = addWord;
    }

    /**
     * A turn the officer ticked.
     *
     * @param into id of the open matter to add it to, 0 for a matter of its own
     * @param aboutUnit whether it complains about the unit the messages came to, or somebody there
     */
    public record Ticked(List<Long> messages, String kind, long into, boolean aboutUnit) {

        /** A turn about something else than the unit itself. */
        public Ticked(List<Long> messages, String kind, long into) {
            this(messages, kind, into, false);
        }
    }

    /**
     * What came of it.
     *
     * @param gone turns that somebody else had seen to meanwhile
     * @param passedUp matters about the unit the messages came to: they went to the one above
     */
    public record Sorted(List<Long> opened, List<Long> added, int gone, int passedUp) implements Serializable {}

    /** The sight to open these with, given before the transaction: what is about the own unit is opened at the one above. */
    public Sight sight(SignedIn me, List<Ticked> ticks) {
        return ticks.stream().noneMatch(Ticked::aboutUnit)
                ? me.sight()
                : units.find(me.unit())
                        .filter(own -> own.parentId() != 0)
                        .map(own -> me.sight().alsoAt(own.parentId()))
                        .orElse(me.sight());
    }

    /**
     * Opens what is ticked, all or nothing, with {@link #sight}.
     *
     * @throws RefusedException when nothing is ticked, a kind is unknown, the words of a turn are too long together, or the matter to add
     *     to is out of sight
     */
    @Transactional
    public Sorted open(SignedIn me, List<Ticked> ticks) {
        if (ticks.isEmpty()) {
            throw RefusedException.badInput("refused.inbox.none");
        }
        List<Long> opened = new ArrayList<>();
        List<Long> added = new ArrayList<>();
        int gone = 0;
        int passedUp = 0;
        for (Ticked ticked : inOrderOfMatters(ticks)) {
            List<Message> taken = messages.take(ticked.messages());
            if (taken.isEmpty()) {
                gone++;
                continue;
            }
            long matter = ticked.into();
            if (matter == 0) {
                matter = openMessages.open(taken, ticked.kind(), ticked.aboutUnit(), Actor.of(me));
                if (ticked.aboutUnit()) {
                    passedUp++;
                } else {
                    opened.add(matter);
                }
            } else {
                addWord.add(matter, null, Actor.of(me), OpenMessages.words(taken), List.of());
                added.add(matter);
            }
            messages.became(taken, matter);
        }
        return new Sorted(opened, added, gone, passedUp);
    }

    /** Two who add to the same matters at once take them in the same order, so that neither waits for the other in a circle. */
    private static List<Ticked> inOrderOfMatters(List<Ticked> ticks) {
        return ticks.stream().sorted(Comparator.comparingLong(Ticked::into)).toList();
    }

    /**
     * Forgets what is ticked.
     *
     * @return how many messages
     */
    @Transactional
    public int forget(List<Long> ids) {
        if (ids.isEmpty()) {
            throw RefusedException.badInput("refused.inbox.none");
        }
        List<Message> taken = messages.take(ids);
        messages.forget(taken);
        trail.keep(FORGOTTEN, "list/messages", "", Map.of("messages", "" + taken.size()));
        return taken.size();
    }
}
