package org.fengqiao.intake;

import java.util.List;
import org.fengqiao.channel.Message;
import org.fengqiao.channel.Messages;
import org.fengqiao.follow.Follower;
import org.fengqiao.follow.Stream;
import org.fengqiao.matter.Actor;
import org.springframework.stereotype.Component;

/**
 * Makes a matter of every message of a bridge that says so. Message, matter and cursor move in one transaction, so that a crash
 * neither loses nor doubles one; messages for the desk stay where they are.
 */
@Component
class MessageFollower implements Follower<Message> {

    private static final String KIND = "DEMAND";

    private final Messages messages;
    private final OpenMessages openMessages;

    MessageFollower(Messages messages, OpenMessages openMessages) {
        this.messages = messages;
        this.openMessages = openMessages;
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
        for (Message message : lines) {
            if (message.state() == Message.State.WAITING) {
                List<Message> taken = messages.take(List.of(message.id()));
                if (!taken.isEmpty()) {
                    messages.became(taken, openMessages.open(taken, KIND, Actor.resident(message.sender())));
                }
            }
        }
    }
}
