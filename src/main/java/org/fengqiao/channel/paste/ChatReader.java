package org.fengqiao.channel.paste;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fengqiao.channel.paste.PastedLine.Role;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.RefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one text. First it finds which way of naming senders the text uses, then it goes down the lines once.
 *
 * <p>People write lines that look like headers ("集合地点 19:30", "联系电话："). So a doubtful header counts only where words
 * follow it and, in a text that parts its messages by blank lines, only after a blank line.
 */
final class ChatReader {
    /** WeChat allows 32 characters in a nickname; emoji take two places each. */
    static final int LONGEST_NICKNAME = 64;

    /** Messages may arrive out of order by so much; more means that a day lies between. */
    private static final int DISORDER_MINUTES = 5;

    private enum Way {
        SENDER_THEN_TIME,
        TIME_THEN_SENDER,
        SENDER_AND_COLON
    }

    /** What looks like a header. A doubtful one may as well be words. */
    private record Header(Way way, String sender, @Nullable Stamp stamp, boolean doubtful) {}

    private static final Set<String> LABELS = Set.of(
            "通知", "公告", "温馨提示", "提示", "注意", "注意事项", "要求", "如下", "地址", "地点", "时间", "电话", "联系电话", "联系人", "联系方式", "姓名",
            "手机", "手机号", "原因", "情况", "具体情况", "转发", "备注", "附", "内容", "主题", "发件人", "收件人", "发送时间", "答", "问", "http",
            "https");

    private static final List<String> LABEL_STARTS = List.of("各位", "大家好", "尊敬的", "亲爱的", "关于", "以下", "Dear ");

    private static final List<String> LABEL_ENDS = List.of(
            "时间", "时间为", "时间是", "地点", "电话", "如下", "截止", "开始", "结束", "通知", "集合", "今天", "明天", "昨天", "今晚", "明晚", "上午",
            "下午", "事项", "情况", "范围", "日期", "对象", "方式", "要求", "说明", "内容", "名单", "流程", "材料", "条件", "标准", "原因", "号码", "提醒",
            "提示", "结果", "措施", "办法");

    private final LocalDateTime pastedAt;
    private final String[] lines;
    private final @Nullable Header[] headers;
    private final int[] nextFilled;
    private final List<PastedLine> roles = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();

    ChatReader(String text, LocalDateTime pastedAt) {
        this.pastedAt = pastedAt.truncatedTo(ChronoUnit.MINUTES);
        this.lines = text.isEmpty() ? new String[0] : text.split("\n", -1);
        this.headers = new Header[lines.length];
        this.nextFilled = new int[lines.length];
        int next = lines.length;
        for (int i = lines.length - 1; i >= 0; i--) {
            nextFilled[i] = next;
            if (!isBlank(i)) {
                next = i;
            }
        }
    }

    PastedChat read() {
        for (int i = 0; i < lines.length; i++) {
            headers[i] = header(lines[i]);
        }
        Way way = way();
        boolean spaced = way != null && isSpaced(way);
        keepHeaders(way, spaced);
        boolean dashedDays = cut(way, spaced);
        settleTimes();
        return new PastedChat(layout(way, dashedDays), messages(), roles);
    }

    private static @Nullable Header header(String line) {
        if (line.length() > 3 * LONGEST_NICKNAME) {
            return null;
        }
        String plain = Spaces.strip(Spaces.plain(line));
        if (plain.length() < 2) {
            return null;
        }
        Stamp.Found front = Stamp.atStart(plain);
        if (front != null) {
            return header(Way.TIME_THEN_SENDER, front.rest(), front.stamp(), !front.withSeconds());
        }
        Stamp.Found end = Stamp.atEnd(plain);
        if (end != null) {
            return header(
                    Way.SENDER_THEN_TIME, end.rest(), end.stamp(), !end.stamp().tellsDay());
        }
        char last = plain.charAt(plain.length() - 1);
        if (last == ':' || last == '：') {
            return header(Way.SENDER_AND_COLON, plain.substring(0, plain.length() - 1), null, true);
        }
        return null;
    }

