package org.fengqiao.channel.paste;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive messages of one sender on one subject: what the officer ticks as one.
 *
 * <p>A message joins the last turn of its sender when all of this holds:
 *
 * <ol>
 *   <li>it comes within ten minutes of that turn's last message, where both times are known; else with at most five
 *       messages of others between them;
 *   <li>it does not turn to something new: it neither opens with "另外", "对了", "还有个事" and the like, nor speaks
 *       only of other subjects than the turn does;
 *   <li>no one else has spoken in between, or the subject clearly goes on: the turn was a greeting so far, or both speak
 *       of the same subject, or it is only pictures and the like, or the message before it, of another sender, is a question.
 * </ol>
 *
 * <p>Messages of unknown senders stay alone, since no one can tell whether two of them are one person. Every message is in
 * exactly one turn; turns stand in the order of their first messages.
 *
 * @param sender the nickname, {@code null} when unknown
 * @param messages the messages in their order, at least one
 */
public record Turn(@Nullable String sender, List<PastedMessage> messages) {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int MOST_BETWEEN = 5;

    private static final Pattern GREETING = Pattern.compile(
            "(?:@[^\\s@]{1,32}\\s?|(?:各位)?(?:邻居|领导|警官|民警|警察|同志|群主|书记|主任|网格员|所长|老师|师傅|大家|大伙|[您你]们?)|[一-龥]警官"
                    + "|早上|上午|中午|下午|晚上|早|好|在吗|在不在|在么|有人吗|有人在吗|打扰一下|打扰了|请问一下|请问|麻烦问一下|问一下|咨询一下|哈喽|嗨|啊|呀|哦"
                    + "|[，,。！!？?~～、\\s]){1,12}");
    private static final Pattern NEW_SUBJECT = Pattern.compile(
            "(?:另外|对了|还有[一]?[个件](?:事|问题)|顺便|再(?:问|反映|说)(?:一下|一?[个件]事)|换个(?:事|话题)|说个别的).*", Pattern.DOTALL);

    public Turn {
        messages = List.copyOf(messages);
    }

    /** All the words, one message a line or more, in their order. */
    public String words() {
        return messages.stream()
                .map(PastedMessage::words)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** When the turn began, {@code null} when no message tells. */
    public @Nullable LocalDateTime saidAt() {
        return messages.stream()
                .map(PastedMessage::saidAt)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The placeholders of all messages, in their order. */
    public List<Mark> marks() {
        return messages.stream().flatMap(message -> message.marks().stream()).toList();
    }

    static List<Turn> of(List<PastedMessage> messages) {
        List<Open> turns = new ArrayList<>();
        Map<String, Open> lastOf = new HashMap<>();
        PastedMessage before = null;
        for (PastedMessage message : messages) {
            String sender = message.sender();
            Open last = sender == null ? null : lastOf.get(sender);
            if (last != null && last.takes(message, before)) {
                last.add(message);
            } else {
                Open turn = new Open(message);
                turns.add(turn);
                if (sender != null) {
                    lastOf.put(sender, turn);
                }
            }
            before = message;
        }
        return turns.stream().map(Open::close).toList();
    }

    static boolean isGreeting(String spoken) {
        return spoken.length() <= 40 && GREETING.matcher(spoken).matches();
    }

    /** A turn that may still take more. */
    private static final class Open {
        private final List<PastedMessage> messages = new ArrayList<>();
        private final Set<Subject> subjects = EnumSet.noneOf(Subject.class);
        private boolean greetingOnly = true;

        Open(PastedMessage first) {
            add(first);
        }

        void add(PastedMessage message) {
            messages.add(message);
            subjects.addAll(Subject.in(message.words()));
            greetingOnly &= isGreeting(message.spoken());
        }

        boolean takes(PastedMessage message, @Nullable PastedMessage before) {
            PastedMessage last = messages.getLast();
            String spoken = message.spoken();
            Set<Subject> about = Subject.in(message.words());
            boolean shared = about.stream().anyMatch(subjects::contains);
            if (!soon(last, message) || turnsAway(spoken, about, shared)) {
                return false;
            }
            boolean interrupted = message.index() - last.index() > 1;
            return !interrupted
                    || greetingOnly
                    || shared
                    || spoken.isEmpty()
                    || (before != null && isQuestion(before.spoken()) && about.isEmpty());
        }

        private static boolean soon(PastedMessage last, PastedMessage message) {
            LocalDateTime from = last.saidAt();
            LocalDateTime to = message.saidAt();
            if (from == null || to == null) {
                return message.index() - last.index() - 1 <= MOST_BETWEEN;
            }
            return Duration.between(from, to).abs().compareTo(LONGEST_PAUSE) <= 0;
        }

        private boolean turnsAway(String spoken, Set<Subject> about, boolean shared) {
            if (greetingOnly) {
                return false;
            }
            return NEW_SUBJECT.matcher(spoken).lookingAt() || (!subjects.isEmpty() && !about.isEmpty() && !shared);
        }

        private static boolean isQuestion(String spoken) {
            return spoken.endsWith("？")
                    || spoken.endsWith("?")
                    || spoken.endsWith("吗")
                    || spoken.endsWith("呢")
                    || spoken.endsWith("哪里")
                    || spoken.endsWith("多少");
        }

        Turn close() {
            return new Turn(messages.getFirst().sender(), messages);
        }
    }
}
