package org.fengqiao.channel.paste;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.fengqiao.channel.paste.PastedLine.Role;
import org.fengqiao.channel.paste.RandomChat.Said;
import org.fengqiao.shared.RefusedException;
import org.fengqiao.shared.Words;
import org.fengqiao.town.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every text, shown on many made-up ones; a failure names the seed that repeats it. */
class PastedChatPropertyTest {
    private static final LocalDateTime PASTED = LocalDateTime.parse("2026-11-22T09:00");
    private static final long SEED = Soak.chance("PastedChatProperty").nextLong(1_000_000);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void aChatPrintedInALayoutIsReadBackAsItWas(Layout layout) {
        for (int round = 0; round < 300; round++) {
            Random random = random(round);
            // Bare times can tell no more than one day.
            LocalDateTime from = PASTED.minusHours(layout == Layout.TIMED ? 20 : 90);
            List<Said> said =
                    new RandomChat(random).say(1 + random.nextInt(40), from, layout == Layout.TIMED ? 25 : 120);
            String text = RandomChat.print(said, layout, random.nextBoolean());
            PastedChat chat = PastedChat.read(text, PASTED);
            assertThat(chat.layout())
                    .as("seed %d round %d\n%s", SEED, round, text)
                    .isEqualTo(layout);
            assertThat(chat.messages().stream().map(PastedChatTest::told))
                    .as("seed %d round %d\n%s", SEED, round, text)
                    .containsExactlyElementsOf(said.stream()
                            .map(s -> s.sender() + " | " + s.at() + " | " + s.words())
                            .toList());
        }
    }

    @Test
    void everyLineThatIsNotBlankIsAHeaderOrWordsOfOneMessageOrASystemLine() {
        for (int round = 0; round < 2_000; round++) {
            String text = jumble(random(round));
            PastedChat chat = PastedChat.read(text, PASTED);
            String clean = Words.clean(text);
            String where = "seed %d round %d\n%s".formatted(SEED, round, text);
            assertThat(chat.lines()).as(where).hasSize(clean.isEmpty() ? 0 : clean.split("\n", -1).length);
            List<StringBuilder> words = new ArrayList<>();
            chat.messages().forEach(message -> words.add(new StringBuilder()));
            int system = 0;
            for (PastedLine line : chat.lines()) {
                assertThat(line.role() == Role.BLANK)
                        .as(where)
                        .isEqualTo(line.text().isBlank());
                if (line.role() == Role.WORDS) {
                    words.get(line.message()).append(line.text());
                }
                system += line.role() == Role.SYSTEM ? 1 : 0;
            }
            assertThat(chat.systemLines()).as(where).hasSize(system);
            for (PastedMessage message : chat.messages()) {
                assertThat(letters(wordsOf(message)))
                        .as(where)
                        .isEqualTo(letters(words.get(message.index()).toString()));
            }
        }
    }