    private static @Nullable Header header(Way way, String sender, @Nullable Stamp stamp, boolean doubtful) {
        String name = Spaces.strip(sender);
        // A line that opens a quote names whom it repeats, not who speaks.
        if (name.isEmpty() || name.length() > LONGEST_NICKNAME || "「『“".indexOf(name.charAt(0)) >= 0) {
            return null;
        }
        boolean sentence = name.chars().anyMatch(c -> "，。！？；、!?;".indexOf(c) >= 0);
        boolean label = isLabel(name);
        if (doubtful && (sentence || label)) {
            return null;
        }
        return new Header(way, name, stamp, doubtful || sentence || label);
    }

    private static boolean isLabel(String name) {
        return LABELS.contains(name)
                || LABEL_STARTS.stream().anyMatch(name::startsWith)
                || LABEL_ENDS.stream().anyMatch(name::endsWith);
    }

    /** The way with the most headers that stand where a message may begin; a header with a day counts three times. */
    private @Nullable Way way() {
        Map<Way, Integer> votes = new EnumMap<>(Way.class);
        Way first = firstWay();
        for (int i = 0; i < lines.length; i++) {
            Header header = headers[i];
            if (header != null && (!header.doubtful() || (atBoundary(i) && hasLineBelow(i)))) {
                votes.merge(header.way(), header.doubtful() ? 1 : 3, Integer::sum);
            }
        }
        if (first != null) {
            votes.merge(first, 2, Integer::sum);
        }
        Way best = null;
        for (Map.Entry<Way, Integer> vote : votes.entrySet()) {
            // A single doubtful header is believed only at the top of the text.
            if (vote.getValue() >= 2
                    && isConversation(vote.getKey(), first)
                    && (best == null || vote.getValue() > votes.getOrDefault(best, 0))) {
                best = vote.getKey();
            }
        }
        return best == null && first == null ? looseWay() : best;
    }

    /** A notice has lines that end in a colon too, but only in a conversation does one of them come again. */
    private boolean isConversation(Way way, @Nullable Way first) {
        if (way != Way.SENDER_AND_COLON || first == way) {
            return true;
        }
        Set<String> names = new HashSet<>();
        return Arrays.stream(headers).anyMatch(h -> h != null && h.way() == way && !names.add(h.sender()));
    }

    /** A text that begins in mid-message and parts nothing by blank lines: two headers of one way are enough. */
    private @Nullable Way looseWay() {
        Set<Way> seen = EnumSet.noneOf(Way.class);
        boolean named = isConversation(Way.SENDER_AND_COLON, null);
        for (int i = 0; i < lines.length; i++) {
            Header header = headers[i];
            boolean believed = header != null && (named || header.way() != Way.SENDER_AND_COLON);
            if (header != null && believed && hasLineBelow(i) && !seen.add(header.way())) {
                return header.way();
            }
        }
        return null;
    }

    private @Nullable Way firstWay() {
        for (int i = 0; i < lines.length; i++) {
            if (isBlank(i) || isSoftware(i) || Stamp.whole(withoutFrame(lines[i])) != null) {
                continue;
            }
            Header header = headers[i];
            return header != null && (!header.doubtful() || hasLineBelow(i)) ? header.way() : null;
        }
        return null;
    }

    private boolean hasLineBelow(int i) {
        return nextFilled[i] < lines.length;
    }

    private boolean isBlank(int i) {
        return Spaces.strip(lines[i]).isEmpty();
    }

    private boolean isSoftware(int i) {
        return isNotice(i) || SystemWords.isRecordTitle(lines[i]);
    }

    private boolean isNotice(int i) {
        return SystemWords.isNotice(lines[i]) || isDashedDay(lines[i]);
    }

    private boolean atBoundary(int i) {
        return i == 0 || isBlank(i - 1) || isSoftware(i - 1) || Stamp.whole(lines[i - 1]) != null;
    }

    /** Whether this text parts its messages by blank lines. */
    private boolean isSpaced(Way way) {
        int all = 0;
        int apart = 0;
        boolean first = true;
        for (int i = 0; i < lines.length; i++) {
            Header header = headers[i];
            if (header == null || header.way() != way) {
                continue;
            }
            boolean blankAbove = i > 0 && isBlank(i - 1);
            // Below a line of the software a header may stand either way.
            if (!first && (blankAbove || !atBoundary(i))) {
                all++;
                apart += blankAbove ? 1 : 0;
            }
            first = false;
        }
        return apart * 3 >= all * 2;
    }

