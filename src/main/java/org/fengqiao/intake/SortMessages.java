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
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddWord;
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
    private final AuditTrail trail;

    SortMessages(Messages messages, OpenMessages openMessages, AddWord addWord, AuditTrail trail) {
        this.trail = trail;
        this.messages = messages;
        this.openMessages = openMessages;
        this.addWord = addWord;
    }

    /**
     * A turn the officer ticked.
     *
     * @param into id of the open matter to add it to, 0 for a matter of its own
     */
    public record Ticked(List<Long> messages, String kind, long into) {}

    /**
     * What came of it.
     *
     * @param gone turns that somebody else had seen to meanwhile
     */
    public record Sorted(List<Long> opened, List<Long> added, int gone) implements Serializable {}

    /**
     * Opens what is ticked, all or nothing.
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
        for (Ticked ticked : inOrderOfMatters(ticks)) {
            List<Message> taken = messages.take(ticked.messages());
            if (taken.isEmpty()) {
                gone++;
                continue;
            }
            long matter = ticked.into();
            if (matter == 0) {
                matter = openMessages.open(taken, ticked.kind(), Actor.of(me));
                opened.add(matter);
            } else {
                addWord.add(matter, null, Actor.of(me), OpenMessages.words(taken), List.of());
                added.add(matter);
            }
            messages.became(taken, matter);
        }
        return new Sorted(opened, added, gone);
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
