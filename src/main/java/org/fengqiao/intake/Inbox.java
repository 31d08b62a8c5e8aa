package org.fengqiao.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fengqiao.channel.Message;
import org.fengqiao.channel.Messages;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What came over bridges and waits for somebody to tell matters from chatter: by group, in the order it was said. */
@Component
public class Inbox {

    /** Messages of a page. */
    static final int PAGE = 200;

    /** Words of one sender within so long belong together, and may go on in a matter this young. */
    static final Duration TOGETHER = Duration.ofMinutes(10);

    static final Duration GOES_ON = Duration.ofMinutes(30);
    private static final int MOST_TARGETS = 6;

    private final Messages messages;
    private final JdbcClient jdbc;

    Inbox(Messages messages, JdbcClient jdbc) {
        this.messages = messages;
        this.jdbc = jdbc;
    }

    /** A page of it; {@code next} is 0 on the last one. */
    public record Sheet(List<Talk> talks, int count, long next) {}

    /** What was said in one group, or over a bridge outside any group. */
    public record Talk(int bridgeId, String bridgeName, String groupName, List<Turn> turns) {}

    /**
     * Messages of one sender, one after the other.
     *
     * @param tick names them in the form
     * @param targets open matters they may be added to
     * @param goesOn the target they most likely go on with, 0 for none
     */
    public record Turn(
            String tick, String sender, Instant saidAt, List<String> words, List<Target> targets, long goesOn) {}

    /** An open matter of the same group. */
    public record Target(long id, String number, String summary) {}

    private record Open(
            long id, String number, String summary, String asker, int bridgeId, String groupRef, Instant changedAt) {}

    private record Place(int bridge, String groupRef) {}

    /** The page after the message with this id; 0 for the first page. */
    @Transactional(readOnly = true)
    public Sheet sheet(long after) {
        List<Message> waiting = messages.waiting(after, PAGE + 1);
        boolean more = waiting.size() > PAGE;
        List<Message> shown = more ? waiting.subList(0, PAGE) : waiting;
        Map<Place, List<Message>> byPlace = new LinkedHashMap<>();
        for (Message message : shown) {
            byPlace.computeIfAbsent(place(message), place -> new ArrayList<>()).add(message);
        }
        Map<Place, List<Open>> open = openMatters(shown);
        Map<Integer, String> bridgeNames = bridgeNames(shown);
        List<Talk> talks = new ArrayList<>();
        byPlace.forEach((place, said) -> talks.add(new Talk(
                place.bridge(),
                bridgeNames.getOrDefault(place.bridge(), ""),
                groupName(said),
                turns(said, open.getOrDefault(place, List.of())))));
        return new Sheet(talks, shown.size(), more ? shown.getLast().id() : 0);
    }

    /** How many messages wait, counted up to 1,000. */
    @Transactional(readOnly = true)
    public long count() {
        return jdbc.sql("""
                        select count(*) from (select 1 from channel.message
                        where state = 'WAITING' and unit_id = any ((select org.units_in_sight())::int[]) limit 1000) as waiting""").query(Long.class).single();
    }

    private static Place place(Message message) {
        return new Place(message.bridgeId(), message.groupRef() == null ? "" : message.groupRef());
    }

    private static String groupName(List<Message> said) {
        Message last = said.getLast();
        return last.groupName() != null ? last.groupName() : last.groupRef() != null ? last.groupRef() : "";
    }

    private static List<Turn> turns(List<Message> said, List<Open> open) {
        List<Message> inOrder = new ArrayList<>(said);
        inOrder.sort(java.util.Comparator.comparing(Message::saidAt).thenComparingLong(Message::id));
        List<Turn> turns = new ArrayList<>();
        List<Message> turn = new ArrayList<>();
        for (Message message : inOrder) {
            if (!turn.isEmpty() && !goesOn(turn.getLast(), message)) {
                turns.add(turn(turn, open));
                turn = new ArrayList<>();
            }
            turn.add(message);
        }
        if (!turn.isEmpty()) {
            turns.add(turn(turn, open));
        }
        return turns;
    }

    private static boolean goesOn(Message before, Message next) {
        return Objects.equals(before.senderRef(), next.senderRef())
                && before.sender().equals(next.sender())
                && (before.senderRef() != null || !before.sender().isEmpty())
                && Duration.between(before.saidAt(), next.saidAt()).compareTo(TOGETHER) <= 0;
    }

    private static Turn turn(List<Message> messages, List<Open> open) {
        Message first = messages.getFirst();
        long goesOn = open.stream()
                .filter(matter -> !first.sender().isEmpty() && matter.asker().equals(first.sender()))
                .filter(matter -> Duration.between(matter.changedAt(), first.saidAt())
                                .abs()
                                .compareTo(GOES_ON)
                        <= 0)
                .mapToLong(Open::id)
                .findFirst()
                .orElse(0);
        return new Turn(
                messages.stream().map(message -> Long.toString(message.id())).collect(Collectors.joining("-")),
                first.sender(),
                first.saidAt(),
                messages.stream().map(Message::words).toList(),
                open.stream()
                        .filter(matter -> matter.id() == goesOn || open.indexOf(matter) < MOST_TARGETS)
                        .map(matter -> new Target(matter.id(), matter.number(), matter.summary()))
                        .toList(),
                goesOn);
    }

    private Map<Place, List<Open>> openMatters(List<Message> shown) {
        if (shown.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("""
                        select m.id, m.number, left(m.words, 24) as summary, m.asker, m.bridge_id,
                               coalesce(g.external_ref, '') as group_ref, m.opened_at
                        from matter.matter m left join groups.chat_group g on g.id = m.group_id
                        where m.closed_at is null and m.bridge_id = any (?)
                          and m.unit_id = any ((select org.units_in_sight())::int[])
                        order by m.id desc limit 500""")
                .param(shown.stream().map(Message::bridgeId).distinct().toArray(Integer[]::new))
                .query((row, n) -> new Open(
                        row.getLong("id"),
                        row.getString("number"),
                        row.getString("summary"),
                        row.getString("asker"),
                        row.getInt("bridge_id"),
                        row.getString("group_ref"),
                        row.getTimestamp("opened_at").toInstant()))
                .list()
                .stream()
                .collect(Collectors.groupingBy(matter -> new Place(matter.bridgeId(), matter.groupRef())));
    }

    private Map<Integer, String> bridgeNames(List<Message> shown) {
        Map<Integer, String> names = new java.util.HashMap<>();
        jdbc.sql("select id, name from channel.bridge where id = any (?)")
                .param(shown.stream().map(Message::bridgeId).distinct().toArray(Integer[]::new))
                .query((row, n) -> names.put(row.getInt(1), row.getString(2)))
                .list();
        return names;
    }
}