    @Test
    void everyMessageIsInExactlyOneTurnOfItsSender() {
        for (int round = 0; round < 500; round++) {
            PastedChat chat = PastedChat.read(jumble(random(round)), PASTED);
            List<PastedMessage> inTurns = chat.turns().stream()
                    .flatMap(turn -> turn.messages().stream())
                    .toList();
            assertThat(inTurns)
                    .as("seed %d round %d", SEED, round)
                    .containsExactlyInAnyOrderElementsOf(chat.messages());
            assertThat(chat.turns())
                    .allSatisfy(turn -> assertThat(turn.messages())
                            .extracting(PastedMessage::sender)
                            .containsOnly(turn.sender()));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void theNextStretchShowsWhatIsKnownAndAddsOnlyWhatIsNew(Layout second) {
        Fingerprints fingerprints = new Fingerprints(new byte[32]);
        for (int round = 0; round < 200; round++) {
            Random random = random(round);
            List<Said> said = new RandomChat(random).say(12 + random.nextInt(30), PASTED.minusHours(18), 15);
            int end = 6 + random.nextInt(said.size() - 6);
            int start = random.nextInt(end - 4);
            Layout first = new RandomChat(random)
                    .pick(List.of(Layout.DATED, Layout.TIMED, Layout.RECORD, Layout.NAMED, Layout.TIME_FIRST));
            List<MessageKey> known =
                    fingerprints.of(PastedChat.read(RandomChat.print(said.subList(0, end), first, true), PASTED), "g");
            List<MessageKey> fresh = fingerprints.of(
                    PastedChat.read(RandomChat.print(said.subList(start, said.size()), second, true), PASTED), "g");
            List<Overlap.Standing> expected = new ArrayList<>(Collections.nCopies(end - start, Overlap.Standing.KNOWN));
            expected.addAll(Collections.nCopies(said.size() - end, Overlap.Standing.NEW));
            assertThat(Overlap.of(known, fresh))
                    .as("seed %d round %d %s then %s, %d known, from %d", SEED, round, first, second, end, start)
                    .extracting(Overlap.Finding::standing)
                    .containsExactlyElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                ":",
                "：",
                "\n",
                "\r",
                "-",
                "—",
                "10:03 ",
                " 10:03",
                "a:\n",
                "a 10:03\n",
                "「",
                "「\n",
                "[图片",
                "[文件 ",
                "@",
                "@a ",
                "9",
                "20",
                "2026/11/20 ",
                "2026-11-20 10:03 ",
                "\n- - - - -\n",
                "昨天 ",
                "\u3000",
                "\u200b",
                "[红包]\n",
                "邀请",
                "好",
                "你好",
                "昨天 22:10\n",
                "————— 2026-11-20 —————\n",
                "聊天记录",
                "[文件 a]x",
                "\ud800",
                "\u0301\u0323",
                "\u200d",
                "a\u0301"
            })
    void aMebibyteOfAnythingIsReadInAMoment(String piece) {
        String text = fill(piece);
        for (String whole : List.of(
                text,
                "王阿姨 2026/11/20 10:03\n" + text.substring(0, text.length() - 40),
                "甲:\n「" + text.substring(0, text.length() - 40))) {
            assertThat(Duration.ofSeconds(5)).isGreaterThan(timed(() -> {
                try {
                    PastedChat chat = PastedChat.read(whole, PASTED);
                    chat.turns();
                    chat.messages().forEach(PastedMessage::mentions);
                    new Fingerprints(new byte[32]).of(chat, "g");
                } catch (RefusedException tooMany) {
                    assertThat(tooMany.key()).isEqualTo("refused.paste.many");
                }
            }));
        }
    }

    @Test
    void aMebibyteOfHeadingsThatNeverComeAgainIsReadInAMoment() {
        StringBuilder headings = new StringBuilder("x\n");
        for (int i = 0; headings.length() < PastedChat.MOST_BYTES - 20; i++) {
            headings.append('a').append(i).append(":\n");
        }
        assertThat(Duration.ofSeconds(5))
                .isGreaterThan(timed(() -> assertThat(
                                PastedChat.read(headings.toString(), PASTED).messages())
                        .hasSize(1)));
    }

    @Test
    void fiveThousandEqualMessagesAreComparedInAMoment() {
        Fingerprints fingerprints = new Fingerprints(new byte[32]);
        for (String unit : List.of("甲:\n1\n\n", "甲:\n1\n\n乙:\n1\n\n", "甲:\n1\n\n甲:\n1\n\n乙:\n1\n\n甲:\n2\n\n")) {
            int messages = unit.split("\n\n").length;
            List<MessageKey> known = fingerprints.of(PastedChat.read(unit.repeat(5_000 / messages), PASTED), "g");
            List<MessageKey> fresh =
                    fingerprints.of(PastedChat.read("丙:\n1\n\n" + unit.repeat(4_999 / messages), PASTED), "g");
            assertThat(Duration.ofSeconds(10)).isGreaterThan(timed(() -> Overlap.of(known, fresh)));
        }
    }

    /** Time of the processor, not of the clock, since the machine may be busy with other work. */
    private static Duration timed(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    }

    private static String fill(String piece) {
        int bytes = Math.max(1, piece.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        int most = piece.equals("\ud800") ? PastedChat.MOST_BYTES / 3 : PastedChat.MOST_BYTES / bytes;
        return piece.repeat(most);
    }

    private static String wordsOf(PastedMessage message) {
        Quote quote = message.quote();
        return quote == null
                ? message.words()
                : (quote.sender() == null ? "" : quote.sender()) + quote.words() + message.words();
    }

    /** Without spaces, dashes, colons and quotation marks, which part a quote from its reply. */
    private static String letters(String text) {
        return text.codePoints()
                .filter(c -> !Character.isWhitespace(c) && "-—─－:：「」『』“”\"".indexOf(c) < 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Lines of every kind in any order. */
    private static String jumble(Random random) {
        RandomChat chat = new RandomChat(random);
        List<String> odd = List.of(
                "",
                "",
                "",
                "昨天 22:10",
                "星期三 08:01",
                "2026年11月20日 上午10:03",
                "—————  2026-11-20  —————",
                "你撤回了一条消息",
                "[红包]",
                "老周:",
                "老周：",
                "老周 10:03",
                "老周 2026/11/20 10:03",
                "2026-11-20 10:03:22 老周",
                "10:03",
                "以下为新消息",
                "「老周：没水了」",
                "- - - - - - -",
                "「老周：没水了",
                "地址：",
                "集合 19:30",
                "微信群聊“x”的聊天记录如下:",
                "Dear 老周:",
                "2026-11-20",
                "\"甲\"邀请\"乙\"加入了群聊",
                "   缩进",
                "：",
                ":");
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(40);
        for (int i = 0; i < lines; i++) {
            text.append(
                            random.nextInt(3) == 0
                                    ? chat.say(1, PASTED, 1).getFirst().words()
                                    : chat.pick(odd))
                    .append('\n');
        }
        return text.toString();
    }

    private static Random random(int round) {
        return new Random(SEED * 10_000 + round);
    }

    @Test
    void theSameTextIsAlwaysReadTheSameWay() {
        IntStream.range(0, 100).forEach(round -> {
            String text = jumble(random(round));
            assertThat(PastedChat.read(text, PASTED).lines())
                    .isEqualTo(PastedChat.read(text, PASTED).lines());
            assertThat(PastedChat.read(text, PASTED).turns())
                    .isEqualTo(PastedChat.read(text, PASTED).turns());
        });
    }
}
