package org.fengqiao.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fengqiao.channel.Message;
import org.fengqiao.group.AddGroup;
import org.fengqiao.group.ChatGroup;
import org.fengqiao.group.GroupFacts;
import org.fengqiao.group.GroupSheets;
import org.fengqiao.matter.Actor;
import org.fengqiao.matter.NewMatter;
import org.fengqiao.matter.OpenMatter;
import org.fengqiao.matter.Way;
import org.fengqiao.people.NicknamePlace;
import org.fengqiao.people.RecogniseResident;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens one matter out of messages of one sender: finds the group they were said in, or writes it down, and who said them. */
@Component
class OpenMessages {

    private final GroupSheets groups;
    private final AddGroup addGroup;
    private final RecogniseResident recogniseResident;
    private final OpenMatter openMatter;
    private final Clock clock;

    OpenMessages(
            GroupSheets groups,
            AddGroup addGroup,
            RecogniseResident recogniseResident,
            OpenMatter openMatter,
            Clock clock) {
        this.groups = groups;
        this.addGroup = addGroup;
        this.recogniseResident = recogniseResident;
        this.openMatter = openMatter;
        this.clock = clock;
    }

    /** Opens it and gives its id; the messages are of one unit, one bridge, one group and one sender. */
    @Transactional(propagation = Propagation.MANDATORY)
    long open(List<Message> messages, String kind, boolean aboutUnit, Actor by) {
        Message first = messages.getFirst();
        int group = groupOf(first);
        NicknamePlace place = group == 0 ? NicknamePlace.atBridge(first.bridgeId()) : NicknamePlace.inGroup(group);
        Optional<Long> resident = recogniseResident.byNickname(first.unitId(), place, first.sender());
        return openMatter
                .open(
                        NewMatter.of(first.unitId(), kind, words(messages), Way.HOOK)
                                .overBridge(first.bridgeId())
                                .inGroup(aboutUnit ? 0 : group)
                                .about(aboutUnit ? first.unitId() : 0)
                                .askedBy(resident.orElse(0L), first.sender())
                                .saidAt(believable(first.saidAt())),
                        by)
                .id();
    }

    /** A bridge whose clock goes fast says things in the future; a matter cannot. */
    private Instant believable(Instant saidAt) {
        Instant now = clock.instant();
        return saidAt.isAfter(now) ? now : saidAt;
    }

    static String words(List<Message> messages) {
        return messages.stream().map(Message::words).collect(Collectors.joining("\n"));
    }

    private int groupOf(Message message) {
        String ref = message.groupRef();
        if (ref == null) {
            return 0;
        }
        return groups.findAtBridge(message.bridgeId(), ref).map(ChatGroup::id).orElseGet(() -> {
            String name = message.groupName() == null ? ref : message.groupName();
            return addGroup.add(
                    message.unitId(),
                    GroupFacts.of(
                                    name.substring(
                                            0,
                                            name.offsetByCodePoints(
                                                    0, Math.min(80, name.codePointCount(0, name.length())))),
                                    "")
                            .over(message.bridgeId(), ref));
        });
    }
}
