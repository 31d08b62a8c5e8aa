package org.fengqiao.intake;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fengqiao.channel.Message;
import org.fengqiao.channel.Messages;
import org.fengqiao.follow.Follower;
import org.fengqiao.follow.Stream;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.AddWord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes a matter of every message of a bridge that says so, or a word on the matter its sender was asked for more about. Message,
 * matter and cursor move in one transaction, so that a crash neither loses nor doubles one; messages for the desk stay where they are.
 */
@Component
class MessageFollower implements Follower<Message> {

    private static final String KIND = "DEMAND";
    private static final Comparator<Message> AS_SAID =
            Comparator.comparing(Message::saidAt).thenComparing(Message::id);

    private final Messages messages;
    private final OpenMessages openMessages;
    private final AddWord addWord;
    private final JdbcClient jdbc;

    MessageFollower(Messages messages, OpenMessages openMessages, AddWord addWord, JdbcClient jdbc) {
        this.messages = messages;
        this.openMessages = openMessages;
        this.addWord = addWord;
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public Stream<Message> stream() {
        return messages;
    }

    @Override
    public void follow(List<Message> lines) {
        for (Message message : lines.stream().sorted(AS_SAID).toList()) {
            if (message.state() == Message.State.WAITING) {
                List<Message> taken = messages.take(List.of(message.id()));
                if (!taken.isEmpty()) {
                    messages.became(taken, matterOf(message, taken));
                }
            }
        }
    }

    private long matterOf(Message message, List<Message> taken) {
        Actor sender = Actor.resident(message.sender());
        Optional<Long> asked = askedAbout(message);
        if (asked.isEmpty()) {
            return openMessages.open(taken, KIND, false, sender);
        }
        addWord.add(asked.get(), null, sender, message.words(), List.of());
        return asked.get();
    }

    /** The matter about which the same sender was asked for more these days where the message was said, and has not answered yet. */
    private Optional<Long> askedAbout(Message message) {
        if (message.senderRef() == null) {
            return Optional.empty();
        }
        return jdbc.sql("""
                        select asked.id from matter.matter asked
                        where asked.bridge_id = ? and asked.awaiting_since is not null and asked.closed_at is null
                          and asked.awaiting_since > now() - interval '3 days'
                          and exists (select 1 from channel.message said
                                      where said.matter_id = asked.id and said.sender_ref = ?
                                        and coalesce(said.group_ref, '') = ?)
                        order by asked.awaiting_since desc, asked.id desc limit 1""")
                .params(message.bridgeId(), message.senderRef(), Objects.requireNonNullElse(message.groupRef(), ""))
                .query((row, n) -> row.getLong(1))
                .optional();
    }
}