    /** Forgets what only looks like a header. From the bottom up, since a doubtful one needs words below it. */
    private void keepHeaders(@Nullable Way way, boolean spaced) {
        boolean days = Arrays.stream(headers)
                .anyMatch(h -> h != null && h.way() == way && !h.doubtful() && way == Way.SENDER_THEN_TIME);
        for (int i = lines.length - 1; i >= 0; i--) {
            Header header = headers[i];
            if (header == null) {
                continue;
            }
            boolean kept = header.way() == way;
            if (kept && header.doubtful()) {
                int below = nextFilled[i];
                boolean words = below < lines.length && headers[below] == null && !isNotice(below);
                kept = words && (atBoundary(i) || (!spaced && !days));
            }
            if (!kept) {
                headers[i] = null;
            }
        }
    }

    /** Goes down the lines once and gives each its role; tells whether days stood between dashes. */
    private boolean cut(@Nullable Way way, boolean spaced) {
        boolean dashedDays = false;
        Draft open = null;
        Stamp above = null;
        int title = way == null ? -1 : titleLine();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            Header header = headers[i];
            boolean speaking = open != null && (open.hasWords() || open.money);
            // Directly below its header a line is words, whatever it looks like.
            boolean free = open == null || (open.header == null ? way != null : speaking);
            if (isBlank(i)) {
                if (open != null) {
                    open.blank();
                }
                role(i, Role.BLANK, -1);
            } else if (i <= title) {
                role(i, Role.SYSTEM, -1);
            } else if (header != null) {
                open = draft(header, header.stamp(), above);
                role(i, Role.HEADER, drafts.size() - 1);
            } else if (free && isDashedDay(line)) {
                above = Stamp.whole(withoutFrame(line));
                dashedDays = true;
                open = null;
                role(i, Role.HEADER, -1);
            } else if (free && isTimeLine(i, open == null, spaced)) {
                above = Stamp.whole(line);
                open = null;
                role(i, Role.HEADER, -1);
            } else if (free && SystemWords.isNotice(line)) {
                role(i, Role.SYSTEM, -1);
            } else if (SystemWords.isMoney(line)) {
                if (open != null) {
                    open.money = true;
                }
                role(i, Role.SYSTEM, -1);
            } else {
                if (open == null) {
                    open = draft(null, null, above);
                }
                open.say(line);
                role(i, Role.WORDS, drafts.size() - 1);
            }
        }
        return dashedDays || title >= 0;
    }

    private void role(int i, Role role, int message) {
        roles.add(new PastedLine(i + 1, role, message, lines[i]));
    }

    private Draft draft(@Nullable Header header, @Nullable Stamp own, @Nullable Stamp above) {
        Draft draft = new Draft(header, own, above);
        drafts.add(draft);
        if (drafts.size() > PastedChat.MOST_MESSAGES) {
            throw RefusedException.because(Reason.TOO_LARGE, "refused.paste.many", PastedChat.MOST_MESSAGES);
        }
        return draft;
    }

    /** The last line of what stands above a forwarded record ("Dear …", "微信群聊的聊天记录如下"), −1 without. */
    private int titleLine() {
        int filled = 0;
        for (int i = 0; i < lines.length && filled < 8; i++) {
            if (headers[i] != null) {
                return -1;
            }
            if (SystemWords.isRecordTitle(lines[i])) {
                return i;
            }
            filled += isBlank(i) ? 0 : 1;
        }
        return -1;
    }

    /** A time alone on its line stands for the messages below it, but only where no one can have said it. */
    private boolean isTimeLine(int i, boolean nothingOpen, boolean spaced) {
        if (Stamp.whole(lines[i]) == null || !hasLineBelow(i)) {
            return false;
        }
        int below = nextFilled[i];
        boolean messageBelow = headers[below] != null || isSoftware(below);
        return nothingOpen || (messageBelow && (!spaced || atBoundary(i) || below == i + 1));
    }

    private static boolean isDashedDay(String line) {
        String text = Spaces.strip(line);
        if (text.length() < 10 || text.length() > 120 || !SystemWords.isFrame(text.charAt(0))) {
            return false;
        }
        Stamp stamp = Stamp.whole(withoutFrame(text));
        return stamp != null && stamp.tellsDay();
    }

    private static String withoutFrame(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && SystemWords.isFrame(line.charAt(from))) {
            from++;
        }
        while (to > from && SystemWords.isFrame(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    /** Gives each message its time: days as written first, then bare times from the bottom up. */
    private void settleTimes() {
        LocalDateTime previous = null;
        Stamp day = null;
        for (Draft draft : drafts) {
            Stamp stamp = draft.own == null ? draft.above : draft.own;
            LocalTime time = stamp == null ? null : stamp.time();
            LocalDate written = stamp == null ? null : stamp.dayFrom(pastedAt);
            boolean carried = written == null && draft.above != null && draft.above.tellsDay();
            if (carried && draft.above != null) {
                written = draft.above.dayFrom(pastedAt);
                previous = draft.above.equals(day) ? previous : null;
                day = draft.above;
            }
            if (written != null && time != null) {
                LocalDateTime at = written.atTime(time);
                // Below one date line the clock only runs backwards by passing midnight.
                if (carried && previous != null && at.plusHours(12).isBefore(previous)) {
                    at = at.plusDays(1);
                }
                draft.saidAt = at;
                draft.exactDay = true;
                previous = carried ? at : previous;
            } else {
                draft.bareTime = time;
            }
        }
        LocalDateTime below = pastedAt;
        int tolerance = 0;
        for (Draft draft : drafts.reversed()) {
            if (draft.bareTime != null) {
                LocalDateTime at = below.toLocalDate().atTime(draft.bareTime);
                if (at.truncatedTo(ChronoUnit.MINUTES).isAfter(below.plusMinutes(tolerance))) {
                    at = at.minusDays(1);
                }
                draft.saidAt = at;
            }
            if (draft.saidAt != null && draft.saidAt.isBefore(below)) {
                below = draft.saidAt.truncatedTo(ChronoUnit.MINUTES);
                tolerance = DISORDER_MINUTES;
            }
        }
    }

    private Layout layout(@Nullable Way way, boolean dashedDays) {
        if (way == null) {
            return Layout.UNKNOWN;
        }
        return switch (way) {
            case SENDER_AND_COLON -> Layout.NAMED;
            case TIME_THEN_SENDER -> Layout.TIME_FIRST;
            case SENDER_THEN_TIME -> {
                boolean days = drafts.stream().anyMatch(d -> d.own != null && d.own.tellsDay());
                yield days ? Layout.DATED : dashedDays ? Layout.RECORD : Layout.TIMED;
            }
        };
    }

    private List<PastedMessage> messages() {
        List<PastedMessage> messages = new ArrayList<>();
        int[] places = new int[drafts.size()];
        for (int i = 0; i < places.length; i++) {
            Draft draft = drafts.get(i);
            // Only money was sent under this name: no one said anything.
            boolean silent = draft.money && !draft.hasWords();
            places[i] = silent ? -1 : messages.size();
            if (!silent) {
                messages.add(draft.message(messages.size()));
            }
        }
        roles.replaceAll(line -> {
            int message = line.message() < 0 ? -1 : places[line.message()];
            Role role = line.message() >= 0 && message < 0 ? Role.SYSTEM : line.role();
            return new PastedLine(line.number(), role, message, line.text());
        });
        return messages;
    }

    /** A message while its lines come in. */
    private static final class Draft {
        private final @Nullable Header header;
        private final @Nullable Stamp own;
        private final @Nullable Stamp above;
        private final StringBuilder words = new StringBuilder();
        private int blanks;
        private boolean money;
        private @Nullable LocalTime bareTime;
        private @Nullable LocalDateTime saidAt;
        private boolean exactDay;

        Draft(@Nullable Header header, @Nullable Stamp own, @Nullable Stamp above) {
            this.header = header;
            this.own = own;
            this.above = above;
        }

        boolean hasWords() {
            return !words.isEmpty();
        }

        void blank() {
            blanks++;
        }

        void say(String line) {
            if (hasWords()) {
                words.append("\n".repeat(blanks + 1));
            }
            blanks = 0;
            words.append(line);
        }

        PastedMessage message(int index) {
            Quote.Reply reply = Quote.split(words.toString().strip());
            return new PastedMessage(
                    index,
                    header == null ? null : header.sender(),
                    saidAt,
                    exactDay,
                    reply.words(),
                    Mark.in(reply.words()),
                    reply.quote());
        }
    }
}
